import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button } from '../../ui/index.ts';
import { CodeField, EntrySubmit } from './entry-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** After the password, where the person has two-step sign-in. The ticket is good for ten minutes. */
export function SecondStepPage({ ticket, onBack }: { ticket: string; onBack?: () => void }) {
  const t = useWords();
  const form = useEntryForm({ code: '' }, ({ code }) => call('finishSignIn', { body: { ticket, code } }));
  return (
    <EntryPage title={t('secondStep.title')} lead={t('secondStep.lead')}>
      <form onSubmit={form.onSubmit}>
        <CodeField
          autoFocus
          value={form.fields.code}
          error={form.fieldError('code')}
          onChange={(code) => form.set({ code })}
        />
        <EntrySubmit label={t('signIn.do')} isBusy={form.isBusy} error={form.error} />
      </form>
      {onBack ? (
        <p className="entry-foot">
          <Button look="plain" onClick={onBack}>
            {t('secondStep.back')}
          </Button>
        </p>
      ) : null}
    </EntryPage>
  );
}
