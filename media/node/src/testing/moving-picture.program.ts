import type { Canvas } from '@napi-rs/canvas';
import { serveRenderWorker } from '../render/serve-worker.ts';
import { createMovingPicture } from './moving-picture.ts';

/** Render worker of the engine bench: draws the moving picture through the same path as a film's shots. */
serveRenderWorker(async (plan, segment) => {
  const picture = await createMovingPicture(plan.size.width, plan.size.height);
  return {
    drawFrame: (context, frame) =>
      picture.draw(context as unknown as ReturnType<Canvas['getContext']>, segment.startFrame + frame),
    facts: { textBoxes: [], productBoxes: [], enlargements: [], notices: [] },
  };
});
