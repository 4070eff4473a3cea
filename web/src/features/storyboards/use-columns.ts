import { type RefObject, useLayoutEffect, useState } from 'react';

const GAP_PX = 6;

/** How many cards of at least this width stand beside each other; follows the window and the zoom. */
export function useColumns(board: RefObject<HTMLElement | null>, cardWidth: number): number {
  const [columns, setColumns] = useState(1);
  useLayoutEffect(() => {
    const element = board.current;
    if (!element) return;
    const measure = () => {
      const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(element);
      const width = element.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
      setColumns(Math.max(1, Math.floor((width + GAP_PX) / (cardWidth + GAP_PX))));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [board, cardWidth]);
  return columns;
}
