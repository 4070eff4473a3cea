import type { EncodeSettings, Rate, Size } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRequest, EngineResult, EngineRunOptions, EngineStream } from '../engine/request.ts';
import { BT709_STREAM_OPTIONS, TAG_BT709, TO_BT709_YUV } from './colour.ts';

/** veryfast for drafts and finals: `medium` at the same crf takes 2.7 times as long (stack.md part 2 §2). */
export const DEFAULT_ENCODE: EncodeSettings = { codec: 'h264', preset: 'veryfast', crf: 20 };

export type EncodePlan = {
  readonly path: string;
  readonly size: Size;
  readonly rate: Rate;
  readonly settings: EncodeSettings;
};

/** H.264 track that can stand beside its neighbours in one file: closed groups, a key frame first, BT.709 tagged. */
export function h264Stream(from: string, settings: EncodeSettings, keyFrameInterval: number): EngineStream {
  return {
    kind: 'encode',
    from,
    media: 'video',
    encoder: 'libx264',
    options: {
      preset: settings.preset,
      crf: String(settings.crf),
      profile: 'high',
      g: String(keyFrameInterval),
      flags: '+cgop',
      ...BT709_STREAM_OPTIONS,
    },
  };
}

/** Two seconds between key frames: players jump quickly, at under two per cent of the size. */
export function keyFrameInterval(rate: Rate): number {
  return Math.max(1, Math.round((2 * rate.numerator) / rate.denominator));
}

export function planEncode(plan: EncodePlan): EngineRequest {
  return {
    inputs: [{ kind: 'frames', size: plan.size, rate: plan.rate }],
    graph: `[0:v]${TO_BT709_YUV},${TAG_BT709}[picture]`,
    outputs: [
      {
        kind: 'file',
        path: plan.path,
        container: 'mp4',
        streams: [h264Stream('picture', plan.settings, keyFrameInterval(plan.rate))],
      },
    ],
  };
}

/** Encodes raw RGBA frames (full range, opaque) as they come; the source is asked for the next only when there is room. */
export function encodeFrames(
  engine: MediaEngine,
  plan: EncodePlan,
  options: EngineRunOptions & { frames: AsyncIterable<Uint8Array> },
): Promise<EngineResult> {
  return engine.run(planEncode(plan), options);
}
