import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { call, setupQuery } from '../../api/index.ts';
import { useLanguage, useWords } from '../../app/words/index.ts';
import { Button, Field, Problem, StatusMark, TextInput } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { NewPasswordField } from './password-field.tsx';
import { useEntryForm } from './use-entry.ts';

/** S02: the owner, with the one-time token of the log. Closed for ever once an owner exists. */
export function SetupScreen() {
  const t = useWords();
  const language = useLanguage();
  const setup = useQuery({
    ...setupQuery,
    refetchInterval: (query) => (query.state.data?.checks.every(({ isReady }) => isReady) ? false : 3000),
  });
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const form = useEntryForm(
    { token, name: '', email: '', password: '', organizationName: '', withSample: true },
    (fields) => call('setup', { body: { ...fields, language } }),
  );
  if (setup.data && !setup.data.needsOwner) return <Redirect to="/login" replace />;
  return (
    <EntryPage title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={form.onSubmit}>
        {token === '' ? (
          <Field label={t('setup.token')} help={t('setup.tokenHelp')} error={form.fieldError('token')}>
            <TextInput
              isForm
              name="token"
              dir="ltr"
              required
              value={form.fields.token}
              onChange={(event) => form.set({ token: event.target.value.trim() })}
            />
          </Field>
        ) : null}
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
        <fieldset className="choices">
          <legend className="spoken">{t('setup.start')}</legend>
          {([true, false] as const).map((withSample) => (
            <label key={String(withSample)} className="choice">
              <input
                type="radio"
                name="start"
                checked={form.fields.withSample === withSample}
                onChange={() => form.set({ withSample })}
              />
              <span>
                <span className="strong">{withSample ? t('setup.withSample') : t('setup.empty')}</span>
                <span className="help" style={{ display: 'block' }}>
                  {withSample ? t('setup.withSampleHelp') : t('setup.emptyHelp')}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        {form.error ? (
          <p className="help help-bad" role="alert">
            {form.error}
          </p>
        ) : null}
        <Button type="submit" look="main" size="form" disabled={form.isBusy}>
          {t('setup.do')}
        </Button>
      </form>
      {setup.error ? <Problem error={setup.error} onRetry={() => void setup.refetch()} /> : null}
      <ul className="setup-checks" aria-label={t('setup.checks')}>
        {setup.data?.checks.map((check) => (
          <li key={check.id}>
            <StatusMark
              mark={check.isReady ? 'passed' : 'queued'}
              name={check.isReady ? t('setup.ready') : t('setup.waiting')}
            >
              <span className="text-2">{check.title}</span>
            </StatusMark>
            {!check.isReady && check.advice ? <code>{check.advice}</code> : null}
          </li>
        ))}
      </ul>
    </EntryPage>
  );
}
