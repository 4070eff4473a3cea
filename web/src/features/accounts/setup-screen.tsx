import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { call, setupQuery } from '../../api/index.ts';
import { useLanguage, useSaid, useWords } from '../../app/words/index.ts';
import { Field, Problem, StatusMark, TextInput } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { NO_OWNER, OwnStudioForm } from './own-studio-form.tsx';
import { useEntryForm } from './use-entry.ts';

/** S02: the owner, with the one-time token of the log. Closed for ever once an owner exists. */
export function SetupScreen() {
  const t = useWords();
  const said = useSaid();
  const language = useLanguage();
  const setup = useQuery({
    ...setupQuery,
    refetchInterval: (query) => (query.state.data?.checks.every(({ isReady }) => isReady) ? false : 3000),
  });
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const form = useEntryForm({ ...NO_OWNER, token, withSample: true }, (fields) =>
    call('setup', { body: { ...fields, language } }),
  );
  if (setup.data && !setup.data.needsOwner) return <Redirect to="/login" replace />;
  return (
    <EntryPage title={t('setup.title')} lead={t('setup.lead')}>
      <OwnStudioForm
        form={form}
        submit={t('setup.do')}
        before={
          token === '' ? (
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
          ) : null
        }
        after={<StartChoice withSample={form.fields.withSample} onChoose={(withSample) => form.set({ withSample })} />}
      />
      {setup.error ? <Problem error={setup.error} onRetry={() => void setup.refetch()} /> : null}
      <ul className="setup-checks" aria-label={t('setup.checks')}>
        {setup.data?.checks.map((check) => (
          <li key={check.id}>
            <StatusMark
              mark={check.isReady ? 'passed' : 'queued'}
              name={check.isReady ? t('setup.ready') : t('setup.waiting')}
            >
              <span className="text-2">{said(check.title)}</span>
            </StatusMark>
            {!check.isReady && check.advice ? <code>{said(check.advice)}</code> : null}
          </li>
        ))}
      </ul>
    </EntryPage>
  );
}

function StartChoice({ withSample, onChoose }: { withSample: boolean; onChoose: (withSample: boolean) => void }) {
  const t = useWords();
  return (
    <fieldset className="choices">
      <legend className="spoken">{t('setup.start')}</legend>
      {([true, false] as const).map((each) => (
        <label key={String(each)} className="choice">
          <input type="radio" name="start" checked={each === withSample} onChange={() => onChoose(each)} />
          <span>
            <span className="strong">{each ? t('setup.withSample') : t('setup.empty')}</span>
            <span className="help" style={{ display: 'block' }}>
              {each ? t('setup.withSampleHelp') : t('setup.emptyHelp')}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
