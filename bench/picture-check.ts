import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SafetyPolicy } from '@kinora/contract';
import { createPictureChecker } from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';
import { median, percentile, printFigures, timeSeconds } from './lib/figures.ts';
import { type BenchStudio, openBenchStudio } from './lib/studio.ts';

/**
 * What the picture check costs: one look in its child, and uploads of photographs with the check off and on, one after the
 * other as a person sends them. `--pictures N` for another number than 500.
 */
const { values } = parseArgs({ options: { pictures: { type: 'string', default: '500' } } });
const PICTURES = Number(values.pictures);
const LOOKS = 60;

let number = 0;
/** A photograph-like picture that no other is: soft shapes on a ground of its own. */
function draw(width: number, height: number): Promise<Buffer> {
  number += 1;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = `hsl(${(number * 37) % 360}, 30%, 70%)`;
  context.fillRect(0, 0, width, height);
  for (let shape = 0; shape < 400; shape += 1) {
    const [x, y, size] = [(shape * 89 + number * 13) % width, (shape * 57 + number * 7) % height, 4 + (shape % 90)];
    context.fillStyle = `hsla(${(shape * 7 + number) % 360}, 35%, ${30 + (shape % 50)}%, 0.2)`;
    context.beginPath();
    context.ellipse(x, y, size, size * 0.6, shape, 0, 7);
    context.fill();
  }
  return canvas.encode('jpeg', 88);
}

async function measureLooks(): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-look-'));
  const checker = createPictureChecker();
  const times: number[] = [];
  try {
    for (let run = 0; run <= LOOKS; run += 1) {
      const file = join(folder, `${run}.jpg`);
      await writeFile(file, await draw(640, 480));
      const seconds = await timeSeconds(() => checker.look(file));
      // The first starts the child and reads the model.
      if (run > 0) times.push(seconds * 1000);
      else console.log(`The first look, with its child and the model: ${seconds.toFixed(2)} s`);
    }
  } finally {
    checker.close();
    await rm(folder, { recursive: true, force: true });
  }
  return times;
}

async function send(studio: BenchStudio, bytes: Buffer): Promise<void> {
  const begun = await studio.call<{ id: string }>('POST', '/uploads', { name: 'photo.jpg', sizeBytes: bytes.length });
  await studio.call('PUT', `/uploads/${begun.id}/parts/1`, bytes);
  await studio.call('POST', `/uploads/${begun.id}/complete`);
}

async function measureUploads(studio: BenchStudio): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < PICTURES; run += 1) {
    const bytes = await draw(1600, 1200);
    times.push(await timeSeconds(() => send(studio, bytes)));
  }
  return times;
}

const readWaiting = async (studio: BenchStudio) =>
  (await studio.call<SafetyPolicy>('GET', '/safety/policy')).pictures.waiting;

async function waitUntilLooked(studio: BenchStudio): Promise<void> {
  while ((await readWaiting(studio)) > 0) await sleep(200);
}

const perSecond = (times: readonly number[]) => times.length / times.reduce((sum, one) => sum + one, 0);

const looks = await measureLooks();
const studio = await openBenchStudio();
try {
  await studio.call('PATCH', '/safety/policy', { checksPictures: false });
  const off = await measureUploads(studio);
  await studio.call('PATCH', '/safety/policy', { checksPictures: true });
  const behind = await timeSeconds(() => waitUntilLooked(studio));
  console.log(`${PICTURES} that came while it was off were looked at in ${behind.toFixed(1)} s`);
  const on = await measureUploads(studio);
  const left = await readWaiting(studio);
  printFigures(`Picture check, ${PICTURES} uploads`, [
    { name: 'one look', unit: 'ms', values: looks, note: `p95 ${percentile(looks, 0.95).toFixed(0)} ms` },
    { name: 'upload, check off', unit: 's', values: off, note: `${perSecond(off).toFixed(2)} a second` },
    { name: 'upload, check on', unit: 's', values: on, note: `${perSecond(on).toFixed(2)} a second` },
  ]);
  console.log(
    `\nAn upload takes ${(median(on) / median(off)).toFixed(2)} × with the check; ${left} were not looked at yet at its end.`,
  );
} finally {
  await studio.close();
}
