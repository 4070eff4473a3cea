import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import type { Asset } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';
import type { Selection } from '../catalogue/use-selection.ts';
import { AssetFace } from './asset-face.tsx';
import './asset-grid.css';
import { heightOf, type JustifiedRow, layOutRows, nearestInRow, ratioOf, rowsWithin } from './justified-rows.ts';
import { useListFrame } from './use-list-frame.ts';

const GAP = 6;
const CAPTION = 26;
const SPARE_ROWS = 2;
/** The next page is asked for when fewer rows than this are left below. */
const ROWS_AHEAD = 4;
const PHONE = 640;

type Props = {
  items: readonly Asset[];
  selection: Selection<Asset>;
  isLoading: boolean;
  fetchMore: () => void;
  /** Where a press leads; without it a press chooses. */
  hrefOf?: (asset: Asset) => string;
  /** What stands beside the name, else the size. */
  noteOf?: (asset: Asset) => string | undefined;
  onDoublePress?: (asset: Asset) => void;
};

/** Files in justified rows, never cropped. Only the rows in sight are drawn, so that thousands are as quick as ten. */
export function AssetGrid({ items, selection, isLoading, fetchMore, hrefOf, noteOf, onDoublePress }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const { width, from, to } = useListFrame(list);
  const ratios = useMemo(() => items.map(ratioOf), [items]);
  const rows = useMemo(() => {
    const wantedHeight = width < PHONE ? 120 : 190;
    return layOutRows(ratios, { width: Math.max(1, width), wantedHeight, gap: GAP, caption: CAPTION });
  }, [ratios, width]);
  const shown = rowsWithin(rows, { from, to, spare: SPARE_ROWS });
  const isNearEnd = shown.last + ROWS_AHEAD >= rows.length;
  useEffect(() => {
    if (isNearEnd && width > 0) fetchMore();
  }, [isNearEnd, width, fetchMore]);
  const onKeyDown = useGridKeys(list, { items, rows, ratios, selection });
  return (
    <ul
      ref={list}
      className={selection.chosen.length > 0 ? 'asset-grid asset-choosing' : 'asset-grid'}
      style={{ blockSize: heightOf(rows, { caption: CAPTION }) }}
      onKeyDown={onKeyDown}
    >
      {isLoading ? <Waiting /> : null}
      {width === 0
        ? null
        : rows
            .slice(shown.first, shown.last)
            .flatMap((row) =>
              placesOf(row, ratios).map(({ place, style }) => (
                <AssetTile
                  key={items[place]!.id}
                  asset={items[place]!}
                  place={place}
                  style={style}
                  ratio={ratios[place]!}
                  selection={selection}
                  href={hrefOf?.(items[place]!)}
                  note={noteOf?.(items[place]!)}
                  onDoublePress={onDoublePress}
                />
              )),
            )}
    </ul>
  );
}

/** Where the tiles of a row stand, from its beginning on in the direction of reading. */
function placesOf(row: JustifiedRow, ratios: readonly number[]): { place: number; style: CSSProperties }[] {
  let start = 0;
  return ratios.slice(row.first, row.last).map((ratio, index) => {
    const style = {
      insetInlineStart: start,
      insetBlockStart: row.top,
      inlineSize: ratio * row.height,
      blockSize: row.height + CAPTION,
    };
    start += ratio * row.height + GAP;
    return { place: row.first + index, style };
  });
}

function AssetTile({
  asset,
  place,
  style,
  ratio,
  selection,
  href,
  note,
  onDoublePress,
}: {
  asset: Asset;
  place: number;
  style: CSSProperties;
  ratio: number;
  selection: Selection<Asset>;
  href: string | undefined;
  note: string | undefined;
  onDoublePress: ((asset: Asset) => void) | undefined;
}) {
  const t = useWords();
  const format = useFormat();
  const isChosen = selection.has(asset.id);
  const choose = (isRange: boolean) => (isRange ? selection.extendTo(asset) : selection.toggle(asset));
  /** With Shift a press chooses up to here. Caught on its way down: the link would leave it to the browser, which opens a window. */
  const onPress = (event: MouseEvent) => {
    if (!event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(true);
  };
  const face = <AssetFace asset={asset} ratio={ratio} />;
  return (
    <li className={isChosen ? 'asset-tile asset-chosen' : 'asset-tile'} style={style} data-row={asset.id}>
      {href === undefined ? (
        <button
          type="button"
          className="asset-open"
          aria-pressed={isChosen}
          aria-label={asset.name}
          data-place={place}
          onClick={(event) => choose(event.shiftKey)}
          onDoubleClick={() => onDoublePress?.(asset)}
        >
          {face}
        </button>
      ) : (
        <Link className="asset-open" href={href} aria-label={asset.name} data-place={place} onClickCapture={onPress}>
          {face}
        </Link>
      )}
      <span className="asset-line">
        <span className="cut" dir="auto">
          {asset.name}
        </span>
        <span className="text-3 end">{note ?? <Mono>{format.size(asset.sizeBytes)}</Mono>}</span>
      </span>
      {href === undefined ? (
        <span className="asset-mark" aria-hidden="true" />
      ) : (
        <input
          type="checkbox"
          className="check asset-check"
          checked={isChosen}
          aria-label={t('library.choose', { name: asset.name })}
          onChange={(event) => choose((event.nativeEvent as globalThis.MouseEvent).shiftKey === true)}
        />
      )}
    </li>
  );
}

/** Places in their final shape; they show up only when the answer takes longer than a blink. */
function Waiting() {
  return [1.5, 1, 0.75, 1.78, 1.5, 1, 1.33, 1.5].map((ratio, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never move
    <li key={place} className="asset-waiting" aria-hidden="true" style={{ aspectRatio: ratio }} />
  ));
}

/** Arrows walk over the files in reading order, X chooses, Shift X chooses up to here. */
function useGridKeys(
  list: { current: HTMLElement | null },
  {
    items,
    rows,
    ratios,
    selection,
  }: { items: readonly Asset[]; rows: readonly JustifiedRow[]; ratios: readonly number[]; selection: Selection<Asset> },
) {
  const focusPlace = (place: number) => {
    const link = () => list.current?.querySelector<HTMLElement>(`[data-place="${place}"]`);
    // At once where it is drawn already: the next key may come before the next frame.
    if (link()) return link()?.focus();
    const row = rows.find(({ first, last }) => place >= first && place < last);
    const scroller = list.current?.closest('.content, [data-scroller]');
    scroller?.scrollTo({ top: (row?.top ?? 0) + (list.current?.offsetTop ?? 0) });
    requestAnimationFrame(() => link()?.focus());
  };
  return (event: KeyboardEvent<HTMLElement>) => {
    const place = Number((event.target as HTMLElement).dataset['place'] ?? Number.NaN);
    const asset = items[place];
    if (!asset || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = placeAfter(event.key, { place, rows, ratios });
    if (next !== undefined && items[next]) {
      event.preventDefault();
      focusPlace(next);
    }
    if (event.code !== 'KeyX') return;
    event.preventDefault();
    if (event.shiftKey) selection.extendTo(asset);
    else selection.toggle(asset);
  };
}

/** Where an arrow leads; nothing for other keys. */
function placeAfter(
  key: string,
  { place, rows, ratios }: { place: number; rows: readonly JustifiedRow[]; ratios: readonly number[] },
): number | undefined {
  const onward = document.documentElement.dir === 'rtl' ? -1 : 1;
  if (key === 'ArrowRight') return place + onward;
  if (key === 'ArrowLeft') return place - onward;
  if (key === 'ArrowDown') return nearestInRow(rows, ratios, place, 1);
  return key === 'ArrowUp' ? nearestInRow(rows, ratios, place, -1) : undefined;
}
