import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FileSpreadsheet, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { facetsQuery, type ProductSummary, productsQuery } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, EmptyState, FileInput, Mono, Problem } from '../../ui/index.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { DropReview } from './drop-review.tsx';
import { FilterBar } from './filter-bar.tsx';
import { isFiltered, toListQuery, WHOLE_LIST } from './list-state.ts';
import { NewProductDialog } from './new-product-dialog.tsx';
import { ProductGrid } from './product-grid.tsx';
import { useProductRowActs } from './product-row-acts.ts';
import { ProductTable } from './product-table.tsx';
import './products.css';
import { SelectionBar } from './selection-bar.tsx';
import { useListState } from './use-list-state.ts';
import { useSelection } from './use-selection.ts';

/** S19: everything the organization sells, as pictures or rows; the address holds the list as it stands. */
export function ProductsScreen() {
  const t = useWords();
  const format = useFormat();
  const canWrite = useMay('products.write');
  const [list, change] = useListState();
  const products = useInfiniteQuery(productsQuery(toListQuery(list)));
  const { data: facets } = useQuery(facetsQuery);
  const items = products.data?.pages.flatMap((page) => page.items) ?? [];
  const selection = useSelection<ProductSummary>(items);
  const [isNaming, setNaming] = useState(false);
  const [dropped, setDropped] = useState<File[]>([]);
  useListKeys({ canWrite, openNew: () => setNaming(true), selection });
  useProductRowActs({ items, selection, isTrash: list.isTrash, canWrite });
  const isEmpty = facets?.total === 0 && facets.deleted === 0 && !isFiltered(list);
  const shown = { items, selection, canWrite, list, change, fetchMore: useMore(products) };
  const screen = (
    <Screen
      title={t('nav.catalogue')}
      className="products-screen"
      beside={facets ? <span className="text-3">{<Mono>{format.number(facets.total)}</Mono>}</span> : undefined}
      actions={canWrite && !isEmpty ? <Actions onNew={() => setNaming(true)} /> : undefined}
      footer={
        selection.chosen.length > 0 ? (
          <SelectionBar selection={selection} isTrash={list.isTrash} canWrite={canWrite} tags={facets?.tags ?? []} />
        ) : undefined
      }
    >
      {products.error && !products.data ? (
        <Problem error={products.error} onRetry={() => void products.refetch()} />
      ) : null}
      {isEmpty ? (
        <FirstProducts canWrite={canWrite} onNew={() => setNaming(true)} onFiles={setDropped} />
      ) : (
        <div className="products">
          <FilterBar list={list} change={change} facets={facets} corrected={products.data?.pages[0]?.correctedQuery} />
          {products.data && items.length === 0 ? (
            <NothingFound onClear={() => change({ ...WHOLE_LIST, look: list.look })} />
          ) : null}
          {list.look === 'grid' ? (
            <ProductGrid {...shown} isLoading={products.isPending} />
          ) : (
            <ProductTable {...shown} />
          )}
        </div>
      )}
      {isNaming ? <NewProductDialog onClose={() => setNaming(false)} /> : null}
      {dropped.length > 0 ? <DropReview files={dropped} onClose={() => setDropped([])} /> : null}
    </Screen>
  );
  return canWrite ? <DropAnywhere onFiles={setDropped}>{screen}</DropAnywhere> : screen;
}

/** The next page, unless it is on its way or was refused: then the list waits for the next answer instead of asking on and on. */
function useMore({
  hasNextPage,
  isFetching,
  isError,
  fetchNextPage,
}: {
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
}) {
  return () => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  };
}

function useListKeys({
  canWrite,
  openNew,
  selection,
}: {
  canWrite: boolean;
  openNew: () => void;
  selection: { chooseAll: () => void; clear: () => void };
}): void {
  const t = useWords();
  useHotkeys([
    {
      keys: '/',
      label: t('products.search'),
      scope: 'screen',
      run: () => document.querySelector<HTMLInputElement>('.search-field input')?.focus(),
    },
    ...(canWrite ? [{ keys: 'n', label: t('products.new'), scope: 'screen' as const, run: openNew }] : []),
    { keys: 'mod+a', label: t('products.chooseAll'), scope: 'screen', run: selection.chooseAll },
    { keys: 'escape', label: t('products.clearChoice'), scope: 'screen', run: selection.clear },
  ]);
}

function Actions({ onNew }: { onNew: () => void }) {
  const t = useWords();
  return (
    <>
      <span className="products-import">
        <ButtonLink href="/products/import" icon={FileSpreadsheet} label={t('products.import')}>
          {t('products.import')}
        </ButtonLink>
      </span>
      <Button look="main" icon={Plus} keyHint="N" onClick={onNew}>
        {t('products.new')}
      </Button>
    </>
  );
}

/** Before the first product: the three ways in, of which dropping photographs is the shortest. */
function FirstProducts({
  canWrite,
  onNew,
  onFiles,
}: {
  canWrite: boolean;
  onNew: () => void;
  onFiles: (files: File[]) => void;
}) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  if (!canWrite) return <EmptyState sentence={t('products.emptyViewer')} />;
  return (
    <>
      <EmptyState sentence={t('products.empty')}>
        <Button look="main" onClick={() => input.current?.click()}>
          {t('products.chooseFiles')}
        </Button>
        <ButtonLink href="/products/import">{t('products.import')}</ButtonLink>
        <Button look="plain" onClick={onNew}>
          {t('products.new')}
        </Button>
      </EmptyState>
      <FileInput ref={input} isMany label={t('products.chooseFiles')} onFiles={onFiles} />
      <ul className="products-names text-3 small">
        {['linen-shirt_front.jpg', 'linen-shirt_back.jpg', 'field-watch_detail.jpg'].map((name) => (
          <li key={name}>
            <Mono>{name}</Mono>
          </li>
        ))}
        <li>{t('products.emptyNames')}</li>
      </ul>
    </>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useWords();
  return (
    <EmptyState sentence={t('products.none')}>
      <Button onClick={onClear}>{t('products.showAll')}</Button>
    </EmptyState>
  );
}
