import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, ProjectTree } from '@kinora/contract';
import { openEngine } from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';
import { createMovingPicture } from '../media/node/src/testing/moving-picture.ts';
import { prepareBaseline } from './lib/baseline.ts';
import { type Figure, printFigures, timeSeconds } from './lib/figures.ts';
import { type BenchStudio, openBenchStudio } from './lib/studio.ts';

/**
 * The whole product film from press to files (rulings §7), 1080p30, of the sample pictures: one ratio, four ratios, and the
 * second render after one shot changed. Each in a studio of its own, so that nothing is reused between them. `--seconds 15`
 * is a short try, `--runs N` repeats.
 */
const SIZE = { width: 1920, height: 1080 };
const RATE = { numerator: 30, denominator: 1 };
const seconds = readNumber('--seconds', 30);
const runs = readNumber('--runs', 1);
const baseline: number[] = [];
const one: number[] = [];
const four: number[] = [];
const again: number[] = [];

for (let run = 0; run < runs; run += 1) {
  baseline.push(await measureBaseline());
  await withStudio(async (studio) => {
    const film = await makeFilm(studio, ['16:9']);
    one.push(film.seconds);
    again.push(await changeOneShot(studio, film.projectId));
  });
  await withStudio(async (studio) => {
    four.push((await makeFilm(studio, ['16:9', '9:16', '1:1', '4:5'])).seconds);
  });
}

const ratio = (values: number[], to: number[]) => values.map((value, index) => value / (to[index] ?? Number.NaN));
const isFull = seconds === 30;
const figures: Figure[] = [
  { name: 'baseline: as many ready frames encoded', unit: 's', values: baseline },
  { name: 'film in one ratio', unit: 's', values: one, ...(isFull ? { limit: '≤ 75 s' } : {}) },
  { name: 'film in one ratio, to baseline', unit: '×', values: ratio(one, baseline), limit: 'aim 2.5 ×' },
  { name: 'film in four ratios', unit: 's', values: four, ...(isFull ? { limit: '≤ 240 s' } : {}) },
  { name: 'after one changed shot', unit: 's', values: again },
  { name: 'after one changed shot, to the whole', unit: '×', values: ratio(again, one) },
];
printFigures(`Film of ${seconds} s, 1080p30, sample pictures`, figures);

function readNumber(name: string, fallback: number): number {
  const index = process.argv.indexOf(name);
  return index < 0 ? fallback : Number(process.argv[index + 1]);
}

async function withStudio(work: (studio: BenchStudio) => Promise<void>): Promise<void> {
  const studio = await openBenchStudio();
  try {
    await work(studio);
  } finally {
    await studio.close();
  }
}

async function makeFilm(studio: BenchStudio, ratios: string[]): Promise<{ projectId: string; seconds: number }> {
  const sample = await studio.call<{ brand: { id: string }; pictures: { id: string }[]; brief: string }>(
    'POST',
    '/sample?language=en',
  );
  const input = {
    brief: sample.brief,
    pictures: sample.pictures.map((picture) => picture.id),
    brandId: sample.brand.id,
    seconds,
    ratios,
    seed: 1,
  };
  const startedAt = performance.now();
  const job = await runJob(studio, '/jobs/film', { input, maxCredits: 0 });
  if (!job.projectId) throw new Error('the job names no project');
  return { projectId: job.projectId, seconds: (performance.now() - startedAt) / 1000 };
}

/** Another seed is another picture: the shot is drawn again, the film joined again, nothing else. */
async function changeOneShot(studio: BenchStudio, projectId: string): Promise<number> {
  const tree = await studio.call<ProjectTree>('GET', `/projects/${projectId}/tree`);
  const shots = tree.scenes.flatMap((scene) => scene.shots);
  const shot = shots[Math.floor(shots.length / 2)];
  if (!shot) throw new Error('the film has no shots');
  const seed = (shot.scene.seed + 17) % 1000;
  await studio.call('PATCH', `/shots/${shot.id}`, { seed }, { 'if-match': String(shot.revision) });
  return timeSeconds(() => runJob(studio, `/projects/${projectId}/refresh`, { shotIds: [shot.id], maxCredits: 0 }));
}

async function runJob(studio: BenchStudio, path: string, body: unknown): Promise<Job> {
  const key = `bench-${performance.now()}-${Math.random()}`;
  const { job } = await studio.call<{ job: Job }>('POST', path, body, { 'idempotency-key': key });
  for (;;) {
    const answer = await studio.call<{ job: Job }>('GET', `/jobs/${job.id}`);
    if (answer.job.status === 'completed') return answer.job;
    if (['failed', 'cancelled'].includes(answer.job.status))
      throw new Error(`The film ended as ${answer.job.status}: ${JSON.stringify(answer.job.failure)}`);
    await sleep(100);
  }
}

async function measureBaseline(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-baseline-'));
  const engine = await openEngine({});
  try {
    const picture = await createMovingPicture(SIZE.width, SIZE.height);
    const canvas = createCanvas(SIZE.width, SIZE.height);
    const context = canvas.getContext('2d');
    const frames = Array.from({ length: 30 }, (_, frame) => {
      picture.draw(context, frame);
      return new Uint8Array(canvas.data());
    });
    const encode = await prepareBaseline(engine, frames, {
      rawPath: join(folder, 'ready.yuv'),
      outputPath: join(folder, 'baseline.mp4'),
      size: SIZE,
      rate: RATE,
      frames: seconds * 30,
    });
    return await timeSeconds(encode);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
