import { z } from 'zod';
import { framingPath } from './framing.ts';
import { assetId, itemId, language, rate, ratio, shotId, size, takeId } from './primitives.ts';

/** rulings §4.4. Time is integer frames at `fps`. `takeId: null` follows the shot's selection. */
export const timelineTrackKind = z.enum(['video', 'overlay', 'title', 'caption', 'voice', 'music', 'effect']);
export type TimelineTrackKind = z.infer<typeof timelineTrackKind>;

export const transition = z.object({
  kind: z.enum(['dissolve', 'wipe', 'push', 'dip']),
  lengthFrames: z.int().min(1).max(300),
});
export type Transition = z.infer<typeof transition>;

export const keyframe = z.object({
  frame: z.int().nonnegative(),
  property: z.enum(['opacity', 'gainDb', 'x', 'y', 'scale']),
  value: z.number(),
  ease: z.enum(['linear', 'hold', 'smooth']).default('linear'),
});
export type Keyframe = z.infer<typeof keyframe>;

export const timelineItem = z.object({
  id: itemId,
  kind: timelineTrackKind,
  startFrame: z.int().nonnegative(),
  lengthFrames: z.int().positive(),
  source: z.object({
    shotId: shotId.optional(),
    takeId: takeId.nullable().optional(),
    assetId: assetId.optional(),
    /** First frame used of the source. */
    inFrame: z.int().nonnegative().default(0),
    /** Playback speed; 1 is as recorded. */
    rate: z.number().positive().default(1),
    /** Words of a caption or title item. */
    text: z.string().max(600).optional(),
  }),
  linkId: z.string().max(64).optional(),
  keyframes: z.array(keyframe).default([]),
  transitionIn: transition.optional(),
});
export type TimelineItem = z.infer<typeof timelineItem>;

export const timelineTrack = z.object({
  id: z.string().min(1).max(64),
  kind: timelineTrackKind,
  /** Label people read (V1, A1); carries no meaning. */
  label: z.string().max(40),
  language: language.optional(),
  items: z.array(timelineItem),
});
export type TimelineTrack = z.infer<typeof timelineTrack>;

export const timelineMarker = z.object({
  id: z.string().max(64),
  frame: z.int().nonnegative(),
  label: z.string().max(200),
  kind: z.enum(['note', 'beat', 'chapter']),
});
export type TimelineMarker = z.infer<typeof timelineMarker>;

export const timelineVariant = z.object({
  /** Path of the crop through each item that a person set, by the item's id. */
  reframe: z.record(z.string(), framingPath).default({}),
  overrides: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

export const timeline = z.object({
  fps: rate,
  size,
  lengthFrames: z.int().positive(),
  tracks: z.array(timelineTrack),
  markers: z.array(timelineMarker).default([]),
  variants: z.partialRecord(ratio, timelineVariant).default({}),
});
export type Timeline = z.infer<typeof timeline>;
