import { createCanvas } from '@napi-rs/canvas';
import { createPrepareInWorker } from '../canvas/index.ts';
import { openEngine } from '../engine/open-engine.ts';
import type { StillAnswer, StillTask } from './still-messages.ts';

/**
 * Draws single frames for previews while people edit: the render's own code, in a process of its own, kept warm because
 * layers of one set serve the next frame. One task at a time: a second waits in the channel.
 */
const JPEG_QUALITY = 86;
const prepare = createPrepareInWorker();
let queue = Promise.resolve();

process.on('disconnect', () => process.exit(0));
process.on('message', (task: StillTask) => {
  queue = queue.then(() => answer(task));
});

async function answer(task: StillTask): Promise<void> {
  const result: StillAnswer = await draw(task).then(
    (jpeg) => ({ id: task.id, jpeg }),
    (error: Error) => ({ id: task.id, failure: error.stack ?? error.message }),
  );
  process.send?.(result);
}

async function draw(task: StillTask): Promise<Uint8Array> {
  const engine = await openEngine(task.engine);
  try {
    const pathOf = (hash: string) => {
      const path = task.files[hash];
      if (path === undefined) throw new Error(`the frame draws from ${hash}, which was not named`);
      return path;
    };
    const prepared = await prepare({ ...task.plan, segments: [task.segment] }, task.segment, { pathOf, engine });
    const { width, height } = task.plan.size;
    const canvas = createCanvas(width, height);
    await prepared.seek?.(task.frame);
    prepared.drawFrame(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, task.frame);
    return await canvas.encode('jpeg', JPEG_QUALITY);
  } finally {
    await engine.close();
  }
}
