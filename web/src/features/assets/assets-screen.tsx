import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ImagePlus, Link2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { type Asset, assetFacetsQuery, libraryQuery } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, FileInput, Icon, Menu, Mono, Problem } from '../../ui/index.ts';
import { type Selection, useSelection } from '../catalogue/use-selection.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { useUploads } from '../films/use-uploads.ts';
import { AddressDialog } from './address-dialog.tsx';
import { AssetGrid } from './asset-grid.tsx';
import './assets.css';
import { renewAssets } from './bulk-acts.ts';
import { useFileRowActs } from './file-row-acts.ts';
import { LibraryBar } from './library-bar.tsx';
import { LibraryFilters } from './library-filters.tsx';
import { isNarrowed, toLibraryQuery, WHOLE_LIBRARY } from './library-state.ts';
import { LibraryTabs } from './library-tabs.tsx';
import { daysLeft } from './trash-days.ts';
import { UploadLines } from './upload-lines.tsx';
import { useLibraryList } from './use-library-list.ts';
import { useMore } from './use-more.ts';

/** S25: every file of the organization, whole, in rows; the address holds the list as it stands. */
export function AssetsScreen() {
  const t = useWords();
  const client = useQueryClient();
  const canWrite = useMay('assets.write');
  const search = useSearch();
  const [list, change] = useLibraryList();
  const query = toLibraryQuery(list);
  const assets = useInfiniteQuery(libraryQuery(query));
  const { data: facets } = useQuery(assetFacetsQuery(query));
  const items = assets.data?.pages.flatMap((page) => page.items) ?? [];
  const fetchMore = useMore(assets);
  const selection = useSelection<Asset>(items);
  const hrefOf = ({ id }: Asset) => `/library/assets/${id}${search === '' ? '' : `?${search}`}`;
  useFileRowActs({ items, selection, isTrash: list.isTrash, canWrite, hrefOf });
  const uploads = useUploads(() => void renewAssets(client));
  const input = useRef<HTMLInputElement>(null);
  const [isAddressing, setAddressing] = useState(false);
  useLibraryKeys(selection, canWrite ? () => input.current?.click() : undefined);
  const add = canWrite ? (
    <AddButtons onFiles={() => input.current?.click()} onAddress={() => setAddressing(true)} />
  ) : null;
  const isEmpty = facets?.all === 0 && facets.deleted === 0 && !isNarrowed(list) && uploads.items.length === 0;
  const trashDays = facets?.trashDays ?? 30;
  const screen = (
    <Screen
      title={t('nav.library')}
      className="library-screen"
      beside={
        <>
          <LibraryTabs at="files" />
          {facets ? <Counted shown={facets.total} all={facets.all} isTrash={list.isTrash} /> : null}
        </>
      }
      actions={canWrite && !isEmpty && selection.chosen.length === 0 ? add : undefined}
      footer={
        selection.chosen.length > 0 ? (
          <LibraryBar selection={selection} isTrash={list.isTrash} canWrite={canWrite} />
        ) : undefined
      }
    >
      <FileInput ref={input} isMany label={t('library.add')} onFiles={(files) => void uploads.add(files)} />
      {assets.error && !assets.data ? <Problem error={assets.error} onRetry={() => void assets.refetch()} /> : null}
      {isEmpty ? (
        <EmptyState sentence={t(canWrite ? 'library.empty' : 'library.emptyViewer')}>{add}</EmptyState>
      ) : (
        <div className="library">
          <LibraryFilters list={list} change={change} facets={facets} hasTrash />
          {list.isTrash ? <p className="small text-2">{t('library.trashNote', { days: trashDays })}</p> : null}
          <UploadLines items={uploads.items} onDismiss={uploads.dismiss} />
          {assets.isSuccess && items.length === 0 && uploads.items.length === 0 ? (
            <EmptyState
              sentence={t(
                list.isTrash && !isNarrowed({ ...list, isTrash: false }) ? 'library.trashEmpty' : 'library.none',
              )}
            >
              <Button onClick={() => change(WHOLE_LIBRARY)}>{t('library.showAll')}</Button>
            </EmptyState>
          ) : null}
          <AssetGrid
            items={items}
            selection={selection}
            isLoading={assets.isPending}
            fetchMore={fetchMore}
            hrefOf={hrefOf}
            noteOf={(asset) =>
              asset.deletedAt === null
                ? undefined
                : t('library.daysLeft', { count: daysLeft(asset, trashDays, Date.now()) })
            }
          />
        </div>
      )}
      {isAddressing ? <AddressDialog onClose={() => setAddressing(false)} /> : null}
    </Screen>
  );
  return canWrite ? <DropAnywhere onFiles={(files) => void uploads.add(files)}>{screen}</DropAnywhere> : screen;
}

/** How many files the list holds, and of how many where it leaves some out. */
function Counted({ shown, all, isTrash }: { shown: number; all: number; isTrash: boolean }) {
  const t = useWords();
  const format = useFormat();
  if (isTrash || shown === all)
    return (
      <span className="text-3">
        <Mono>{format.number(shown)}</Mono>
      </span>
    );
  return (
    <span className="text-3 small">
      {t('library.countOf', { shown: format.number(shown), all: format.number(all) })}
    </span>
  );
}

function AddButtons({ onFiles, onAddress }: { onFiles: () => void; onAddress: () => void }) {
  const t = useWords();
  return (
    <>
      <Menu
        className="button library-more"
        label={t('library.moreWays')}
        items={[
          { kind: 'action', label: t('library.add'), icon: ImagePlus, run: onFiles },
          { kind: 'action', label: t('library.fromAddress'), icon: Link2, run: onAddress },
        ]}
      >
        <Icon of={Link2} />
        <Icon of={ChevronDown} />
      </Menu>
      <Button look="main" icon={ImagePlus} keyHint="N" onClick={onFiles}>
        {t('library.add')}
      </Button>
    </>
  );
}

function useLibraryKeys(selection: Selection<Asset>, openNew: (() => void) | undefined): void {
  const t = useWords();
  useHotkeys([
    {
      keys: '/',
      label: t('library.search'),
      scope: 'screen',
      run: () => document.querySelector<HTMLInputElement>('.search-field input')?.focus(),
    },
    ...(openNew ? [{ keys: 'n', label: t('library.add'), scope: 'screen' as const, run: openNew }] : []),
    { keys: 'mod+a', label: t('library.chooseAll'), scope: 'screen', run: selection.chooseAll },
    { keys: 'escape', label: t('library.clearChoice'), scope: 'screen', run: selection.clear },
  ]);
}
