import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  ArchiveRestore,
  ArrowLeft,
  Columns2,
  Download,
  Ellipsis,
  Link2,
  PanelRight,
  Pencil,
  Trash2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation, useParams, useSearchParams } from 'wouter';
import { ApiError, type Asset, type AssetDetail, assetQuery, libraryQuery } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { useMay } from '../../app/session.ts';
import { Screen, toggleInspector } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Button,
  ButtonLink,
  Icon,
  IconButton,
  later,
  Menu,
  type MenuItem,
  Mono,
  Problem,
  showToast,
  toastProblem,
} from '../../ui/index.ts';
import { PlainFace } from './asset-face.tsx';
import './asset-grid.css';
import './assets.css';
import { useBulkActs } from './bulk-acts.ts';
import { COMPARE_LOOKS, type CompareLook, CompareStage } from './compare-stage.tsx';
import { DetailPanel } from './detail-panel.tsx';
import { FilmStage } from './film-stage.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { FontStage } from './font-stage.tsx';
import { readLibrary, toLibraryQuery } from './library-state.ts';
import { PictureStage } from './picture-stage.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SoundStage } from './sound-stage.tsx';
import { useMore } from './use-more.ts';
import './viewer.css';

const AssetPicker = later(async () => (await import('./asset-picker.tsx')).AssetPicker);
const COMPARABLE = ['image', 'vector'] as const;
/** The strip asks for more of the list when fewer files than this are left after the open one. */
const AHEAD = 12;

/** S28: one file on the stage, its neighbours below, what is known about it beside. The address holds the list it came from. */
export function ViewerScreen() {
  const { id = '' } = useParams();
  const asset = useQuery(assetQuery(id));
  if (asset.error instanceof ApiError && asset.error.status === 404) return <NotFound />;
  if (asset.error && !asset.data) return <Problem error={asset.error} onRetry={() => void asset.refetch()} />;
  return asset.data ? <Viewer asset={asset.data} /> : null;
}

function Viewer({ asset }: { asset: AssetDetail }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const [search, setSearch] = useSearchParams();
  const siblings = useSiblings(search, asset);
  const listAddress = addressOf('/library/assets', search);
  const hrefOf = ({ id }: Pick<Asset, 'id'>) => addressOf(`/library/assets/${id}`, search);
  const step = (by: 1 | -1) => {
    const next = siblings.items[siblings.place + by];
    if (next) navigate(hrefOf(next), { replace: true });
  };
  const compare = useCompare(search, setSearch);
  useHotkeys([
    { keys: 'escape', label: t('viewer.back'), scope: 'screen', run: () => navigate(listAddress) },
    { keys: 'pagedown', label: t('viewer.next'), scope: 'screen', run: () => step(1) },
    { keys: 'pageup', label: t('viewer.previous'), scope: 'screen', run: () => step(-1) },
  ]);
  return (
    <Screen
      title={asset.name}
      className="viewer-screen"
      beside={
        <>
          <ButtonLink
            look="plain"
            className="viewer-back"
            icon={ArrowLeft}
            flipIcon
            href={listAddress}
            label={t('viewer.back')}
          />
          {siblings.place >= 0 && siblings.items.length > 1 ? (
            <span className="text-3 small viewer-place">
              <Mono>{`${siblings.place + 1} / ${siblings.items.length}${siblings.hasMore ? '+' : ''}`}</Mono>
            </span>
          ) : null}
        </>
      }
      actions={<Actions asset={asset} compare={compare} onGone={() => navigate(listAddress)} />}
      inspector={<DetailPanel asset={asset} hrefOf={({ id }) => `/library/assets/${id}`} />}
      inspectorLabel={t('viewer.details')}
      banner={asset.deletedAt ? <TrashBanner asset={asset} /> : undefined}
      footer={<Filmstrip items={siblings.items} openId={asset.id} hrefOf={hrefOf} />}
    >
      {compare.other ? (
        <CompareStage
          first={asset}
          second={compare.other}
          look={compare.look}
          onLook={compare.setLook}
          onClose={compare.end}
        />
      ) : (
        <Stage asset={asset} onStep={step} />
      )}
      {compare.isChoosing ? (
        <AssetPicker
          title={t('viewer.compareWith')}
          kinds={COMPARABLE}
          takenIds={[asset.id]}
          onChoose={([chosen]) => chosen && compare.begin(chosen.id)}
          onClose={() => compare.setChoosing(false)}
        />
      ) : null}
    </Screen>
  );
}

function Stage({ asset, onStep }: { asset: AssetDetail; onStep: (step: 1 | -1) => void }) {
  const t = useWords();
  if (asset.kind === 'image' || asset.kind === 'vector')
    return <PictureStage key={asset.id} asset={asset} startsOn={toneOf(asset)} onStep={onStep} />;
  if (asset.kind === 'video') return <FilmStage asset={asset} />;
  if (asset.kind === 'audio') return <SoundStage key={asset.id} asset={asset} />;
  if (asset.kind === 'font') return <FontStage key={asset.id} asset={asset} />;
  return (
    <div className="plain-stage tone-black">
      <div className="plain-face">
        <PlainFace asset={asset} />
      </div>
      <p className="stage-note">{t('viewer.noPreview')}</p>
    </div>
  );
}

/** Logos are dark or light on nothing: on mid grey both are seen. */
function toneOf({ kind, mediaType }: Asset): 'mid' | 'black' {
  return kind === 'vector' || mediaType === 'image/png' ? 'mid' : 'black';
}

/** The list as its address says it, with where the open file stands in it; one from elsewhere stands alone. */
function useSiblings(search: URLSearchParams, asset: Asset) {
  const list = useInfiniteQuery(libraryQuery(toLibraryQuery(readLibrary(search))));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const place = items.findIndex(({ id }) => id === asset.id);
  const fetchMore = useMore(list);
  const isNearEnd = place >= 0 && place + AHEAD >= items.length;
  useEffect(() => {
    if (isNearEnd) fetchMore();
  }, [isNearEnd, fetchMore]);
  return { items: place < 0 ? [] : items, place, hasMore: list.hasNextPage };
}

type Compare = ReturnType<typeof useCompare>;

/** The other picture and how the two are shown stand in the address, so that the pair can be sent. */
function useCompare(search: URLSearchParams, setSearch: ReturnType<typeof useSearchParams>[1]) {
  const [isChoosing, setChoosing] = useState(false);
  const otherId = search.get('with') ?? '';
  const { data: other } = useQuery({ ...assetQuery(otherId), enabled: otherId !== '' });
  const set = (changes: Record<string, string | null>) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) value === null ? next.delete(name) : next.set(name, value);
      return next;
    });
  const look: CompareLook = COMPARE_LOOKS.find((one) => one === search.get('look')) ?? 'side';
  return {
    other: otherId === '' ? undefined : other,
    look,
    isChoosing,
    setChoosing,
    begin: (id: string) => set({ with: id }),
    setLook: (next: CompareLook) => set({ look: next === 'side' ? null : next }),
    end: () => set({ with: null, look: null }),
  };
}

/** The list’s own part of an address, without the pair that is compared. */
function addressOf(path: string, search: URLSearchParams): string {
  const own = new URLSearchParams(search);
  own.delete('with');
  own.delete('look');
  return own.size === 0 ? path : `${path}?${own}`;
}

function Actions({ asset, compare, onGone }: { asset: AssetDetail; compare: Compare; onGone: () => void }) {
  const t = useWords();
  const canWrite = useMay('assets.write');
  const { trash } = useBulkActs();
  const [isRenaming, setRenaming] = useState(false);
  const isPicture = COMPARABLE.some((kind) => kind === asset.kind);
  const remove = async () => {
    const { changed } = await trash([asset.id]);
    if (changed.length > 0) onGone();
  };
  const copyLink = () =>
    void navigator.clipboard?.writeText(location.href).then(() => showToast({ text: t('viewer.linkCopied') }));
  const narrowItems: MenuItem[] = [
    ...(navigator.clipboard
      ? [{ kind: 'action' as const, label: t('viewer.copyLink'), icon: Link2, run: copyLink }]
      : []),
    ...(canWrite && !asset.deletedAt
      ? [
          { kind: 'action' as const, label: t('viewer.rename'), icon: Pencil, run: () => setRenaming(true) },
          {
            kind: 'action' as const,
            label: t('library.delete'),
            icon: Trash2,
            isDanger: true,
            run: () => void remove().catch(toastProblem),
          },
        ]
      : []),
  ];
  useHotkeys(
    isPicture
      ? [{ keys: 'v', label: t('viewer.compareWith'), scope: 'screen', run: () => compare.setChoosing(true) }]
      : [],
  );
  return (
    <>
      {isPicture ? (
        <IconButton icon={Columns2} label={t('viewer.compareWith')} onClick={() => compare.setChoosing(true)} />
      ) : null}
      <span className="viewer-wide">
        {navigator.clipboard ? <IconButton icon={Link2} label={t('viewer.copyLink')} onClick={copyLink} /> : null}
        {canWrite && !asset.deletedAt ? (
          <>
            <IconButton icon={Pencil} label={t('viewer.rename')} onClick={() => setRenaming(true)} />
            <IconButton icon={Trash2} label={t('library.delete')} onClick={() => void remove().catch(toastProblem)} />
          </>
        ) : null}
      </span>
      <span className="viewer-narrow">
        <Menu className="button button-plain button-icon" label={t('viewer.more')} items={narrowItems}>
          <Icon of={Ellipsis} />
        </Menu>
      </span>
      <IconButton icon={PanelRight} label={t('viewer.details')} onClick={toggleInspector} />
      <a className="button button-main" href={asset.url} download={asset.name} aria-label={t('library.download')}>
        <Icon of={Download} />
        <span className="viewer-wide">{t('library.download')}</span>
      </a>
      {isRenaming ? <RenameDialog asset={asset} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}

function TrashBanner({ asset }: { asset: AssetDetail }) {
  const t = useWords();
  const format = useFormat();
  const canWrite = useMay('assets.write');
  const { restore } = useBulkActs();
  return (
    <p className="banner">
      <span className="grow">{t('viewer.inTrash', { day: asset.purgesAt ? format.day(asset.purgesAt) : '' })}</span>
      {canWrite ? (
        <Button icon={ArchiveRestore} onClick={() => void restore([asset.id]).catch(toastProblem)}>
          {t('library.restore')}
        </Button>
      ) : null}
    </p>
  );
}
