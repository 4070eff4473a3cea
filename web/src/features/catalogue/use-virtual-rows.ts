import { type RefObject, useLayoutEffect, useState } from 'react';

const SPARE_ROWS = 3;
type Shown = { first: number; last: number };

/** Which rows to draw of a list with rows of one height, in px, inside the page's scrolling part. */
export function useVirtualRows(list: RefObject<HTMLElement | null>, rows: number, rowHeight: number): Shown {
  const [shown, setShown] = useState<Shown>({ first: 0, last: 12 });
  useLayoutEffect(() => {
    const own = list.current;
    const scroller = own?.closest<HTMLElement>('.content');
    if (!own || !scroller) return;
    const measure = () => {
      const scrolled = scroller.getBoundingClientRect().top - own.getBoundingClientRect().top;
      const next = rowsInSight({ scrolled, height: scroller.clientHeight, rows, rowHeight });
      setShown((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    measure();
    scroller.addEventListener('scroll', measure, { passive: true });
    const watcher = new ResizeObserver(measure);
    watcher.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', measure);
      watcher.disconnect();
    };
  }, [list, rows, rowHeight]);
  return shown;
}

/** `last` is the row after the last one drawn. All lengths in px. */
export function rowsInSight({
  scrolled,
  height,
  rows,
  rowHeight,
}: {
  scrolled: number;
  height: number;
  rows: number;
  rowHeight: number;
}): Shown {
  const within = (row: number) => Math.min(rows, Math.max(0, row));
  return {
    first: within(Math.floor(scrolled / rowHeight) - SPARE_ROWS),
    last: within(Math.ceil((scrolled + height) / rowHeight) + SPARE_ROWS),
  };
}
