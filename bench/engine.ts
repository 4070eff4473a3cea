import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEFAULT_ENCODE,
  encodeFrames,
  type MediaEngine,
  openEngine,
  openFolderCache,
  runRender,
} from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';
import { createMovingPicture } from '../media/node/src/testing/moving-picture.ts';
import { cardPlan } from '../media/node/src/testing/render-plan.ts';
import { prepareBaseline } from './lib/baseline.ts';
import { type Figure, median, printFigures, repeat, timeSeconds } from './lib/figures.ts';

/**
 * What the engine can do on this machine at 1080p. The first figure is the baseline of the budgets: ready yuv420p
 * frames, x264 veryfast, crf 20. FFMPEG_PATH measures a system FFmpeg instead.
 */
const SIZE = { width: 1920, height: 1080 };
const RATE = { numerator: 30, denominator: 1 };
const READY_FRAMES = 30;
const FRAMES = 120;
const RUNS = 3;

const ffmpegPath = process.env['FFMPEG_PATH'];
const choice = ffmpegPath === undefined ? {} : { ffmpegPath };
const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-engine-'));
const engine = await openEngine(choice);
try {
  await measure(engine);
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(target: MediaEngine): Promise<void> {
  const rgba = await drawReadyFrames();
  const fps = (seconds: number) => FRAMES / seconds;
  const figures: Figure[] = [];
  const baseline = await prepareBaseline(target, rgba, {
    rawPath: join(folder, 'ready.yuv'),
    outputPath: join(folder, 'baseline.mp4'),
    size: SIZE,
    rate: RATE,
    frames: FRAMES,
  });
  figures.push({
    name: 'baseline: ready yuv420p → x264 veryfast crf 20',
    unit: 'frames/s',
    values: await repeat(RUNS, async () => fps(await timeSeconds(baseline))),
  });
  figures.push({
    name: 'ready RGBA handed over → x264 veryfast crf 20',
    unit: 'frames/s',
    values: await repeat(RUNS, async () => fps(await timeSeconds(() => encodeReady(target, rgba)))),
  });
  figures.push({
    name: 'drawing alone, one process',
    unit: 'frames/s',
    values: await repeat(RUNS, async () => fps(await timeSeconds(drawOnly))),
  });
  for (const workers of [...new Set([1, availableParallelism()])]) {
    const values = await repeat(RUNS, async (run) => fps((await render(target, { workers, seed: run })).seconds.total));
    figures.push({
      name: `render of ${FRAMES} frames: draw, encode, join`,
      note: `${workers} workers, start included`,
      unit: 'frames/s',
      values,
    });
  }
  figures.push({
    name: 'second render after one of three shots changed',
    unit: 's',
    values: await repeat(RUNS, (run) => rerender(target, run)),
  });
  figures.push({ name: 'probe of a finished film', unit: 'ms', values: await repeat(10, () => probeOnce(target)) });
  printFigures(`Engine ${target.identity.name} ${target.identity.version}, 1920×1080`, figures);
  const [first, , , , drawn] = figures;
  if (first && drawn)
    console.log(
      `\nDraw + encode with all cores takes ${(median(first.values) / median(drawn.values)).toFixed(2)} × the baseline's time.`,
    );
}

async function drawReadyFrames(): Promise<Uint8Array[]> {
  const picture = await createMovingPicture(SIZE.width, SIZE.height);
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d');
  return Array.from({ length: READY_FRAMES }, (_, frame) => {
    picture.draw(context, frame);
    return new Uint8Array(canvas.data());
  });
}

async function drawOnly(): Promise<void> {
  const picture = await createMovingPicture(SIZE.width, SIZE.height);
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d');
  const frameCopy = new Uint8Array(SIZE.width * SIZE.height * 4);
  for (let frame = 0; frame < FRAMES; frame += 1) {
    picture.draw(context, frame);
    frameCopy.set(canvas.data());
  }
}

async function encodeReady(target: MediaEngine, rgba: readonly Uint8Array[]): Promise<void> {
  async function* frames() {
    for (let index = 0; index < FRAMES; index += 1) yield pingPong(rgba, index);
  }
  await encodeFrames(
    target,
    { path: join(folder, 'ready.mp4'), size: SIZE, rate: RATE, settings: DEFAULT_ENCODE },
    { frames: frames() },
  );
}

/** Forwards and backwards, so that the end does not jump to the start. */
function pingPong(frames: readonly Uint8Array[], index: number): Uint8Array {
  const place = index % (2 * frames.length - 2);
  return frames[place < frames.length ? place : 2 * frames.length - 2 - place] as Uint8Array;
}

function render(target: MediaEngine, options: { workers: number; seed: number; cache?: string }) {
  const third = Math.floor(FRAMES / 3);
  const cards = [1, 2, 3].map((shot) => ({ seed: shot === 2 ? options.seed : shot, lengthFrames: third }));
  return runRender(cardPlan(cards, { size: SIZE, rate: RATE }), {
    engine: target,
    engineChoice: choice,
    pathOf: async (hash) => join(folder, hash),
    cache: openFolderCache(join(folder, options.cache ?? `cache-${options.workers}-${options.seed}`)),
    temporaryRoot: join(folder, 'work'),
    outputPath: join(folder, 'film.mp4'),
    workers: options.workers,
    workerProgram: 'media/node/src/testing/moving-picture.program.ts',
  });
}

async function rerender(target: MediaEngine, run: number): Promise<number> {
  const cache = `cache-again-${run}`;
  await render(target, { workers: availableParallelism(), seed: 100, cache });
  return (await render(target, { workers: availableParallelism(), seed: 200 + run, cache })).seconds.total;
}

async function probeOnce(target: MediaEngine): Promise<number> {
  return 1000 * (await timeSeconds(() => target.probe(join(folder, 'film.mp4'))));
}
