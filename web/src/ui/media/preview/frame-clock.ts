/** A frame may take this long, in milliseconds of script; above it, fewer are drawn. */
export const FRAME_BUDGET_MS = 6;
const KEPT = 120;
const SHARE = 0.95;

/** Remembers how long frames took to draw. */
export function createFrameClock() {
  const taken: number[] = [];
  const slowest = () => {
    const ordered = taken.toSorted((first, second) => first - second);
    return ordered[Math.max(0, Math.ceil(ordered.length * SHARE) - 1)] ?? 0;
  };
  return {
    note(milliseconds: number): void {
      taken.push(milliseconds);
      if (taken.length > KEPT) taken.shift();
    },
    /** What nineteen of twenty of the newest frames were drawn within. */
    slowest,
    /** Least time between two rounds of drawing: none while frames are quick, then in proportion to how slow they are. */
    restMs: () => {
      const over = slowest() / FRAME_BUDGET_MS;
      return over <= 1 ? 0 : Math.min(200, 33 * over);
    },
  };
}
