import type { Rate } from '@kinora/contract';
import { type PrepareSegment, prepareSegment, type Toolkit } from '@kinora/media-core';
import type { MediaEngine } from '../engine/engine.ts';
import { type FrameReader, openFrameReader } from '../frames/frame-reader.ts';
import type { PrepareInWorker } from '../render/serve-worker.ts';
import { createNodeToolkit, type DecodedFrame } from './toolkit.ts';

type Tools = Parameters<PrepareInWorker>[2];

/**
 * The drawing side of a render worker. One toolkit lives as long as its process, so that walls, sprites and grain made
 * for one segment serve the next; only the map from hash to file and the film's rate change with each task.
 */
export function createPrepareInWorker(prepare: PrepareSegment = prepareSegment): PrepareInWorker {
  let toolkit: Toolkit | undefined;
  let tools: Tools | undefined;
  let rate: Rate | undefined;
  const readFilm = createFilmFrames();
  return (plan, segment, current) => {
    tools = current;
    rate = plan.rate;
    toolkit ??= createNodeToolkit({
      findAsset: (hash) => tools!.pathOf(hash),
      decodeVideoFrame: (path, frame, maximum) => readFilm(tools!.engine, { path, frame, maximum, rate: rate! }),
    });
    return prepare(plan, segment, toolkit);
  };
}

type FrameRequest = { path: string; frame: number; maximum: { width: number; height: number }; rate: Rate };

/** A transition shows two films at once; more are never drawn side by side. */
const OPEN_FILMS = 2;

/**
 * Frames of films at the rate of the plan, scaled to the size asked for (the scene asks with the film's own
 * proportions). A film stays open from frame to frame: a jump for each would decode a second of film for every frame.
 */
function createFilmFrames(): (engine: MediaEngine, request: FrameRequest) => Promise<DecodedFrame> {
  const open = new Map<string, Promise<FrameReader>>();
  return async (engine, { path, frame, maximum, rate }) => {
    const size = { width: Math.round(maximum.width), height: Math.round(maximum.height) };
    const key = `${path} ${size.width}x${size.height} ${rate.numerator}/${rate.denominator}`;
    const reader = open.get(key) ?? openFrameReader(engine, { path, rate, size });
    // Taken out and put back at the end: the first entry is the one not used for longest.
    open.delete(key);
    open.set(key, reader);
    const [oldest] = open.keys();
    if (open.size > OPEN_FILMS && oldest !== undefined) {
      const film = open.get(oldest);
      open.delete(oldest);
      await (await film)?.close();
    }
    return { pixels: new Uint8Array(await (await reader).read(frame)), ...size };
  };
}
