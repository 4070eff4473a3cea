import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareSegment } from '@kinora/media-core';
import { createNodeToolkit } from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';
import { drawProducts } from '../media/node/src/canvas/drawn-products.testing.ts';
import { testLook, testShots } from '../media/node/src/canvas/test-film.testing.ts';

/**
 * Milliseconds of processor time to prepare a shot and to draw one 1080p frame of it, pixels read out, grain on.
 * Processor time and not the clock: the figure means something beside other programs too.
 */
const SIZE = { width: 1920, height: 1080 };
const FRAMES = 60;
const SAMPLES = [4, 17, 30, 43, 56];

const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-film-'));
try {
  const products = await drawProducts(folder);
  const toolkit = createNodeToolkit({ findAsset: products.findAsset });
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  const target = new Uint8Array(SIZE.width * SIZE.height * 4);
  const plan = {
    size: SIZE,
    rate: { numerator: 30, denominator: 1 },
    look: { ...testLook('en'), grain: 0.06 },
    ratio: '16:9' as const,
  };
  let total = 0;
  const shots = testShots(products.subjects, 'en');
  for (const scene of shots) {
    const started = cpuMs();
    const layers = [{ shotKey: scene.kind, scene, shotLengthFrames: FRAMES, offsetFrames: 0 }];
    const segment = await prepareSegment(
      plan,
      { contentHash: '0'.repeat(64), startFrame: 0, lengthFrames: FRAMES, layers, captions: [] },
      toolkit,
    );
    const prepared = cpuMs();
    for (const frame of SAMPLES) {
      segment.drawFrame(context, frame);
      target.set(canvas.data());
    }
    const perFrame = (cpuMs() - prepared) / SAMPLES.length;
    total += perFrame;
    console.log(
      `${scene.kind.padEnd(14)} prepare ${(prepared - started).toFixed(0).padStart(5)} ms   frame ${perFrame.toFixed(1).padStart(5)} ms`,
    );
  }
  console.log(`mean of ${shots.length} scenes: ${(total / shots.length).toFixed(1)} ms a frame`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
