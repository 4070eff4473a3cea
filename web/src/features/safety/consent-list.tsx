import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type BodyOf, type Consent, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, Field, Problem, Select, StatusMark, sentenceOf, TextInput } from '../../ui/index.ts';
import { RemoveDialog } from '../settings/remove-dialog.tsx';
import './safety.css';

const CONSENTS = ['safety', 'consents'];
const MARKS = { valid: 'done', expired: 'stale', revoked: 'cancelled' } as const;

/** The register: whose face or voice, what for, until when, and where the paper lies. */
export function ConsentList() {
  const t = useWords();
  const canManage = useMay('consents.manage');
  const [isNew, setNew] = useState(false);
  const list = useQuery({ queryKey: CONSENTS, queryFn: ({ signal }) => call('listConsents', { signal }) });
  if (list.error) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return null;
  return (
    <>
      {list.data.items.length === 0 ? <p className="small text-2">{t('safety.noConsents')}</p> : null}
      <ul className="safety-list">
        {list.data.items.map((consent) => (
          <ConsentEntry key={consent.id} consent={consent} canManage={canManage} />
        ))}
      </ul>
      {isNew ? <ConsentForm onDone={() => setNew(false)} /> : null}
      {canManage && !isNew ? (
        <div className="row">
          <Button icon={Plus} onClick={() => setNew(true)}>
            {t('safety.newConsent')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function ConsentEntry({ consent, canManage }: { consent: Consent; canManage: boolean }) {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { id, personName, kind, voiceId, scope, proof, validUntil, state } = consent;
  const revoke = async () => {
    await call('revokeConsent', { params: { id } });
    await client.invalidateQueries({ queryKey: CONSENTS });
  };
  return (
    <li className="safety-entry">
      <div className="row row-wrap">
        <bdi className="strong">{personName}</bdi>
        <span className="small">
          {t(`safety.kind.${kind}`)} {voiceId ? <bdi className="time">{voiceId}</bdi> : null}
        </span>
        <StatusMark mark={MARKS[state]}>{t(`safety.state.${state}`)}</StatusMark>
        {validUntil ? <span className="small text-3">{t('safety.until', { day: format.day(validUntil) })}</span> : null}
      </div>
      <p className="small" dir="auto">
        {scope}
      </p>
      <p className="small text-2">
        {t('safety.proofAt')} <bdi>{proof}</bdi>
      </p>
      {canManage && state !== 'revoked' ? (
        <div className="row">
          <Button aria-label={t('safety.revokeNamed', { name: personName })} onClick={() => setAsking(true)}>
            {t('safety.revoke')}
          </Button>
        </div>
      ) : null}
      {isAsking ? (
        <RemoveDialog
          label={t('safety.revokeNamed', { name: personName })}
          lead={t('safety.revokeLead')}
          press={t('safety.revoke')}
          onRemove={revoke}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
}

const EMPTY = { personName: '', kind: 'face', voiceId: '', scope: '', proof: '', validUntil: '' };

function ConsentForm({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [value, setValue] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setValue((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () => {
      const voiceId = (value.kind === 'voice' && value.voiceId.trim()) || null;
      const body = { ...value, voiceId, validUntil: value.validUntil || null } as BodyOf<'createConsent'>;
      return call('createConsent', { body });
    },
    onSuccess: async () => {
      onDone();
      await client.invalidateQueries({ queryKey: CONSENTS });
    },
  });
  return (
    <form
      className="column"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="safety-form">
        <Field label={t('safety.person')}>
          <TextInput
            isForm
            dir="auto"
            required
            maxLength={120}
            value={value.personName}
            onChange={(event) => set({ personName: event.target.value })}
          />
        </Field>
        <Field label={t('safety.kind')}>
          <Select value={value.kind} onChange={(event) => set({ kind: event.target.value })}>
            <option value="face">{t('safety.kind.face')}</option>
            <option value="voice">{t('safety.kind.voice')}</option>
          </Select>
        </Field>
        {value.kind === 'voice' ? (
          <Field label={t('safety.voiceId')} help={t('safety.voiceIdHelp')}>
            <TextInput
              isForm
              dir="ltr"
              maxLength={120}
              value={value.voiceId}
              onChange={(event) => set({ voiceId: event.target.value })}
            />
          </Field>
        ) : null}
        <Field label={t('safety.scope')}>
          <TextInput
            isForm
            dir="auto"
            required
            maxLength={600}
            value={value.scope}
            onChange={(event) => set({ scope: event.target.value })}
          />
        </Field>
        <Field label={t('safety.proof')}>
          <TextInput
            isForm
            dir="auto"
            required
            maxLength={600}
            value={value.proof}
            onChange={(event) => set({ proof: event.target.value })}
          />
        </Field>
        <Field label={t('safety.lastDay')}>
          <TextInput
            isForm
            type="date"
            value={value.validUntil}
            onChange={(event) => set({ validUntil: event.target.value })}
          />
        </Field>
      </div>
      {save.error ? (
        <p className="help help-bad" role="alert">
          {sentenceOf(save.error, t)}
        </p>
      ) : null}
      <div className="row row-wrap">
        <Button type="submit" look="main" disabled={save.isPending}>
          {t('do.save')}
        </Button>
        <Button onClick={onDone}>{t('do.cancel')}</Button>
      </div>
    </form>
  );
}
