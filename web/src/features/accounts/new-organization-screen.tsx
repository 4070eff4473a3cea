import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, TextInput } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** For a person without an organization, or one who wants another. */
export function NewOrganizationScreen() {
  const t = useWords();
  const form = useEntryForm({ name: '' }, (fields) => call('createOrganization', { body: fields }));
  return (
    <EntryPage title={t('organization.new')} lead={t('organization.newLead')}>
      <form onSubmit={form.onSubmit}>
        <Field label={t('entry.organization')} error={form.fieldError('name')}>
          <TextInput
            isForm
            dir="auto"
            required
            autoFocus
            maxLength={120}
            value={form.fields.name}
            onChange={(event) => form.set({ name: event.target.value })}
          />
        </Field>
        {form.error ? (
          <p className="help help-bad" role="alert">
            {form.error}
          </p>
        ) : null}
        <Button type="submit" look="main" size="form" disabled={form.isBusy}>
          {t('organization.create')}
        </Button>
      </form>
    </EntryPage>
  );
}
