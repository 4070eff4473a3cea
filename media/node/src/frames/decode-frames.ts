import { KinoraError, type Rate, type Size } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import { engineErrors } from '../engine/errors.ts';
import type { EngineRequest, EngineRunOptions } from '../engine/request.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { readMatrix, uprightFilters } from './colour.ts';

export type DecodePlan = {
  readonly path: string;
  readonly startFrame: number;
  readonly lengthFrames: number;
  /** Frame grid counted in; the film's own when absent. */
  readonly rate?: Rate;
  /** Size of the frames handed over; the film's own, upright, when absent. Never enlarged or stretched by itself. */
  readonly size?: Size;
  /** Only these of the frames, ascending. What is not wanted is dropped before it is scaled, which costs most. */
  readonly only?: readonly number[];
};

/** Frames decoded before the first wanted one, in seconds: enough for a slow telephone recording to show a frame. */
const LEAD_SECONDS = 1;

/** Size as people see it: turned when the file says so. */
export function uprightSize(video: NonNullable<MediaProbe['video']>): Size {
  const { width, height } = video.size;
  return video.rotation === 90 || video.rotation === 270 ? { width: height, height: width } : { width, height };
}

/**
 * Plan for exactly the frames [startFrame, startFrame + lengthFrames). The jump lands a quarter of a frame before a
 * frame of the grid, so rounding cannot move it to a neighbour; from there frames are counted.
 */
export function planDecode(plan: DecodePlan, probe: MediaProbe): EngineRequest {
  const video = requireVideo(plan.path, probe);
  const rate = plan.rate ?? video.rate;
  const framesPerSecond = rate.numerator / rate.denominator;
  const size = plan.size ?? uprightSize(video);
  const jumpFrame = Math.max(0, plan.startFrame - Math.ceil(LEAD_SECONDS * framesPerSecond));
  const skip = plan.startFrame - jumpFrame;
  const filters = [
    `fps=fps=${rate.numerator}/${rate.denominator}:start_time=0:round=near`,
    `trim=start_frame=${skip}:end_frame=${skip + plan.lengthFrames}`,
    ...(plan.only ? [`select='${plan.only.map((frame) => `eq(n,${frame - plan.startFrame})`).join('+')}'`] : []),
    'setpts=PTS-STARTPTS',
    ...uprightFilters(video.rotation),
    `scale=${size.width}:${size.height}:in_color_matrix=${readMatrix(video)}:out_range=full:flags=bicubic+accurate_rnd+full_chroma_int`,
    'format=rgba',
  ];
  const startSeconds = jumpFrame === 0 ? undefined : (jumpFrame - 0.25) / framesPerSecond;
  return {
    inputs: [{ kind: 'file', path: plan.path, ...(startSeconds === undefined ? {} : { startSeconds }) }],
    graph: `[0:v]${filters.join(',')}[frames]`,
    outputs: [{ kind: 'frames', from: 'frames', frameBytes: size.width * size.height * 4 }],
  };
}

/**
 * Decodes frames and hands each to `onFrame` as RGBA. The bytes are valid until its promise settles; a slow receiver
 * slows the decoder down. Returns how many frames the film really had in that range.
 */
export async function decodeFrames(
  engine: MediaEngine,
  plan: DecodePlan,
  onFrame: (rgba: Uint8Array, frame: number) => void | Promise<void>,
  options: EngineRunOptions & { probe?: MediaProbe } = {},
): Promise<number> {
  const { probe, ...runOptions } = options;
  let count = 0;
  await engine.run(planDecode(plan, probe ?? (await engine.probe(plan.path, options))), {
    ...runOptions,
    async onData(rgba) {
      await onFrame(rgba, plan.only ? plan.only[count]! : plan.startFrame + count);
      count += 1;
    },
  });
  return count;
}

/** One frame as raw RGBA, for a poster, a thumbnail or a drawing that needs frame n. */
export async function decodeFrame(
  engine: MediaEngine,
  plan: Omit<DecodePlan, 'startFrame' | 'lengthFrames'> & { frame: number },
  options: EngineRunOptions & { probe?: MediaProbe } = {},
): Promise<{ rgba: Uint8Array; size: Size }> {
  const probe = options.probe ?? (await engine.probe(plan.path, options));
  let rgba: Uint8Array | null = null;
  const collect = (bytes: Uint8Array) => {
    rgba = new Uint8Array(bytes);
  };
  await decodeFrames(engine, { ...plan, startFrame: plan.frame, lengthFrames: 1 }, collect, { ...options, probe });
  if (rgba === null) {
    throw new KinoraError('engine.unreadable', `${plan.path} has no frame ${plan.frame}`, {
      sentence: engineErrors['engine.unreadable'].sentence,
      details: { frame: plan.frame },
    });
  }
  return { rgba, size: plan.size ?? uprightSize(requireVideo(plan.path, probe)) };
}

export function requireVideo(path: string, probe: MediaProbe): NonNullable<MediaProbe['video']> {
  if (probe.video) return probe.video;
  throw new KinoraError('engine.unreadable', `${path} has no picture`, {
    sentence: engineErrors['engine.unreadable'].sentence,
  });
}
