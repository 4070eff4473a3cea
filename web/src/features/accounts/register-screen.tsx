import { Link } from 'wouter';
import { call } from '../../api/index.ts';
import { useLanguage, useWords } from '../../app/words/index.ts';
import { Button, Field, TextInput } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { NewPasswordField } from './password-field.tsx';
import { useEntryForm } from './use-entry.ts';

/** S03 without an invitation: a person and an organization of their own. */
export function RegisterScreen() {
  const t = useWords();
  const language = useLanguage();
  const form = useEntryForm({ name: '', email: '', password: '', organizationName: '' }, (fields) =>
    call('register', { body: { ...fields, language } }),
  );
  return (
    <EntryPage title={t('register.title')}>
      <form onSubmit={form.onSubmit}>
        <Field label={t('entry.name')} error={form.fieldError('name')}>
          <TextInput
            isForm
            name="name"
            autoComplete="name"
            dir="auto"
            required
            autoFocus
            maxLength={120}
            value={form.fields.name}
            onChange={(event) => form.set({ name: event.target.value })}
          />
        </Field>
        <Field label={t('entry.email')} error={form.fieldError('email')}>
          <TextInput
            isForm
            type="email"
            name="email"
            autoComplete="username"
            dir="ltr"
            required
            value={form.fields.email}
            onChange={(event) => form.set({ email: event.target.value })}
          />
        </Field>
        <NewPasswordField
          value={form.fields.password}
          error={form.fieldError('password')}
          onChange={(password) => form.set({ password })}
        />
        <Field label={t('entry.organization')} error={form.fieldError('organizationName')}>
          <TextInput
            isForm
            name="organization"
            autoComplete="organization"
            dir="auto"
            required
            maxLength={120}
            value={form.fields.organizationName}
            onChange={(event) => form.set({ organizationName: event.target.value })}
          />
        </Field>
        {form.error ? (
          <p className="help help-bad" role="alert">
            {form.error}
          </p>
        ) : null}
        <Button type="submit" look="main" size="form" disabled={form.isBusy}>
          {t('register.do')}
        </Button>
      </form>
      <p className="entry-foot">
        <Link href="/login">{t('register.signIn')}</Link>
      </p>
    </EntryPage>
  );
}
