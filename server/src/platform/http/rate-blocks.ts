import type { RateCounter } from './rate-limit.ts';

/** Adds `calls` to the shared window of `key`; answers the count after them and the seconds left in the window. */
export type TakeCalls = (
  key: string,
  windowSeconds: number,
  calls: number,
) => Promise<{ count: number; secondsLeft: number }>;

/** With at least this many calls left, some may be taken ahead: a process that ends unused costs at most a block. */
const PLENTY = 1000;
const LARGEST_BLOCK = 50;
/** Ended windows are forgotten once this many keys are remembered. */
const MANY_KEYS = 10_000;

type Block = { count: number; unused: number; endsAtMs: number };
type Line = { waiting: number; taking: Promise<void> | undefined; block: Block | undefined };

/**
 * Counts calls without a write for each, which would be one write of one row, a person's calls one behind the other. Far from its
 * limit a process takes calls in blocks and hands them out by itself; near it, and for small limits always, it takes exactly those that wait, all
 * in one write. So no limit is ever passed, and the last calls before one are counted one by one.
 */
export function createBlockCounter(take: TakeCalls, now: () => number = Date.now): RateCounter {
  const lines = new Map<string, Line>();

  function lineOf(key: string): Line {
    if (lines.size > MANY_KEYS) forgetEnded();
    const line = lines.get(key) ?? { waiting: 0, taking: undefined, block: undefined };
    lines.set(key, line);
    return line;
  }

  function forgetEnded(): void {
    for (const [key, { waiting, block }] of lines)
      if (waiting === 0 && (!block || block.endsAtMs <= now())) lines.delete(key);
  }

  async function refill(key: string, line: Line, window: { seconds: number; limit: number }): Promise<void> {
    const isOpen = line.block !== undefined && line.block.endsAtMs > now();
    const left = isOpen ? window.limit - line.block!.count : 0;
    const calls = Math.max(line.waiting, left >= PLENTY ? LARGEST_BLOCK : 1);
    const { count, secondsLeft } = await take(key, window.seconds, calls);
    line.block = { count, unused: calls, endsAtMs: now() + secondsLeft * 1000 };
  }

  function handOut(line: Line): { count: number; secondsLeft: number } | undefined {
    const { block } = line;
    if (!block || block.unused === 0) return undefined;
    const secondsLeft = (block.endsAtMs - now()) / 1000;
    if (secondsLeft <= 0) return undefined;
    block.unused -= 1;
    return { count: block.count - block.unused, secondsLeft };
  }

  return {
    async hit(key, window) {
      const line = lineOf(key);
      line.waiting += 1;
      try {
        for (;;) {
          const counted = handOut(line);
          if (counted) return counted;
          line.taking ??= refill(key, line, window).finally(() => {
            line.taking = undefined;
          });
          await line.taking;
        }
      } finally {
        line.waiting -= 1;
      }
    },
  };
}
