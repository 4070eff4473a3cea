import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call, meQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, Problem, StatusMark, showToast } from '../../ui/index.ts';
import {
  CodeField,
  NewPasswordField,
  PasswordField,
  RecoveryCodes,
  SecondStepSetUp,
} from '../accounts/security-fields.ts';
import { SaveRow } from './save-row.tsx';

/** The password, and the second step of signing in. */
export function SecuritySection() {
  return (
    <>
      <SecondStepPart />
      <PasswordPart />
    </>
  );
}

function PasswordPart() {
  const t = useWords();
  const client = useQueryClient();
  const [currentPassword, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => call('changePassword', { body: { currentPassword, password } }),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
      void client.invalidateQueries({ queryKey: ['sessions'] });
      showToast({ text: t('security.passwordChanged') });
    },
  });
  return (
    <section className="settings-part" aria-labelledby="security-password">
      <h3 className="title" id="security-password">
        {t('security.password')}
      </h3>
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <PasswordField label={t('security.currentPassword')} value={currentPassword} onChange={setCurrent} />
        <NewPasswordField label={t('security.newPassword')} value={password} error={undefined} onChange={setPassword} />
        <SaveRow error={change.error}>
          <Button type="submit" disabled={change.isPending || currentPassword === '' || password.length < 10}>
            {t('security.changePassword')}
          </Button>
          <span className="help">{t('security.passwordHelp')}</span>
        </SaveRow>
      </form>
    </section>
  );
}

const FACTOR = ['second-factor'];

function SecondStepPart() {
  const t = useWords();
  const factor = useQuery({ queryKey: FACTOR, queryFn: () => call('getSecondFactor') });
  const [isOpen, setOpen] = useState(false);
  const refresh = useRefresh();
  if (factor.error) return <Problem error={factor.error} onRetry={() => void factor.refetch()} />;
  if (!factor.data) return null;
  return (
    <section className="settings-part" aria-labelledby="security-second-step">
      <h3 className="title" id="security-second-step">
        {t('secondStep.title')}
      </h3>
      {factor.data.isOn && !isOpen ? (
        <SecondStepOn since={factor.data.since} left={factor.data.recoveryCodesLeft} />
      ) : null}
      {isOpen ? (
        <div className="settings-form">
          <SecondStepSetUp
            onDone={() => {
              setOpen(false);
              refresh();
            }}
          />
        </div>
      ) : null}
      {factor.data.isOn || isOpen ? null : (
        <div className="settings-form">
          <p className="text-2">{t('secondStep.why')}</p>
          <div className="row">
            <Button look="main" onClick={() => setOpen(true)}>
              {t('secondStep.setUp')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: FACTOR });
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
  };
}

function SecondStepOn({ since, left }: { since: string | null; left: number }) {
  const t = useWords();
  const format = useFormat();
  const [open, setOpen] = useState<'codes' | 'off'>();
  return (
    <div className="settings-form">
      <p className="row row-wrap">
        <StatusMark mark="passed">{t('secondStep.on', { day: since ? format.day(since) : '' })}</StatusMark>
        <span className={left < 3 ? 'help-bad' : 'text-3'}>{t('recovery.left', { count: left })}</span>
      </p>
      {open === 'codes' ? <NewCodes onClose={() => setOpen(undefined)} /> : null}
      {open === 'off' ? <TurnOff onClose={() => setOpen(undefined)} /> : null}
      {open ? null : (
        <div className="row row-wrap">
          <Button onClick={() => setOpen('codes')}>{t('recovery.renew')}</Button>
          <Button look="plain" onClick={() => setOpen('off')}>
            {t('secondStep.turnOff')}
          </Button>
        </div>
      )}
    </div>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const refresh = useRefresh();
  const [password, setPassword] = useState('');
  const renew = useMutation({
    mutationFn: () => call('renewRecoveryCodes', { body: { password } }),
    onSuccess: refresh,
  });
  if (renew.data)
    return (
      <RecoveryCodes codes={renew.data.recoveryCodes}>
        <Button onClick={onClose}>{t('recovery.kept')}</Button>
      </RecoveryCodes>
    );
  return (
    <Ask onSubmit={() => renew.mutate()} onClose={onClose} error={renew.error} label={t('recovery.renew')}>
      <p className="text-2">{t('recovery.renewHelp')}</p>
      <PasswordField autoFocus value={password} onChange={setPassword} />
    </Ask>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const refresh = useRefresh();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const off = useMutation({
    mutationFn: () => call('turnOffSecondFactor', { body: { password, code } }),
    onSuccess: () => {
      showToast({ text: t('secondStep.isOff') });
      refresh();
    },
  });
  return (
    <Ask onSubmit={() => off.mutate()} onClose={onClose} error={off.error} label={t('secondStep.turnOff')} isDanger>
      <PasswordField autoFocus value={password} onChange={setPassword} />
      <CodeField value={code} onChange={setCode} />
    </Ask>
  );
}

function Ask({
  label,
  error,
  isDanger = false,
  onSubmit,
  onClose,
  children,
}: {
  label: string;
  error: unknown;
  isDanger?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useWords();
  return (
    <form
      className="settings-ask"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <SaveRow error={error}>
        <Button type="submit" look={isDanger ? 'danger' : 'main'}>
          {label}
        </Button>
        <Button look="plain" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
