import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, sentenceOf } from '../../ui/index.ts';
import { CodeField, EntrySubmit, PasswordField } from './entry-fields.tsx';
import { QrPicture } from './qr-picture.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import './second-step.css';

/** Password, then the QR code for the authenticator and a first code of it, then the recovery codes, which are told once. */
export function SecondStepSetUp({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => call('beginSecondFactor', { body: { password } }) });
  const confirm = useMutation({ mutationFn: () => call('confirmSecondFactor', { body: { code } }) });
  const wrong = (error: unknown) => (error ? sentenceOf(error, t) : undefined);
  if (confirm.data) {
    return (
      <RecoveryCodes codes={confirm.data.recoveryCodes}>
        <Button look="main" onClick={onDone}>
          {t('recovery.kept')}
        </Button>
      </RecoveryCodes>
    );
  }
  if (!begin.data) {
    return (
      <Form onSubmit={() => begin.mutate()}>
        <PasswordField value={password} onChange={setPassword} />
        <EntrySubmit label={t('secondStep.begin')} isBusy={begin.isPending} error={wrong(begin.error)} />
      </Form>
    );
  }
  return (
    <Form onSubmit={() => confirm.mutate()}>
      <div className="second-step-secret">
        <QrPicture text={begin.data.uri} label={t('secondStep.qr')} />
        <div>
          <p>{t('secondStep.scan')}</p>
          <p className="small text-2">{t('secondStep.typeSecret')}</p>
          <code className="time second-step-text">{begin.data.secret.match(/.{1,4}/g)?.join(' ')}</code>
        </div>
      </div>
      <CodeField autoFocus help={t('secondStep.firstHelp')} value={code} onChange={setCode} />
      <EntrySubmit label={t('secondStep.turnOn')} isBusy={confirm.isPending} error={wrong(confirm.error)} />
    </Form>
  );
}

function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="second-step-form" onSubmit={submit}>
      {children}
    </form>
  );
}
