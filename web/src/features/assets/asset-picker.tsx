import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ImagePlus, X } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { type Asset, type AssetKind, assetFacetsQuery, libraryQuery, productQuery } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, EmptyState, FileInput, IconButton, Modal, Problem, Segmented } from '../../ui/index.ts';
import { type Selection, useSelection } from '../catalogue/use-selection.ts';
import { useUploads } from '../films/use-uploads.ts';
import { AssetGrid } from './asset-grid.tsx';
import './asset-picker.css';
import './assets.css';
import { LibraryFilters } from './library-filters.tsx';
import { ASSET_KINDS, isNarrowed, type LibraryState, toLibraryQuery, WHOLE_LIBRARY } from './library-state.ts';
import { UploadLines } from './upload-lines.tsx';
import { useMore } from './use-more.ts';

/** @param most how many may be chosen; one is chosen by a press and closes the dialog */
export type AssetPickerProps = {
  title: string;
  /** Only files of these kinds are offered. */
  kinds?: readonly AssetKind[];
  most?: number;
  /** A product whose own files are offered first. */
  productId?: string;
  /** Files that are chosen already and are not offered again. */
  takenIds?: readonly string[];
  onChoose: (assets: Asset[]) => void;
  onClose: () => void;
};

type Place = 'product' | 'library';

/** Choosing files from the library, from one product’s files, or by bringing new ones. */
export function AssetPicker(props: AssetPickerProps) {
  const { title, kinds = ASSET_KINDS, most = 1, productId, takenIds = [], onChoose, onClose } = props;
  const t = useWords();
  const [place, setPlace] = useState<Place>(productId ? 'product' : 'library');
  const [list, setList] = useState<LibraryState>(WHOLE_LIBRARY);
  const offer = useOffer({ place, list, kinds, productId, takenIds });
  const selection = useChoice(offer.items, most);
  const canUpload = useMay('assets.write');
  const input = useRef<HTMLInputElement>(null);
  const done = (assets: Asset[]) => {
    onChoose(assets.slice(0, most));
    onClose();
  };
  const uploads = useUploads((asset) => {
    if (!kinds.includes(asset.kind)) return;
    if (most === 1) done([asset]);
    else if (!selection.has(asset.id)) selection.toggle(asset);
  });
  const add = (files: File[]) => void uploads.add(files);
  return (
    <Modal shape="picker" label={title} onClose={onClose}>
      <DropTarget isOpen={canUpload} onFiles={add}>
        <Head {...{ title, place, setPlace, onClose }} hasProduct={productId !== undefined}>
          {canUpload ? (
            <Button icon={ImagePlus} onClick={() => input.current?.click()}>
              {t('library.add')}
            </Button>
          ) : null}
        </Head>
        <div className="picker-body" data-scroller="">
          {place === 'library' ? (
            <LibraryFilters
              list={list}
              change={(changes) => setList((before) => ({ ...before, ...changes }))}
              facets={offer.facets}
              kinds={kinds}
            />
          ) : null}
          <UploadLines items={uploads.items} onDismiss={uploads.dismiss} />
          {offer.error ? <Problem error={offer.error} onRetry={offer.retry} /> : null}
          {offer.isEmpty ? <Nothing isNarrowed={isNarrowed(list)} onShowAll={() => setList(WHOLE_LIBRARY)} /> : null}
          <AssetGrid
            items={offer.items}
            selection={selection}
            isLoading={offer.isPending}
            fetchMore={offer.fetchMore}
            onDoublePress={(asset) => done([asset])}
          />
        </div>
        <Foot count={selection.chosen.length} most={most} onTake={() => done(selection.chosen)} onClose={onClose} />
        <FileInput ref={input} isMany={most > 1} label={t('library.add')} onFiles={add} />
      </DropTarget>
    </Modal>
  );
}

function Head({
  title,
  place,
  setPlace,
  hasProduct,
  onClose,
  children,
}: {
  title: string;
  place: Place;
  setPlace: (place: Place) => void;
  hasProduct: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useWords();
  return (
    <header className="picker-head">
      <h2 className="title cut">{title}</h2>
      {hasProduct ? (
        <Segmented
          label={t('picker.from')}
          value={place}
          choices={[
            { value: 'product', label: t('picker.product') },
            { value: 'library', label: t('picker.library') },
          ]}
          onChange={setPlace}
        />
      ) : null}
      <span className="grow" />
      {children}
      <IconButton icon={X} label={t('do.close')} onClick={onClose} />
    </header>
  );
}

function Nothing({ isNarrowed: isLess, onShowAll }: { isNarrowed: boolean; onShowAll: () => void }) {
  const t = useWords();
  if (!isLess) return <EmptyState sentence={t('picker.empty')} />;
  return (
    <EmptyState sentence={t('library.none')}>
      <Button onClick={onShowAll}>{t('library.showAll')}</Button>
    </EmptyState>
  );
}

function Foot({
  count,
  most,
  onTake,
  onClose,
}: {
  count: number;
  most: number;
  onTake: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  return (
    <footer className="picker-foot">
      <span className="grow text-2" role="status">
        {t('picker.chosen', { count, most })}
      </span>
      <Button onClick={onClose}>{t('do.cancel')}</Button>
      <Button look="main" disabled={count === 0} onClick={onTake}>
        {t('picker.take', { count })}
      </Button>
    </footer>
  );
}

/** At most so many: of one, the newest press counts; of several, what is too much is not taken. */
function useChoice(items: readonly Asset[], most: number): Selection<Asset> {
  const selection = useSelection<Asset>(items);
  const toggle = (asset: Asset) => {
    if (selection.has(asset.id) || selection.chosen.length < most) return selection.toggle(asset);
    if (most > 1) return;
    selection.clear();
    selection.toggle(asset);
  };
  return { ...selection, toggle, extendTo: most > 1 ? toggle : selection.toggle };
}

function useOffer({
  place,
  list,
  kinds,
  productId,
  takenIds,
}: {
  place: Place;
  list: LibraryState;
  kinds: readonly AssetKind[];
  productId: string | undefined;
  takenIds: readonly string[];
}) {
  const narrowed = {
    ...list,
    kinds: list.kinds.length > 0 || kinds.length === ASSET_KINDS.length ? list.kinds : [...kinds],
  };
  const query = toLibraryQuery(narrowed);
  const library = useInfiniteQuery({ ...libraryQuery(query), enabled: place === 'library' });
  const facets = useQuery({ ...assetFacetsQuery(query), enabled: place === 'library' });
  const product = useQuery({
    ...productQuery(productId ?? ''),
    enabled: place === 'product' && productId !== undefined,
  });
  const all =
    place === 'product'
      ? (product.data?.media.map(({ asset }) => asset) ?? [])
      : (library.data?.pages.flatMap((page) => page.items) ?? []);
  const source = place === 'product' ? product : library;
  const items = all.filter(({ id, kind }) => kinds.includes(kind) && !takenIds.includes(id));
  return {
    items,
    facets: facets.data,
    isPending: source.isPending,
    isEmpty: source.isSuccess && items.length === 0,
    error: source.data ? null : source.error,
    retry: () => void source.refetch(),
    fetchMore: useMore(library),
  };
}

/** Files dropped on the dialog are its own: the screen below must not take them as well. */
function DropTarget({
  isOpen,
  onFiles,
  children,
}: {
  isOpen: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}) {
  const [isOver, setOver] = useState(false);
  const take = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a second way in beside the button that opens the file dialog
    <div
      className={isOver ? 'picker frame' : 'picker'}
      onDragEnter={take(() => setOver(isOpen))}
      onDragOver={take(() => undefined)}
      onDragLeave={take((event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      })}
      onDrop={take((event) => {
        setOver(false);
        if (isOpen) onFiles([...event.dataTransfer.files]);
      })}
    >
      {children}
    </div>
  );
}
