import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, StatusMark, toastProblem } from '../../ui/index.ts';

const NOBODY = 'nobody';
const NO_CONSENT = 'no-consent';
const MARKS = { valid: 'done', expired: 'stale', revoked: 'cancelled' } as const;

/** Whether the file shows a person, and by whose leave: without a valid one it goes to no provider. */
export function PersonChoice({ assetId }: { assetId: string }) {
  const t = useWords();
  const client = useQueryClient();
  const canManage = useMay('consents.manage');
  const queryKey = ['safety', 'person', assetId];
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('getPicturedPerson', { params: { id: assetId }, signal }),
  });
  const consents = useQuery({
    queryKey: ['safety', 'consents'],
    queryFn: ({ signal }) => call('listConsents', { signal }),
  });
  const save = useMutation({
    mutationFn: async (value: string) => {
      const params = { id: assetId };
      if (value === NOBODY) return void (await call('removePicturedPerson', { params }));
      const consentId = value === NO_CONSENT ? null : value;
      await call('setPicturedPerson', { params, body: { consentId } });
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
    onError: toastProblem,
  });
  if (!found.data || !consents.data) return null;
  const { person } = found.data;
  const faces = consents.data.items.filter(
    ({ id, kind, state }) => kind === 'face' && (state === 'valid' || id === person?.consentId),
  );
  return (
    <section className="column">
      <h2 className="label">{t('viewer.person')}</h2>
      <Field label={t('viewer.personShows')} help={person ? undefined : t('viewer.personHelp')}>
        <Select
          value={person ? (person.consentId ?? NO_CONSENT) : NOBODY}
          disabled={!canManage || save.isPending}
          onChange={(event) => save.mutate(event.target.value)}
        >
          <option value={NOBODY}>{t('viewer.personNobody')}</option>
          <option value={NO_CONSENT}>{t('viewer.personUnasked')}</option>
          {faces.map(({ id, personName }) => (
            <option key={id} value={id}>
              {personName}
            </option>
          ))}
        </Select>
      </Field>
      {person ? (
        <p className="small">
          {person.state ? (
            <StatusMark mark={MARKS[person.state]}>{t(`safety.state.${person.state}`)}</StatusMark>
          ) : (
            <StatusMark mark="stale">{t('viewer.personMissing')}</StatusMark>
          )}{' '}
          <Link href="/settings/safety">{t('viewer.personRegister')}</Link>
        </p>
      ) : null}
    </section>
  );
}
