import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ProductSummary } from '../../api/index.ts';
import { shapeGrid, TILE_GAP } from './grid-shape.ts';
import { useGridLayout } from './layout-store.ts';
import { ProductTile } from './product-tile.tsx';
import { QuickLook } from './quick-look.tsx';
import type { Selection } from './use-selection.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

const ROWS_AHEAD = 4;

/** Products as pictures. Only the rows in sight are drawn; the next page is asked for before its rows come up. */
export function ProductGrid({
  items,
  selection,
  canWrite,
  isLoading,
  fetchMore,
}: {
  items: ProductSummary[];
  selection: Selection<ProductSummary>;
  canWrite: boolean;
  isLoading: boolean;
  fetchMore: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const { tile, isFilled } = useGridLayout();
  const width = useWidth(list);
  const { columns, rowHeight } = shapeGrid(width, tile);
  const rows = Math.ceil(items.length / columns);
  const { first, last } = useVirtualRows(list, rows, rowHeight);
  const isNearEnd = last + ROWS_AHEAD >= rows;
  useEffect(() => {
    if (isNearEnd) fetchMore();
  }, [isNearEnd, fetchMore]);
  const [lookedPlace, setLookedPlace] = useState<number>();
  const looked = lookedPlace === undefined ? undefined : items[lookedPlace];
  const focusPlace = useFocusPlace(list, columns, rowHeight);
  const onKeyDown = useGridKeys({ items, columns, selection, canWrite, look: setLookedPlace, focusPlace });
  const style = {
    '--columns': columns,
    '--row': `${rowHeight}px`,
    '--gap': `${TILE_GAP}px`,
    blockSize: rows * rowHeight,
    paddingBlockStart: first * rowHeight,
  } as CSSProperties;
  return (
    <>
      <ul
        ref={list}
        className={isFilled ? 'product-grid product-grid-filled' : 'product-grid'}
        style={style}
        onKeyDown={onKeyDown}
      >
        {isLoading ? <Waiting count={columns * 2} /> : null}
        {items.slice(first * columns, last * columns).map((product, offset) => (
          <ProductTile
            key={product.id}
            product={product}
            place={first * columns + offset}
            isChosen={selection.has(product.id)}
            isChoosing={selection.chosen.length > 0}
            onChoose={(isRange) => (isRange ? selection.extendTo(product) : selection.toggle(product))}
          />
        ))}
      </ul>
      {looked && lookedPlace !== undefined ? (
        <QuickLook
          product={looked}
          onStep={(key) => {
            const next = lookedPlace + stepOf(key, columns);
            if (items[next]) setLookedPlace(next);
          }}
          onClose={() => {
            setLookedPlace(undefined);
            // After the dialog gave focus back to where it was opened.
            requestAnimationFrame(() => focusPlace(lookedPlace));
          }}
        />
      ) : null}
    </>
  );
}

function useWidth(list: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const own = list.current;
    if (!own) return;
    const watcher = new ResizeObserver(() => setWidth(own.clientWidth));
    watcher.observe(own);
    setWidth(own.clientWidth);
    return () => watcher.disconnect();
  }, [list]);
  return width;
}

/** Places in their final shape; they show up only when the answer takes longer than a blink. */
function Waiting({ count }: { count: number }) {
  return Array.from({ length: count }, (_, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
    <li key={place} className="product-waiting" aria-hidden="true">
      <span className="media" />
    </li>
  ));
}

/** Places that an arrow goes on by, in the direction one reads. */
function stepOf(key: string, columns: number): number {
  const onward = document.documentElement.dir === 'rtl' ? -1 : 1;
  return { ArrowRight: onward, ArrowLeft: -onward, ArrowDown: columns, ArrowUp: -columns }[key] ?? 0;
}

function useFocusPlace(list: { current: HTMLElement | null }, columns: number, rowHeight: number) {
  return (place: number) => {
    const scroller = list.current?.closest('.content');
    const row = Math.floor(place / columns);
    const link = () => list.current?.querySelector<HTMLElement>(`[data-place="${place}"]`);
    // At once where it is drawn already: the next key may come before the next frame.
    if (link()) return link()?.focus();
    scroller?.scrollTo({ top: row * rowHeight });
    requestAnimationFrame(() => link()?.focus());
  };
}

/** Arrows walk over the tiles in reading order, X chooses, Shift X chooses up to here, Space looks closer. */
function useGridKeys({
  items,
  columns,
  selection,
  look,
  focusPlace,
}: {
  items: ProductSummary[];
  columns: number;
  selection: Selection<ProductSummary>;
  canWrite: boolean;
  look: (place: number) => void;
  focusPlace: (place: number) => void;
}) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const place = Number((event.target as HTMLElement).dataset['place'] ?? Number.NaN);
    const product = items[place];
    if (!product || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepOf(event.key, columns);
    if (step !== 0 && items[place + step]) {
      event.preventDefault();
      focusPlace(place + step);
    }
    if (event.key === ' ') {
      event.preventDefault();
      look(place);
    }
    if (event.code !== 'KeyX') return;
    event.preventDefault();
    if (event.shiftKey) selection.extendTo(product);
    else selection.toggle(product);
  };
}
