import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of a list, and the stretch of it that is in sight; all in px. The list scrolls inside the nearest such part. */
export type ListFrame = { width: number; from: number; to: number };

/** Redrawn only after this much scrolling, in px: rows to spare are drawn already. */
const STEP = 120;

export function useListFrame(list: RefObject<HTMLElement | null>): ListFrame {
  const [frame, setFrame] = useState<ListFrame>({ width: 0, from: 0, to: 1200 });
  useLayoutEffect(() => {
    const own = list.current;
    const scroller = own?.closest<HTMLElement>('.content, [data-scroller]');
    if (!own || !scroller) return;
    const measure = () => {
      const from = scroller.getBoundingClientRect().top - own.getBoundingClientRect().top;
      const next = { width: own.clientWidth, from, to: from + scroller.clientHeight };
      setFrame((before) => (isNear(before, next) ? before : next));
    };
    measure();
    scroller.addEventListener('scroll', measure, { passive: true });
    const watcher = new ResizeObserver(measure);
    watcher.observe(scroller);
    watcher.observe(own);
    return () => {
      scroller.removeEventListener('scroll', measure);
      watcher.disconnect();
    };
  }, [list]);
  return frame;
}

function isNear(before: ListFrame, next: ListFrame): boolean {
  return (
    before.width === next.width && Math.abs(before.from - next.from) < STEP && Math.abs(before.to - next.to) < STEP
  );
}
