import { rate, size } from '@kinora/contract';
import { z } from 'zod';

/** Colour description as written in the stream; null where the file says nothing. Names are FFmpeg's. */
export const mediaColour = z.object({
  primaries: z.string().nullable(),
  transfer: z.string().nullable(),
  matrix: z.string().nullable(),
  range: z.enum(['tv', 'pc']).nullable(),
});
export type MediaColour = z.infer<typeof mediaColour>;

export const videoStreamProbe = z.object({
  codec: z.string(),
  profile: z.string().nullable(),
  pixelFormat: z.string().nullable(),
  /** Coded size, before rotation. */
  size,
  /** Degrees clockwise that a player turns the picture. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  rate,
  /** Exact: the container's own count, or packets counted. */
  frameCount: z.int().nonnegative(),
  durationSeconds: z.number().nonnegative(),
  /** False when frames do not follow the stated rate (telephone recordings). */
  isConstantRate: z.boolean(),
  colour: mediaColour,
  bitRate: z.number().nonnegative().nullable(),
});
export type VideoStreamProbe = z.infer<typeof videoStreamProbe>;

export const audioStreamProbe = z.object({
  codec: z.string(),
  sampleRate: z.int().positive(),
  channels: z.int().positive(),
  durationSeconds: z.number().nonnegative(),
  bitRate: z.number().nonnegative().nullable(),
});
export type AudioStreamProbe = z.infer<typeof audioStreamProbe>;

/** What a media file is, independent of which engine looked. Parsed, never trusted: files come from people. */
export const mediaProbe = z.object({
  container: z.string(),
  durationSeconds: z.number().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  bitRate: z.number().nonnegative().nullable(),
  video: videoStreamProbe.nullable(),
  audio: z.array(audioStreamProbe),
});
export type MediaProbe = z.infer<typeof mediaProbe>;
