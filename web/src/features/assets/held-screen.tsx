import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy, Eye, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { call, type HeldItem, heldQuery } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords, type Words } from '../../app/words/index.ts';
import { Button, EmptyState, IconButton, Mono, Problem, showToast, toastProblem } from '../../ui/index.ts';
import { RemoveDialog } from '../settings/remove-dialog.tsx';
import { AssetStill } from './asset-still.tsx';
import { renewAssets } from './bulk-acts.ts';
import './assets.css';
import './held.css';
import { LibraryTabs } from './library-tabs.tsx';
import { useMore } from './use-more.ts';

/** S25, second tab: what vendors made for the organization and may still have (C10). */
export function HeldScreen() {
  const t = useWords();
  const held = useInfiniteQuery(heldQuery);
  const items = held.data?.pages.flatMap((page) => page.items) ?? [];
  const fetchMore = useMore(held);
  const [removed, setRemoved] = useState<HeldItem>();
  return (
    <Screen title={t('nav.library')} className="library-screen" beside={<LibraryTabs at="held" />}>
      {held.error && !held.data ? <Problem error={held.error} onRetry={() => void held.refetch()} /> : null}
      {held.isSuccess && items.length === 0 ? <EmptyState sentence={t('held.empty')} /> : null}
      {items.length > 0 ? (
        <div className="held">
          <p className="small text-2">{t('held.lead')}</p>
          <ul className="held-list">
            {items.map((item) => (
              <HeldRow key={item.id} item={item} onRemove={() => setRemoved(item)} />
            ))}
          </ul>
          {held.hasNextPage ? (
            <div className="row">
              <Button onClick={fetchMore}>{t('do.more')}</Button>
            </div>
          ) : null}
        </div>
      ) : null}
      {removed ? <RemoveThere item={removed} onClose={() => setRemoved(undefined)} /> : null}
    </Screen>
  );
}

function HeldRow({ item, onRemove }: { item: HeldItem; onRemove: () => void }) {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const canWrite = useMay('assets.write');
  const params = { id: item.id };
  const look = useMutation({ mutationFn: () => call('getHeld', { params }), onError: toastProblem });
  const copy = useMutation({
    mutationFn: () => call('copyHeld', { params }),
    onSuccess: ({ assets }) => {
      showToast({ text: t('held.copied', { count: assets.length }) });
      void renewAssets(client);
    },
    onError: toastProblem,
  });
  const [first] = item.copies;
  return (
    <li className="held-row">
      <span className="held-still">{first ? <AssetStill asset={first} /> : null}</span>
      <span className="held-what">
        <span className="strong cut">
          {first ? (
            <Link href={`/library/assets/${first.id}`}>
              <bdi>{first.name}</bdi>
            </Link>
          ) : (
            t('held.noCopy')
          )}
        </span>
        <span className="small text-2 cut">
          <bdi>{`${item.providerTitle} · ${item.model}`}</bdi>
        </span>
        <span className="small text-3 cut">
          <Mono>{item.remoteId}</Mono>
        </span>
      </span>
      <span className="small text-2">
        {item.sizeBytes > 0 ? <Mono>{format.size(item.sizeBytes)}</Mono> : null} {format.ago(item.madeAt)}
      </span>
      <span className="small">
        {item.expiresAt === null ? t('held.untilUnknown') : sayUntil(item.expiresAt, { t, format })}
      </span>
      <span className="small text-2 held-look" role="status">
        {look.data ? t(`held.look.${look.data.state}`, { count: look.data.files }) : null}
      </span>
      <span className="row row-tight">
        <IconButton icon={Eye} label={t('held.look')} disabled={look.isPending} onClick={() => look.mutate()} />
        {canWrite ? (
          <IconButton icon={Copy} label={t('held.copy')} disabled={copy.isPending} onClick={() => copy.mutate()} />
        ) : null}
        {canWrite && item.canDelete ? (
          <IconButton icon={Trash2} label={t('held.delete', { provider: item.providerTitle })} onClick={onRemove} />
        ) : null}
      </span>
    </li>
  );
}

const SOON_SECONDS = 90 * 60;

/** In so many minutes where it is soon, else its day and hour. */
function sayUntil(expiresAt: string, { t, format }: { t: Words; format: ReturnType<typeof useFormat> }): string {
  const seconds = (Date.parse(expiresAt) - Date.now()) / 1000;
  if (seconds < SOON_SECONDS) return t('held.until', { time: format.about(Math.max(60, seconds)) });
  return t('held.after', { time: `${format.day(expiresAt)} ${format.clock(expiresAt)}` });
}

function RemoveThere({ item, onClose }: { item: HeldItem; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const remove = async () => {
    await call('deleteHeld', { params: { id: item.id } });
    await client.invalidateQueries({ queryKey: heldQuery.queryKey });
  };
  return (
    <RemoveDialog
      label={t('held.delete', { provider: item.providerTitle })}
      lead={t(item.copies.length > 0 ? 'held.deleteLead' : 'held.deleteLeadOnly')}
      press={t('held.deleteDo')}
      onRemove={remove}
      onClose={onClose}
    />
  );
}
