import type { Rate } from '@kinora/contract';
import { type PrepareSegment, prepareSegment, type Toolkit } from '@kinora/media-core';
import type { MediaEngine } from '../engine/engine.ts';
import { decodeFrame } from '../frames/decode-frames.ts';
import type { PrepareInWorker } from '../render/serve-worker.ts';
import { createNodeToolkit, type DecodedFrame } from './toolkit.ts';

type Tools = Parameters<PrepareInWorker>[2];

/**
 * The drawing side of a render worker. One toolkit lives as long as its process, so that walls, sprites and grain made
 * for one segment serve the next; only the map from hash to file changes with each task.
 */
export function createPrepareInWorker(prepare: PrepareSegment = prepareSegment): PrepareInWorker {
  let toolkit: Toolkit | undefined;
  let tools: Tools | undefined;
  return (plan, segment, current) => {
    tools = current;
    toolkit ??= createNodeToolkit({
      findAsset: (hash) => tools!.pathOf(hash),
      decodeVideoFrame: (path, frame, maximum) => decodeOne(tools!.engine, { path, frame, maximum, rate: plan.rate }),
    });
    return prepare(plan, segment, toolkit);
  };
}

/** One frame of a film at the rate of the plan, scaled to the size asked for (the scene asks with the film's own proportions). */
async function decodeOne(
  engine: MediaEngine,
  request: {
    path: string;
    frame: number;
    maximum: { width: number; height: number };
    rate: Rate;
  },
): Promise<DecodedFrame> {
  const size = { width: Math.round(request.maximum.width), height: Math.round(request.maximum.height) };
  const { rgba } = await decodeFrame(engine, { path: request.path, frame: request.frame, rate: request.rate, size });
  return { pixels: rgba, ...size };
}
