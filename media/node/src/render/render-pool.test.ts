import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MediaEngine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import { cardPlan } from '../testing/render-plan.ts';
import { createRenderPool, type RenderPool } from './render-pool.ts';
import { type RenderRuntime, runRender } from './run-render.ts';
import { openFolderCache } from './segment-cache.ts';

let engine: MediaEngine;
let folder: string;
let pool: RenderPool;
beforeAll(async () => {
  engine = await openEngine();
  folder = await mkdtemp(join(tmpdir(), 'kinora-pool-'));
  pool = createRenderPool({ engine: {}, workers: 1, program: 'media/node/src/testing/test-card.program.ts' });
});
afterAll(async () => {
  await pool.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

function runtimeFor(name: string, workers: number[], signal?: AbortSignal): RenderRuntime {
  return {
    engine,
    engineChoice: {},
    pool,
    pathOf: async () => '',
    cache: openFolderCache(join(folder, name, 'cache')),
    temporaryRoot: join(folder, name),
    outputPath: join(folder, name, 'film.mp4'),
    onWorker: (processId) => void workers.push(processId),
    ...(signal ? { signal } : {}),
  };
}

const isAlive = (processId: number) => {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
};

it('draws two films of different sizes side by side with its one worker, and keeps it warm', async () => {
  const workers: number[] = [];
  const wide = cardPlan([
    { seed: 1, lengthFrames: 9 },
    { seed: 2, lengthFrames: 9 },
  ]);
  const small = cardPlan([{ seed: 1, lengthFrames: 12 }], { size: { width: 160, height: 284 } });
  const reports = await Promise.all([
    runRender(wide, runtimeFor('wide', workers)),
    runRender(small, runtimeFor('small', workers)),
  ]);
  expect(reports.map((report) => report.probe.video?.size)).toEqual([
    { width: 320, height: 180 },
    { width: 160, height: 284 },
  ]);
  expect(new Set(workers).size).toBe(1);
  expect(isAlive(workers[0]!)).toBe(true);
}, 60_000);

it('ends the worker of an aborted film, lets a waiting film go on with a fresh one, and closes', async () => {
  const workers: number[] = [];
  const stop = new AbortController();
  const slow = cardPlan([{ seed: 3, lengthFrames: 100, word: 'slow' }]);
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const aborted = runRender(slow, { ...runtimeFor('slow', workers, stop.signal), onProgress: () => begin() });
  const refused = expect(aborted).rejects.toThrow('cancelled');
  await begun;
  const next: number[] = [];
  const waiting = runRender(cardPlan([{ seed: 4, lengthFrames: 5 }]), runtimeFor('next', next));
  const stoppedAt = performance.now();
  stop.abort(new Error('cancelled'));
  await refused;
  expect(performance.now() - stoppedAt).toBeLessThan(2000);
  await waiting;
  expect(next).not.toContain(workers[0]);
  await pool.close();
  expect([...workers, ...next].filter(isAlive)).toEqual([]);
}, 60_000);
