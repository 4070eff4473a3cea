import type { Rate, Size } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import { unreadable } from '../engine/failures.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { decodeFrames, requireVideo, uprightSize } from './decode-frames.ts';

/** Frames asked for within this distance ahead are reached by decoding on; further ones by a fresh jump. */
const SKIP_AHEAD_FRAMES = 48;
const WHOLE_FILM = 10_000_000;

export type FrameReader = {
  readonly size: Size;
  /** RGBA of a frame; valid until the next `read`. Frames past the end give the last one. */
  read(frame: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

class ReaderClosed extends Error {}

/**
 * Reads a film's frames mostly in order, as a render does: one decoder keeps running and waits between frames, instead
 * of a jump and a second of decoding for each. *Idle* until the first read, *running* while frames are taken, *stopped*
 * and started anew when a frame far away or behind is asked for.
 */
export async function openFrameReader(
  engine: MediaEngine,
  plan: { path: string; rate?: Rate; size?: Size },
  options: { probe?: MediaProbe } = {},
): Promise<FrameReader> {
  const probe = options.probe ?? (await engine.probe(plan.path));
  const video = requireVideo(plan.path, probe);
  const size = plan.size ?? uprightSize(video);
  const rate = plan.rate ?? video.rate;
  const lastFrame = Math.max(0, Math.round((video.durationSeconds * rate.numerator) / rate.denominator) - 1);
  let run: DecodeRun | null = null;
  return {
    size,
    async read(wanted) {
      const frame = Math.min(wanted, lastFrame);
      if (!run || frame < run.frame || frame - run.frame > SKIP_AHEAD_FRAMES) {
        await run?.stop();
        run = startRun(engine, { ...plan, size, startFrame: frame }, probe);
      }
      return run.reach(frame);
    },
    async close() {
      await run?.stop();
      run = null;
    },
  };
}

type DecodeRun = { readonly frame: number; reach(frame: number): Promise<Uint8Array>; stop(): Promise<void> };

/** One decoder that is asked for its next frame: `deliver` holds the decoder until somebody wants to go on. */
function startRun(
  engine: MediaEngine,
  plan: { path: string; rate?: Rate; size: Size; startFrame: number },
  probe: MediaProbe,
): DecodeRun {
  const pixels = new Uint8Array(plan.size.width * plan.size.height * 4);
  let reached = plan.startFrame - 1;
  let isEnded = false;
  let isStopped = false;
  let failure: unknown = null;
  let goOn: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const deliver = async (rgba: Uint8Array, frame: number) => {
    pixels.set(rgba);
    reached = frame;
    const wait = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    arrived();
    await wait;
    if (isStopped) throw new ReaderClosed();
  };
  const done = decodeFrames(engine, { ...plan, lengthFrames: WHOLE_FILM }, deliver, { probe })
    .catch((error: unknown) => {
      if (!isStopped) failure = error;
    })
    .finally(() => {
      isEnded = true;
      arrived();
    });
  return {
    get frame() {
      return Math.max(reached, plan.startFrame);
    },
    async reach(frame) {
      while (reached < frame && !isEnded) {
        const arrival = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        goOn();
        await arrival;
      }
      if (failure !== null) throw failure;
      if (reached < plan.startFrame) throw unreadable(plan.path, new Error(`there is no frame ${frame}`));
      return pixels;
    },
    async stop() {
      isStopped = true;
      goOn();
      await done;
    },
  };
}
