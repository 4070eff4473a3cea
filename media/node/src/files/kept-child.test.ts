import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createKeptChild } from './kept-child.ts';

const program = 'media/node/src/testing/silent.program.ts';
const limits = { timeLimitMs: 20_000, memoryLimitBytes: 1024 ** 3 };
const kept: { close(): void }[] = [];
function open(idleMs: number) {
  const child = createKeptChild<{ file: string }, { id: number; processId: number }>({ program, idleMs });
  kept.push(child);
  return { ...child, name: async () => (await child.ask({ file: 'name' }, limits)).processId };
}
afterEach(() => {
  for (const child of kept.splice(0)) child.close();
});

it('keeps its child between tasks, and replaces one that died', { timeout: 60_000 }, async () => {
  const child = open(30_000);
  const first = await child.name();
  expect(await child.name()).toBe(first);
  // The one behind it in the queue is answered by a fresh child.
  const dying = child.ask({ file: 'die' }, limits);
  const behind = child.name();
  await expect(dying).rejects.toMatchObject({ name: 'ChildEnded', reason: null });
  expect(await behind).not.toBe(first);
});

it('lets go of a child that nobody asks, and holds its memory no longer', { timeout: 60_000 }, async () => {
  const child = open(50);
  const first = await child.name();
  await sleep(1000);
  expect(() => process.kill(first, 0)).toThrow();
  expect(await child.name()).not.toBe(first);
});

it('stops a task on its time limit and on an abort', { timeout: 60_000 }, async () => {
  const child = open(30_000);
  await expect(child.ask({ file: 'x' }, { ...limits, timeLimitMs: 800 })).rejects.toMatchObject({
    reason: 'time_limit',
  });
  const aborting = new AbortController();
  const asked = child.ask({ file: 'x' }, { ...limits, signal: aborting.signal });
  setTimeout(() => aborting.abort(), 100);
  await expect(asked).rejects.toMatchObject({ reason: 'aborted' });
});
