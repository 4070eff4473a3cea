import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { EntrySubmit, OrganizationField } from './entry-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** For a person without an organization, or one who wants another. */
export function NewOrganizationScreen() {
  const t = useWords();
  const form = useEntryForm({ name: '' }, (fields) => call('createOrganization', { body: fields }));
  return (
    <EntryPage title={t('organization.new')} lead={t('organization.newLead')}>
      <form onSubmit={form.onSubmit}>
        <OrganizationField
          autoFocus
          value={form.fields.name}
          error={form.fieldError('name')}
          onChange={(name) => form.set({ name })}
        />
        <EntrySubmit label={t('organization.create')} isBusy={form.isBusy} error={form.error} />
      </form>
    </EntryPage>
  );
}
