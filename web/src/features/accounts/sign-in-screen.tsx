import { Link } from 'wouter';
import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { EmailField, EntrySubmit, PasswordField } from './entry-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import { SecondStepPage } from './second-step-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** S01. A refusal names no field that would reveal whether the account exists; the server says how long to wait. */
export function SignInScreen() {
  const t = useWords();
  const form = useEntryForm({ email: '', password: '' }, (fields) => call('signIn', { body: fields }));
  if (form.ticket) return <SecondStepPage ticket={form.ticket} onBack={form.beginAgain} />;
  return (
    <EntryPage title={t('signIn.title')}>
      <form onSubmit={form.onSubmit}>
        <EmailField autoFocus value={form.fields.email} onChange={(email) => form.set({ email })} />
        <PasswordField value={form.fields.password} onChange={(password) => form.set({ password })} />
        <EntrySubmit label={t('signIn.do')} isBusy={form.isBusy} error={form.error} />
      </form>
      <p className="entry-foot">
        <Link href="/forgot">{t('signIn.forgot')}</Link>
        <Link href="/register">{t('signIn.register')}</Link>
      </p>
    </EntryPage>
  );
}
