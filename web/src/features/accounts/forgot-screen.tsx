import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { call } from '../../api/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { sentenceOf } from '../../ui/index.ts';
import { EmailField, EntrySubmit } from './entry-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import { NewPasswordField } from './password-field.tsx';
import { SecondStepPage } from './second-step-page.tsx';
import { useEntryForm } from './use-entry.ts';

/** S04: the same answer whether or not the address exists; the server says where the link went. */
export function ForgotScreen() {
  const t = useWords();
  const said = useSaid();
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => call('forgot', { body: { email } }) });
  return (
    <EntryPage
      title={t('forgot.title')}
      lead={ask.data ? <p role="status">{said(ask.data.sentence)}</p> : t('forgot.lead')}
    >
      {ask.data ? null : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate();
          }}
        >
          <EmailField autoFocus value={email} onChange={setEmail} />
          <EntrySubmit
            label={t('forgot.do')}
            isBusy={ask.isPending}
            error={ask.error ? sentenceOf(ask.error, t) : undefined}
          />
        </form>
      )}
      <p className="entry-foot">
        <Link href="/login">{t('register.signIn')}</Link>
      </p>
    </EntryPage>
  );
}

export function ResetScreen() {
  const t = useWords();
  const { token = '' } = useParams<{ token: string }>();
  const form = useEntryForm({ password: '' }, ({ password }) => call('reset', { body: { token, password } }));
  if (form.ticket) return <SecondStepPage ticket={form.ticket} />;
  return (
    <EntryPage title={t('reset.title')} lead={t('reset.lead')}>
      <form onSubmit={form.onSubmit}>
        <NewPasswordField
          value={form.fields.password}
          error={form.fieldError('password')}
          onChange={(password) => form.set({ password })}
        />
        <EntrySubmit label={t('reset.do')} isBusy={form.isBusy} error={form.error} />
      </form>
    </EntryPage>
  );
}
