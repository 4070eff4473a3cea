import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinoraError, sceneSubject } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import type { MediaEngine } from '../engine/engine.ts';
import { decodeFrames } from '../frames/decode-frames.ts';
import { encodeWav } from '../sound-mix/wav.ts';
import { describeEngines } from '../testing/engines.ts';
import { readCount } from '../testing/frames.ts';
import { type CardSegment, cardPlan } from '../testing/render-plan.ts';
import { planParts } from './parts.ts';
import { type RenderRuntime, runRender } from './run-render.ts';
import { openFolderCache } from './segment-cache.ts';

const CARDS: CardSegment[] = [
  { seed: 10, lengthFrames: 20 },
  { seed: 80, lengthFrames: 1 },
  { seed: 150, lengthFrames: 31 },
  { seed: 220, lengthFrames: 130 },
  { seed: 300, lengthFrames: 12 },
];
const NTSC = { numerator: 30_000, denominator: 1001 };

async function countsOf(engine: MediaEngine, path: string, size = { width: 320, height: 180 }): Promise<number[]> {
  const seen: number[] = [];
  await decodeFrames(
    engine,
    { path, startFrame: 0, lengthFrames: 10_000 },
    (rgba) => void seen.push(readCount(rgba, size)),
  );
  return seen;
}

const isAlive = (processId: number) => {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
};

describeEngines('a render', (engine, folder, choice) => {
  async function runtimeFor(options: Partial<RenderRuntime> = {}): Promise<RenderRuntime & { root: string }> {
    const root = await mkdtemp(join(folder(), 'render-'));
    return {
      root,
      engine: engine(),
      engineChoice: choice,
      pathOf: async (hash) => join(root, `${hash}.wav`),
      cache: openFolderCache(join(root, 'cache')),
      temporaryRoot: join(root, 'work'),
      outputPath: join(root, 'out', 'film.mp4'),
      workers: 2,
      workerProgram: 'media/node/src/testing/test-card.program.ts',
      ...options,
    };
  }

  it('makes every frame once, in order, tells its progress, and leaves nothing behind', async () => {
    const progress: number[] = [];
    const previews: number[] = [];
    const runtime = await runtimeFor({
      onProgress: (value) => void progress.push(value.framesReady),
      onPreview: (value) => void previews.push(value.filmFrame),
    });
    const report = await runRender(cardPlan(CARDS, { rate: NTSC }), runtime);
    expect(report.probe.video).toMatchObject({ frameCount: 194, rate: NTSC, colour: { matrix: 'bt709', range: 'tv' } });
    expect(report.segments).toEqual({ rendered: 5, reused: 0 });
    expect(report.facts.map((facts) => facts?.notices[0])).toEqual([
      'seed 10',
      'seed 80',
      'seed 150',
      'seed 220',
      'seed 300',
    ]);
    expect(await countsOf(engine(), runtime.outputPath)).toEqual(Array.from({ length: 194 }, (_, index) => index));
    expect(progress).toEqual(Array.from({ length: 194 }, (_, index) => index + 1));
    expect(await readdir(runtime.temporaryRoot)).toEqual([]);
    expect(await readdir(join(runtime.root, 'out'))).toEqual(['film.mp4']);
  });

  it('draws only the changed shot the second time, and says so', async () => {
    const runtime = await runtimeFor();
    await runRender(cardPlan(CARDS), runtime);
    const changed = CARDS.map((card) => (card.seed === 150 ? { ...card, seed: 160 } : card));
    const report = await runRender(cardPlan(changed), runtime);
    expect(report.segments).toEqual({ rendered: 1, reused: 4 });
    expect(report.frames).toEqual({ drawn: 31, reused: 163 });
    expect(report.facts[2]?.notices).toEqual(['seed 160']);
    expect(report.facts[3]?.notices).toEqual(['seed 220']);
    expect(await countsOf(engine(), runtime.outputPath)).toHaveLength(194);
  });

  it('draws a damaged cache entry again', async () => {
    const runtime = await runtimeFor();
    const plan = cardPlan(CARDS.slice(0, 3));
    await runRender(plan, runtime);
    const [, , third] = planParts(plan, engine().identity);
    const key = third?.key ?? '';
    await writeFile(join(runtime.root, 'cache', key.slice(0, 2), key), 'not a film');
    const report = await runRender(plan, runtime);
    expect(report.segments).toEqual({ rendered: 1, reused: 2 });
    expect(await countsOf(engine(), runtime.outputPath)).toHaveLength(52);
  });

  it.each([24, 25, 30])(
    'delivers %d frames a second as players want it, sound and picture within one frame',
    async (fps) => {
      const runtime = await runtimeFor();
      const lengthSeconds = 100 / fps;
      const hash = createHash('sha256').update('tone').digest('hex');
      const tone = Float32Array.from(
        { length: 48_000 * 4 },
        (_, index) => 0.2 * Math.sin((2 * Math.PI * 330 * index) / 48_000),
      );
      await writeFile(join(runtime.root, `${hash}.wav`), encodeWav({ sampleRate: 48_000, channels: [tone, tone] }));
      const audio = {
        sampleRate: 48_000,
        lengthSeconds,
        duckMusicUnderVoice: true,
        sources: [{ id: 'm', role: 'music', hash, startSeconds: 0, lengthSeconds, fadeOutSeconds: 0.3 }],
      };
      const report = await runRender(
        cardPlan([{ seed: 1, lengthFrames: 100 }], { audio, rate: { numerator: fps, denominator: 1 } }),
        runtime,
      );
      expect(report.probe.video).toMatchObject({
        frameCount: 100,
        rate: { numerator: fps, denominator: 1 },
        isConstantRate: true,
        colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', range: 'tv' },
      });
      expect(Math.abs((report.probe.audio[0]?.durationSeconds ?? 0) - lengthSeconds)).toBeLessThanOrEqual(1 / fps);
      const bytes = await readFile(runtime.outputPath);
      // The index before the pictures: a player begins before the whole file is there.
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
      expect(Math.abs((report.loudness?.integratedLufs ?? 0) + 14)).toBeLessThanOrEqual(0.5);
      expect(report.loudness?.truePeakDb).toBeLessThanOrEqual(-1);
    },
  );

  it('stops every worker within two seconds of an abort and leaves no file', async () => {
    const workers: number[] = [];
    const controller = new AbortController();
    const reason = new Error('cancelled by a person');
    const runtime = await runtimeFor({ signal: controller.signal, onWorker: (id) => void workers.push(id) });
    const cards = [1, 2, 3].map((seed) => ({ seed, lengthFrames: 100, word: 'slow' }));
    const render = runRender(cardPlan(cards), runtime);
    const failed = expect(render).rejects.toBe(reason);
    while (workers.length < 2) await sleep(20);
    await sleep(300);
    const aborted = performance.now();
    controller.abort(reason);
    await failed;
    expect(performance.now() - aborted).toBeLessThan(2000);
    await sleep(50);
    expect(workers.filter(isAlive)).toEqual([]);
    expect(await readdir(runtime.temporaryRoot)).toEqual([]);
    expect(await readdir(join(runtime.root, 'out')).catch(() => [])).toEqual([]);
  });

  it('draws a part again when its worker is killed, and gives the same film', async () => {
    const cards = [
      { seed: 5, lengthFrames: 30, word: 'slow' },
      { seed: 6, lengthFrames: 20 },
    ];
    const calm = await runtimeFor();
    await runRender(cardPlan(cards), calm);
    let killed = 0;
    const progress: number[] = [];
    const runtime = await runtimeFor({
      workers: 1,
      onProgress: (value) => void progress.push(value.framesReady),
      onWorker(processId) {
        if (killed > 0) return;
        killed = processId;
        setTimeout(() => process.kill(processId, 'SIGKILL'), 800);
      },
    });
    const report = await runRender(cardPlan(cards), runtime);
    expect(isAlive(killed)).toBe(false);
    expect(progress).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(report.probe.video?.frameCount).toBe(50);
    expect(await readFile(runtime.outputPath)).toEqual(await readFile(calm.outputPath));
  });

  it('gives up with a clear error when the worker of one part dies twice', async () => {
    const runtime = await runtimeFor({
      workers: 1,
      onWorker: (id) => void setTimeout(() => process.kill(id, 'SIGKILL'), 500),
    });
    const render = runRender(cardPlan([{ seed: 5, lengthFrames: 60, word: 'slow' }]), runtime);
    await expect(render).rejects.toMatchObject({
      code: 'render.worker_died',
      isRetryable: true,
      details: { shots: ['shot-1'] },
    });
    expect(await readdir(runtime.temporaryRoot)).toEqual([]);
  });

  it('names the shot whose drawing fails, without trying it again', async () => {
    const workers: number[] = [];
    const runtime = await runtimeFor({ workers: 1, onWorker: (id) => void workers.push(id) });
    const render = runRender(
      cardPlan([
        { seed: 1, lengthFrames: 5 },
        { seed: 5, lengthFrames: 10, word: 'throw' },
      ]),
      runtime,
    );
    await expect(render).rejects.toMatchObject({
      code: 'render.drawing_failed',
      details: { shots: ['shot-2'] },
      message: expect.stringContaining('this card cannot be drawn'),
    });
    expect(workers).toHaveLength(1);
  });

  it('says of a picture that may not be used what its keeper says', async () => {
    const plan = cardPlan([{ seed: 1, lengthFrames: 5 }]);
    const [segment] = plan.segments;
    const [layer] = segment!.layers;
    const subject = sceneSubject.parse({
      pictureKey: 'p',
      use: 'photo',
      hash: 'a'.repeat(64),
      width: 320,
      height: 180,
    });
    const scene = { ...layer!.scene, subjects: [subject] };
    const shown = { ...plan, segments: [{ ...segment!, layers: [{ ...layer!, scene }] }] };
    const refusal = new KinoraError('safety.picture_refused', 'sexual', { sentence: 'This picture is refused.' });
    const runtime = await runtimeFor({ pathOf: () => Promise.reject(refusal) });
    await expect(runRender(shown, runtime)).rejects.toBe(refusal);
  });
});

describe('planning parts', () => {
  const identity = { name: 'node-av', version: '8.1' } as const;

  it('covers every segment exactly, in order, and splits only long ones', () => {
    const plan = cardPlan(CARDS);
    const parts = planParts(plan, identity);
    for (const [index, segment] of plan.segments.entries()) {
      const own = parts.filter((part) => part.segment === index);
      let frame = 0;
      for (const part of own) {
        expect(part.startFrame).toBe(frame);
        frame += part.lengthFrames;
      }
      expect(frame).toBe(segment.lengthFrames);
      expect(own).toHaveLength(segment.lengthFrames > 120 ? 2 : 1);
    }
  });

  it('changes every key with the engine’s version, and none without a change', () => {
    const plan = cardPlan(CARDS);
    const keys = planParts(plan, identity).map((part) => part.key);
    expect(planParts(plan, identity).map((part) => part.key)).toEqual(keys);
    const other = planParts(plan, { ...identity, version: '8.2' }).map((part) => part.key);
    expect(other.filter((key) => keys.includes(key))).toEqual([]);
  });
});
