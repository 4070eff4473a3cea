import { Link } from 'wouter';
import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, PasswordInput, TextInput } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** S01. A refusal names no field that would reveal whether the account exists; the server says how long to wait. */
export function SignInScreen() {
  const t = useWords();
  const form = useEntryForm({ email: '', password: '' }, (fields) => call('signIn', { body: fields }));
  return (
    <EntryPage title={t('signIn.title')}>
      <form onSubmit={form.onSubmit}>
        <Field label={t('entry.email')}>
          <TextInput
            isForm
            type="email"
            name="email"
            autoComplete="username"
            dir="ltr"
            required
            autoFocus
            value={form.fields.email}
            onChange={(event) => form.set({ email: event.target.value })}
          />
        </Field>
        <Field label={t('entry.password')}>
          <PasswordInput
            name="password"
            autoComplete="current-password"
            required
            value={form.fields.password}
            showLabel={t('entry.showPassword')}
            hideLabel={t('entry.hidePassword')}
            onChange={(event) => form.set({ password: event.target.value })}
          />
        </Field>
        {form.error ? (
          <p className="help help-bad" role="alert">
            {form.error}
          </p>
        ) : null}
        <Button type="submit" look="main" size="form" disabled={form.isBusy}>
          {t('signIn.do')}
        </Button>
      </form>
      <p className="entry-foot">
        <Link href="/forgot">{t('signIn.forgot')}</Link>
        <Link href="/register">{t('signIn.register')}</Link>
      </p>
    </EntryPage>
  );
}
