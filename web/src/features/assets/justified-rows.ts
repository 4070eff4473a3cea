/** One row of pictures of the same height: the items from `first` up to, but without, `last`. All lengths in px. */
export type JustifiedRow = { first: number; last: number; top: number; height: number };
export type RowShape = { width: number; wantedHeight: number; gap: number; caption: number };

/** Between a phone's screen recording and a banner; what is longer stands in a place of this shape, whole. */
const NARROWEST = 0.45;
const WIDEST = 3.2;
/** A row may be this much higher than wanted, which happens where one wide picture would not fit beside the others. */
const MOST_STRETCH = 1.6;

/** The shape of a file's place: its own where it has one, else that of a card. */
export function ratioOf({ width, height }: { width: number | null; height: number | null }): number {
  if (!width || !height) return 1;
  return Math.min(WIDEST, Math.max(NARROWEST, width / height));
}

/** Fills row after row so that every picture keeps its shape and all rows but the last are exactly as wide as the list. */
export function layOutRows(ratios: readonly number[], { width, wantedHeight, gap, caption }: RowShape): JustifiedRow[] {
  const rows: JustifiedRow[] = [];
  let first = 0;
  let sum = 0;
  let top = 0;
  const close = (last: number, total: number, isFull: boolean) => {
    const room = width - gap * (last - first - 1);
    const height = Math.max(40, Math.min(room / total, isFull ? wantedHeight * MOST_STRETCH : wantedHeight));
    rows.push({ first, last, top, height });
    top += height + caption + gap;
    first = last;
    sum = 0;
  };
  ratios.forEach((ratio, index) => {
    const before = sum;
    sum += ratio;
    const heightWith = (width - gap * (index - first)) / sum;
    if (heightWith > wantedHeight) return;
    const heightWithout = before === 0 ? Number.POSITIVE_INFINITY : (width - gap * (index - first - 1)) / before;
    // Whichever row is nearer to the wanted height: with this picture a bit low, or without it a bit high.
    if (heightWithout / wantedHeight < wantedHeight / heightWith) {
      close(index, before, true);
      sum = ratio;
      if (width / ratio <= wantedHeight) close(index + 1, sum, true);
    } else close(index + 1, sum, true);
  });
  if (first < ratios.length) close(ratios.length, sum, false);
  return rows;
}

/** How high all rows are together. */
export function heightOf(rows: readonly JustifiedRow[], { caption }: Pick<RowShape, 'caption'>): number {
  const last = rows.at(-1);
  return last ? last.top + last.height + caption : 0;
}

/** The rows that overlap a stretch of the list, with some to spare; found by halving, since there may be thousands. */
export function rowsWithin(
  rows: readonly JustifiedRow[],
  { from, to, spare }: { from: number; to: number; spare: number },
): { first: number; last: number } {
  const firstAfter = (position: number) => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.top ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const within = (row: number) => Math.min(rows.length, Math.max(0, row));
  return { first: within(firstAfter(from) - 1 - spare), last: within(firstAfter(to) + spare) };
}

/** The item of another row whose middle is nearest, for the keys up and down; -1 beyond the ends. */
export function nearestInRow(
  rows: readonly JustifiedRow[],
  ratios: readonly number[],
  from: number,
  step: 1 | -1,
): number {
  const at = rows.findIndex(({ first, last }) => from >= first && from < last);
  const [own, other] = [rows[at], rows[at + step]];
  if (!own || !other) return -1;
  const middleOf = (row: JustifiedRow, item: number) => {
    const before = ratios.slice(row.first, item).reduce((sum, ratio) => sum + ratio, 0);
    return (before + (ratios[item] ?? 1) / 2) * row.height;
  };
  const wanted = middleOf(own, from);
  let best = other.first;
  for (let item = other.first; item < other.last; item += 1)
    if (Math.abs(middleOf(other, item) - wanted) < Math.abs(middleOf(other, best) - wanted)) best = item;
  return best;
}
