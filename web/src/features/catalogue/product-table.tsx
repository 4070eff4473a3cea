import { type CSSProperties, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ProductSummary } from '../../api/index.ts';
import { useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { Mono, StatusMark } from '../../ui/index.ts';
import type { ListSort, ListState } from './list-state.ts';
import { sayPrice } from './price-text.ts';
import { HeroPicture } from './product-tile.tsx';
import type { Selection } from './use-selection.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

const ROW_HEIGHT = 48;
const ROWS_AHEAD = 20;
const COLUMNS = ['name', 'sku', 'kind', 'brand', 'status', 'price', 'tags', 'media', 'films', 'changed'] as const;
const SORTED_BY: Partial<Record<(typeof COLUMNS)[number], readonly [ListSort, ListSort]>> = {
  name: ['name', '-name'],
  price: ['price', '-price'],
  changed: ['-updated', '-updated'],
};

/** Products as rows, for looking through many. Only the rows in sight are drawn. */
export function ProductTable({
  items,
  selection,
  list,
  change,
  fetchMore,
}: {
  items: ProductSummary[];
  selection: Selection<ProductSummary>;
  list: ListState;
  change: (changes: Partial<ListState>) => void;
  fetchMore: () => void;
}) {
  const t = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, last } = useVirtualRows(body, items.length, ROW_HEIGHT);
  const isNearEnd = last + ROWS_AHEAD >= items.length;
  useEffect(() => {
    if (isNearEnd) fetchMore();
  }, [isNearEnd, fetchMore]);
  if (items.length === 0) return null;
  return (
    <div className="table-wrap product-table-wrap">
      <table
        className="table product-table"
        aria-rowcount={items.length + 1}
        style={{ '--row': `${ROW_HEIGHT}px` } as CSSProperties}
      >
        <thead>
          <tr>
            <th scope="col">
              <span className="spoken">{t('products.chosen')}</span>
            </th>
            {COLUMNS.map((column) => (
              <Heading key={column} column={column} list={list} change={change} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Spacer rows={first} />
          {items.slice(first, last).map((product, offset) => (
            <Row
              key={product.id}
              product={product}
              row={first + offset}
              isChosen={selection.has(product.id)}
              onChoose={(isRange) => (isRange ? selection.extendTo(product) : selection.toggle(product))}
            />
          ))}
          <Spacer rows={items.length - last} />
        </tbody>
      </table>
    </div>
  );
}

/** The height of the rows that are not drawn. */
function Spacer({ rows }: { rows: number }) {
  return rows > 0 ? <tr className="product-spacer" style={{ blockSize: rows * ROW_HEIGHT }} /> : null;
}

function Heading({
  column,
  list,
  change,
}: {
  column: (typeof COLUMNS)[number];
  list: ListState;
  change: (changes: Partial<ListState>) => void;
}) {
  const t = useWords();
  const [up, down] = SORTED_BY[column] ?? [];
  const label = t(`products.column.${column}`);
  if (!up || !down) return <th scope="col">{label}</th>;
  const direction = list.sort === up && up !== down ? 'ascending' : list.sort === down ? 'descending' : 'none';
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" className="product-sort" onClick={() => change({ sort: list.sort === up ? down : up })}>
        {label}
        {direction === 'none' ? null : <span aria-hidden="true">{direction === 'ascending' ? '↑' : '↓'}</span>}
      </button>
    </th>
  );
}

const STATUS_MARKS = { draft: 'queued', active: 'passed', archived: 'cancelled' } as const;

function Row({
  product,
  row,
  isChosen,
  onChoose,
}: {
  product: ProductSummary;
  row: number;
  isChosen: boolean;
  onChoose: (isRange: boolean) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const language = useLanguage();
  return (
    <tr
      aria-rowindex={row + 2}
      className={isChosen ? 'product-row product-chosen' : 'product-row'}
      data-row={product.id}
    >
      <td>
        <input
          type="checkbox"
          className="check"
          checked={isChosen}
          aria-label={t('products.choose', { name: product.name })}
          onChange={(event) => onChoose((event.nativeEvent as MouseEvent).shiftKey === true)}
        />
      </td>
      <td>
        <Link href={`/products/${product.id}`} className="product-named">
          <HeroPicture product={product} isSmall />
          <span className="strong cut" dir="auto">
            {product.name}
          </span>
        </Link>
      </td>
      <td>{product.sku ? <Mono>{product.sku}</Mono> : null}</td>
      <td>{t(`product.kind.${product.kind}`)}</td>
      <td dir="auto">{product.brandName}</td>
      <td>
        <StatusMark mark={STATUS_MARKS[product.status]}>{t(`product.status.${product.status}`)}</StatusMark>
      </td>
      <td>{product.price ? <Mono>{sayPrice(product.price, language)}</Mono> : null}</td>
      <td className="product-tags">
        <span className="cut" dir="auto">
          {product.tags.join(', ')}
        </span>
      </td>
      <td>
        <Mono>{format.number(product.mediaCount)}</Mono>
      </td>
      <td>
        <Mono>{format.number(product.filmCount)}</Mono>
      </td>
      <td className="text-3">{format.ago(product.updatedAt)}</td>
    </tr>
  );
}
