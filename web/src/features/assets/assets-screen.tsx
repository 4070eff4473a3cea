import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { AudioLines, Download, FileText, ImagePlus, Trash2, X } from 'lucide-react';
import { useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type Asset, assetsQuery, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Button,
  EmptyState,
  FileInput,
  HoverScrub,
  Icon,
  IconButton,
  Modal,
  Mono,
  Problem,
  ProgressBar,
  Segmented,
  showToast,
  toastProblem,
} from '../../ui/index.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { useUploads } from '../films/use-uploads.ts';
import { AssetStill } from './asset-still.tsx';
import './assets.css';

const KINDS = ['all', 'image', 'video', 'audio'] as const;
type Kind = (typeof KINDS)[number];

/** The library, simply: every file of the organization, whole and uncropped, with who made it. */
export function AssetsScreen() {
  const t = useWords();
  const client = useQueryClient();
  const canWrite = useMay('assets.write');
  const [search, setSearch] = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const kind: Kind = KINDS.find((each) => each === search.get('kind')) ?? 'all';
  const assets = useInfiniteQuery(assetsQuery({ kind: kind === 'all' ? undefined : kind }));
  const uploads = useUploads(() => void client.invalidateQueries({ queryKey: ['assets'] }));
  const all = assets.data?.pages.flatMap((page) => page.items) ?? [];
  const open = all.find(({ id }) => id === search.get('asset'));
  const setParameter = (name: string, value: string | null) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === null) next.delete(name);
      else next.set(name, value);
      return next;
    });
  const addButton = canWrite ? (
    <Button look="main" icon={ImagePlus} onClick={() => input.current?.click()}>
      {t('library.add')}
    </Button>
  ) : null;
  const content = (
    <Screen title={t('nav.library')} actions={all.length > 0 || kind !== 'all' ? addButton : undefined}>
      <FileInput ref={input} isMany label={t('library.add')} onFiles={(files) => void uploads.add(files)} />
      {assets.error && !assets.data ? <Problem error={assets.error} onRetry={() => void assets.refetch()} /> : null}
      {assets.data && all.length === 0 && kind === 'all' && uploads.items.length === 0 ? (
        <EmptyState sentence={t('library.empty')}>{addButton}</EmptyState>
      ) : null}
      <div className="library">
        {all.length > 0 || kind !== 'all' ? (
          <Segmented
            label={t('library.kind')}
            value={kind}
            choices={KINDS.map((value) => ({ value, label: t(`library.kind.${value}`) }))}
            onChange={(value) => setParameter('kind', value === 'all' ? null : value)}
          />
        ) : null}
        {uploads.items.map((item) => (
          <p key={item.key} className="library-upload small" role={item.refusal ? 'alert' : undefined}>
            <bdi className="strong cut">{item.name}</bdi>
            {item.refusal ? (
              <bdi className="grow">{item.refusal}</bdi>
            ) : (
              <span className="grow">
                <ProgressBar value={item.sent} label={item.name} />
              </span>
            )}
            {item.refusal ? (
              <IconButton size="dense" icon={X} label={t('do.dismiss')} onClick={() => uploads.dismiss(item.key)} />
            ) : null}
          </p>
        ))}
        <ul className="library-grid">
          {all.map((asset) => (
            <Tile key={asset.id} asset={asset} onOpen={() => setParameter('asset', asset.id)} />
          ))}
        </ul>
        {assets.hasNextPage ? <Button onClick={() => void assets.fetchNextPage()}>{t('do.more')}</Button> : null}
      </div>
      {open ? <Viewer asset={open} canWrite={canWrite} onClose={() => setParameter('asset', null)} /> : null}
    </Screen>
  );
  return canWrite ? <DropAnywhere onFiles={(files) => void uploads.add(files)}>{content}</DropAnywhere> : content;
}

/** Logos are dark or light on nothing: on this grey both are seen. */
const SEE_THROUGH_GROUND = 'var(--stage-mid)';

function Tile({ asset, onOpen }: { asset: Asset; onOpen: () => void }) {
  const format = useFormat();
  return (
    <li className="library-tile">
      <button type="button" className="library-open" onClick={onOpen} aria-label={asset.name}>
        <HoverScrub
          posterUrl={asset.thumbnailUrl}
          filmUrl={asset.kind === 'video' ? asset.url : null}
          label={asset.name}
          ratio="4/3"
          colour={asset.mediaType === 'image/png' || asset.kind === 'vector' ? SEE_THROUGH_GROUND : null}
        />
        {asset.thumbnailUrl ? null : <PlainContent asset={asset} />}
      </button>
      <span className="library-line">
        <span className="cut" dir="auto">
          {asset.name}
        </span>
        <span className="text-3 end">
          <Mono>{format.size(asset.sizeBytes)}</Mono>
        </span>
      </span>
    </li>
  );
}

/** A file without a picture of its own: a film shows a frame, the others say what they are. */
function PlainContent({ asset }: { asset: Asset }) {
  if (asset.kind === 'video')
    return (
      <span className="library-plain">
        <AssetStill asset={asset} />
      </span>
    );
  return (
    <span className="library-plain library-file">
      <Icon of={asset.kind === 'audio' ? AudioLines : FileText} />
      <Mono>{asset.name.split('.').at(-1)}</Mono>
    </span>
  );
}

function Viewer({ asset, canWrite, onClose }: { asset: Asset; canWrite: boolean; onClose: () => void }) {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['assets'] });
  const remove = async () => {
    await call('deleteAsset', { params: { id: asset.id } });
    onClose();
    await refresh();
    const restore = async () => {
      await call('restoreAsset', { params: { id: asset.id } });
      await refresh();
    };
    showToast({ text: t('project.trashed', { name: asset.name }), undo: () => void restore().catch(toastProblem) });
  };
  return (
    <Modal shape="player" label={asset.name} onClose={onClose}>
      <div className="viewer">
        <header className="top">
          <h2 className="strong cut" dir="auto">
            {asset.name}
          </h2>
          <span className="small text-3 viewer-facts">
            {asset.width ? (
              <Mono>
                {asset.width} × {asset.height}
              </Mono>
            ) : null}{' '}
            <Mono>{format.size(asset.sizeBytes)}</Mono> <bdi>{asset.madeBy}</bdi> {format.ago(asset.createdAt)}
          </span>
          <span className="grow" />
          {asset.projectId ? (
            <Link className="button button-plain" href={`/film/${asset.projectId}/storyboard`}>
              {t('home.openStoryboard')}
            </Link>
          ) : null}
          <a className="button" href={asset.url} download={asset.name}>
            <Icon of={Download} />
            {t('library.download')}
          </a>
          {canWrite ? (
            <IconButton icon={Trash2} label={t('project.trash')} onClick={() => void remove().catch(toastProblem)} />
          ) : null}
          <IconButton data-autofocus icon={X} label={t('do.close')} onClick={onClose} />
        </header>
        <div className="viewer-stage">
          {asset.kind === 'video' ? (
            // biome-ignore lint/a11y/useMediaCaption: a single file of the library has no captions of its own
            <video
              src={asset.url}
              poster={asset.thumbnailUrl ?? undefined}
              controls
              playsInline
              aria-label={asset.name}
            />
          ) : asset.kind === 'audio' ? (
            // biome-ignore lint/a11y/useMediaCaption: a single file of the library has no captions of its own
            <audio src={asset.url} controls aria-label={asset.name} />
          ) : asset.thumbnailUrl ? (
            <img src={asset.kind === 'image' ? asset.url : asset.thumbnailUrl} alt={asset.name} />
          ) : (
            <PlainContent asset={asset} />
          )}
        </div>
      </div>
    </Modal>
  );
}
