import { createPrepareInWorker, type MediaEngine, openEngine } from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';
import type { FrameReply, FrameTask } from './frame-messages.ts';

/** Draws single frames with the render's own code, in a process of its own: a heavy scene must not hold up requests. */
const prepare = createPrepareInWorker();
let engine: Promise<MediaEngine> | undefined;

process.on('disconnect', () => process.exit(0));
process.on('message', (task: FrameTask) => {
  draw(task).then(
    (jpeg) => answer({ id: task.id, kind: 'drawn', jpeg }),
    (error: Error) => answer({ id: task.id, kind: 'failed', message: error.stack ?? error.message }),
  );
});

function answer(reply: FrameReply): void {
  process.send?.(reply);
}

async function draw({ plan, frame, files, engine: choice }: FrameTask): Promise<Uint8Array> {
  engine ??= openEngine(choice);
  const pathOf = (hash: string) => {
    const path = files[hash];
    if (path === undefined) throw new Error(`the frame draws from ${hash}, which was not handed over`);
    return path;
  };
  const prepared = await prepare(plan, plan.segments[0]!, { pathOf, engine: await engine });
  await prepared.seek?.(frame);
  const canvas = createCanvas(plan.size.width, plan.size.height);
  prepared.drawFrame(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, frame);
  return canvas.encode('jpeg', 85);
}
