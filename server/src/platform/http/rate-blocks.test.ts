import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBlockCounter } from './rate-blocks.ts';

const WINDOW_SECONDS = 900;

/** The shared row, with its clock. */
function openShared() {
  const shared = { count: 0, writes: 0, nowMs: 0, endsAtMs: 0 };
  const take = async (_key: string, windowSeconds: number, calls: number) => {
    shared.writes += 1;
    if (shared.nowMs >= shared.endsAtMs)
      Object.assign(shared, { count: 0, endsAtMs: shared.nowMs + windowSeconds * 1000 });
    shared.count += calls;
    return { count: shared.count, secondsLeft: (shared.endsAtMs - shared.nowMs) / 1000 };
  };
  return { shared, open: () => createBlockCounter(take, () => shared.nowMs) };
}

it('never lets more calls through than the limit, whoever asks in whatever order', async () => {
  const rounds = fc.array(fc.record({ process: fc.nat(2), calls: fc.integer({ min: 1, max: 40 }) }), { maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(rounds, fc.integer({ min: 1, max: 3000 }), async (asked, limit) => {
      const { open } = openShared();
      const processes = [open(), open(), open()];
      let allowed = 0;
      for (const { process, calls } of asked) {
        const hits = Array.from({ length: calls }, () =>
          processes[process]!.hit('a', { seconds: WINDOW_SECONDS, limit }),
        );
        allowed += (await Promise.all(hits)).filter(({ count }) => count <= limit).length;
      }
      expect(allowed).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 100 },
  );
});

it('counts small limits one by one: two processes together get exactly the limit', async () => {
  const { open } = openShared();
  const processes = [open(), open()];
  const counts: number[] = [];
  for (let call = 0; call < 130; call += 1)
    counts.push((await processes[call % 2]!.hit('a', { seconds: WINDOW_SECONDS, limit: 100 })).count);
  expect(counts.filter((count) => count <= 100)).toHaveLength(100);
});

it('writes once for calls that come together, and once in fifty while there are plenty', async () => {
  const { shared, open } = openShared();
  const counter = open();
  const window = { seconds: WINDOW_SECONDS, limit: 6000 };
  const together = await Promise.all(Array.from({ length: 30 }, () => counter.hit('a', window)));
  expect(shared.writes).toBeLessThanOrEqual(2);
  expect(new Set(together.map(({ count }) => count)).size).toBe(30);
  for (let call = 0; call < 500; call += 1) await counter.hit('a', window);
  expect(shared.writes).toBeLessThanOrEqual(13);
});

it('begins anew with the next window', async () => {
  const { shared, open } = openShared();
  const counter = open();
  const window = { seconds: WINDOW_SECONDS, limit: 6000 };
  for (let call = 0; call < 60; call += 1) await counter.hit('a', window);
  shared.nowMs += WINDOW_SECONDS * 1000 + 1;
  expect((await counter.hit('a', window)).count).toBe(1);
});

it('lets a failed write fail those that waited for it, and tries again for the next', async () => {
  let isBroken = true;
  const counter = createBlockCounter(async (_key, seconds, calls) => {
    if (isBroken) throw new Error('away');
    return { count: calls, secondsLeft: seconds };
  });
  const window = { seconds: WINDOW_SECONDS, limit: 100 };
  const hits = await Promise.allSettled([counter.hit('a', window), counter.hit('a', window)]);
  expect(hits.map((hit) => hit.status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  expect((await counter.hit('a', window)).count).toBe(1);
});
