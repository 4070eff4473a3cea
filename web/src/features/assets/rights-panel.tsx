import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { type AssetDetail, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Icon,
  IconButton,
  Menu,
  type MenuItem,
  Mono,
  StatusMark,
  Switch,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { renewAssets } from './bulk-acts.ts';

const MARKS = { valid: 'done', expired: 'stale', revoked: 'cancelled' } as const;

/** What the file may be used for, whether it shows somebody, who agreed to be in it, and whether its maker may still have it. */
export function Rights({ asset }: { asset: AssetDetail }) {
  const t = useWords();
  const format = useFormat();
  const { held } = asset;
  const client = useQueryClient();
  const canWrite = useMay('assets.write') && asset.deletedAt === null;
  const change = useMutation({
    mutationFn: (body: { licence?: string | null; showsPerson?: boolean; consentIds?: string[] }) =>
      call('updateAsset', { params: { id: asset.id }, body }),
    onSuccess: () => renewAssets(client),
    onError: toastProblem,
  });
  // What was just pressed shows at once, and goes back if it is refused.
  const [said, setSaid] = useState<boolean>();
  return (
    <section className="rights">
      <h2 className="label">{t('viewer.rights')}</h2>
      <LicenceNote key={asset.id} asset={asset} canWrite={canWrite} onKeep={(licence) => change.mutate({ licence })} />
      <Person
        asset={{ ...asset, showsPerson: said ?? asset.showsPerson }}
        canWrite={canWrite}
        onChange={(showsPerson) => {
          setSaid(showsPerson);
          change.mutate({ showsPerson }, { onSettled: () => setSaid(undefined) });
        }}
      />
      <Consents asset={asset} canWrite={canWrite} onChange={(consentIds) => change.mutate({ consentIds })} />
      {held ? (
        <p className="small text-2">
          {t('viewer.held', { provider: held.provider })} <Mono>{held.remoteId}</Mono>{' '}
          <time className="text-3" dateTime={held.at}>
            {format.ago(held.at)}
          </time>
        </p>
      ) : null}
    </section>
  );
}

/** Kept on leaving it; emptied, there is none. */
function LicenceNote({
  asset,
  canWrite,
  onKeep,
}: {
  asset: AssetDetail;
  canWrite: boolean;
  onKeep: (licence: string | null) => void;
}) {
  const t = useWords();
  const [text, setText] = useState(asset.licence ?? '');
  useEffect(() => setText(asset.licence ?? ''), [asset.licence]);
  if (!canWrite)
    return (
      <p className="small text-2" dir="auto">
        {asset.licence ?? t('viewer.noLicence')}
      </p>
    );
  return (
    <TextInput
      dir="auto"
      aria-label={t('viewer.licence')}
      placeholder={t('viewer.licence')}
      maxLength={400}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        const next = text.trim() === '' ? null : text.trim();
        if (next !== asset.licence) onKeep(next);
      }}
    />
  );
}

/** Whether it shows a person. Without a valid consent for the face it goes to no provider. */
function Person({
  asset,
  canWrite,
  onChange,
}: {
  asset: AssetDetail;
  canWrite: boolean;
  onChange: (showsPerson: boolean) => void;
}) {
  const t = useWords();
  if (asset.kind !== 'image' && asset.kind !== 'video') return null;
  const faces = asset.consents.filter(({ kind }) => kind === 'face');
  const isShown = asset.showsPerson || faces.length > 0;
  const isFree = faces.length > 0 && faces.every(({ state }) => state === 'valid');
  return (
    <>
      <Switch
        checked={isShown}
        disabled={!canWrite || faces.length > 0}
        onChange={({ target }) => onChange(target.checked)}
        label={t('viewer.showsPerson')}
      />
      {isShown && !isFree ? (
        <p className="small text-2">
          <StatusMark mark="stale">{t('viewer.staysHere')}</StatusMark> {t('viewer.staysHereWhy')}{' '}
          <Link href="/settings/safety">{t('viewer.register')}</Link>
        </p>
      ) : null}
    </>
  );
}

function Consents({
  asset,
  canWrite,
  onChange,
}: {
  asset: AssetDetail;
  canWrite: boolean;
  onChange: (ids: string[]) => void;
}) {
  const t = useWords();
  const register = useQuery({
    queryKey: ['safety', 'consents'],
    queryFn: ({ signal }) => call('listConsents', { signal }),
    enabled: canWrite,
  });
  const ids = asset.consents.map(({ id }) => id);
  const items = (register.data?.items ?? [])
    .filter(({ id, state }) => state === 'valid' && !ids.includes(id))
    .map(
      ({ id, personName, kind }): MenuItem => ({
        kind: 'action',
        label: personName,
        aside: t(`safety.kind.${kind}`),
        run: () => onChange([...ids, id]),
      }),
    );
  return (
    <>
      <ul className="uses">
        {asset.consents.map(({ id, personName, kind, state }) => (
          <li key={id}>
            <span className="cut">
              <StatusMark mark={MARKS[state]} name={t(`safety.state.${state}`)} /> <bdi>{personName}</bdi>{' '}
              <span className="small text-3">{t(`safety.kind.${kind}`)}</span>
            </span>
            {canWrite ? (
              <IconButton
                size="dense"
                icon={X}
                label={t('viewer.dropConsent', { name: personName })}
                onClick={() => onChange(ids.filter((one) => one !== id))}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {canWrite && items.length > 0 ? (
        <Menu className="button button-plain button-dense" items={items}>
          <Icon of={Plus} />
          {t('viewer.addConsent')}
        </Menu>
      ) : null}
    </>
  );
}
