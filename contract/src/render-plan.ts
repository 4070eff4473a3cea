import { z } from 'zod';
import { contentHash, language, rate, ratio, size } from './primitives.ts';
import { filmLook, sceneDescription } from './scene.ts';

/** One thing drawn in a segment. `offsetFrames` = frame of the shot shown at the segment's first frame. */
export const segmentLayer = z.object({
  shotKey: z.string(),
  scene: sceneDescription,
  /** Whole length of the shot: curves that end with the cut need it even when the segment shows a part. */
  shotLengthFrames: z.int().positive(),
  offsetFrames: z.int(),
});
export type SegmentLayer = z.infer<typeof segmentLayer>;

/** A caption burned into the picture, frames relative to the segment. Lines are already broken for this ratio. */
export const segmentCaption = z.object({
  startFrame: z.int(),
  endFrame: z.int(),
  lines: z.array(z.string()).min(1).max(3),
  language,
});
export type SegmentCaption = z.infer<typeof segmentCaption>;

/** Watermark as the kit sets it: nine anchors or a free place, all in fractions of the frame's short side. */
export const watermark = z.object({
  hash: contentHash,
  width: z.int().positive(),
  height: z.int().positive(),
  /** The same mark for dark pictures; the compositor takes the one that is seen. */
  onDark: z.object({ hash: contentHash, width: z.int().positive(), height: z.int().positive() }).optional(),
  anchor: z.enum(['top_left', 'top', 'top_right', 'left', 'centre', 'right', 'bottom_left', 'bottom', 'bottom_right']),
  offsetX: z.number().default(0),
  offsetY: z.number().default(0),
  scale: z.number().min(0.02).max(1),
  opacity: z.number().min(0).max(1),
  margin: z.number().min(0).max(0.3),
});
export type Watermark = z.infer<typeof watermark>;

/** Small words on the picture that say a model took part in it. */
export const disclosure = z.object({ text: z.string().min(1).max(40), language });
export type Disclosure = z.infer<typeof disclosure>;

/**
 * A run of frames that is drawn and encoded as one file and kept by `contentHash`: the SHA-256 of everything that
 * decides its pixels (layers, look, captions, watermark, size, rate, encoder settings, engine name and version).
 */
export const renderSegment = z.object({
  contentHash,
  startFrame: z.int().nonnegative(),
  lengthFrames: z.int().positive(),
  /** One layer, or two (outgoing, incoming) during a transition. */
  layers: z.array(segmentLayer).min(1).max(2),
  transition: z
    .object({
      kind: z.enum(['dissolve', 'wipe', 'push', 'dip']),
      offsetFrames: z.int().nonnegative(),
      lengthFrames: z.int().positive(),
    })
    .optional(),
  captions: z.array(segmentCaption).default([]),
});
export type RenderSegment = z.infer<typeof renderSegment>;

/** One sound on the mix. Times in seconds at 48 kHz from the film's start. */
export const audioSource = z.object({
  id: z.string(),
  role: z.enum(['voice', 'music', 'effect']),
  hash: contentHash,
  startSeconds: z.number().nonnegative(),
  inSeconds: z.number().nonnegative().default(0),
  lengthSeconds: z.number().positive(),
  gainDb: z.number().min(-60).max(24).default(0),
  /** Loudness it is brought to before `gainDb`, for sounds made elsewhere; absent: it is as loud as it should be. */
  levelLufs: z.number().min(-60).max(-5).optional(),
  fadeInSeconds: z.number().nonnegative().default(0),
  fadeOutSeconds: z.number().nonnegative().default(0),
});
export type AudioSource = z.infer<typeof audioSource>;

export const audioGraph = z.object({
  sampleRate: z.literal(48000),
  lengthSeconds: z.number().positive(),
  sources: z.array(audioSource),
  /** Music is turned down under the voice by a side-chain compressor (craft.md §8). */
  duckMusicUnderVoice: z.boolean(),
  loudness: z
    .object({ integratedLufs: z.number(), truePeakDb: z.number() })
    .default({ integratedLufs: -14, truePeakDb: -1.5 }),
});
export type AudioGraph = z.infer<typeof audioGraph>;

export const encodeSettings = z.object({
  codec: z.literal('h264'),
  preset: z.enum(['ultrafast', 'veryfast', 'medium']),
  crf: z.int().min(0).max(51),
});
export type EncodeSettings = z.infer<typeof encodeSettings>;

/** rulings §4.1: segments + audio graph + outputs as data; never argument lists. One plan makes one file of one ratio. */
export const renderPlan = z.object({
  ratio,
  size,
  rate,
  totalFrames: z.int().positive(),
  look: filmLook,
  watermark: watermark.optional(),
  disclosure: disclosure.optional(),
  segments: z.array(renderSegment).min(1),
  /** Absent for a silent piece, such as one shot's take. */
  audio: audioGraph.optional(),
  encode: encodeSettings,
});
export type RenderPlan = z.infer<typeof renderPlan>;
