import { z } from 'zod';
import { say } from './messages.ts';

/**
 * Where the middle of a crop is at a frame of its shot, as fractions of the source picture. The size of the crop follows from
 * the shape of the frame; only its place is a person's choice.
 */
export const framingKey = z
  .object({
    frame: z.int().nonnegative(),
    x: z.number().min(0).max(1),
    y: z.number().min(0).max(1),
  })
  .meta({ id: 'FramingKey' });
export type FramingKey = z.infer<typeof framingKey>;

/** As many as a path may have: one every half second of the longest shot. */
export const MOST_FRAMING_KEYS = 40;

/** A crop's path through one shot. Frames rise; none is there twice. */
export const framingPath = z
  .array(framingKey)
  .max(MOST_FRAMING_KEYS)
  .refine((keys) => keys.every((key, index) => index === 0 || key.frame > keys[index - 1]!.frame), {
    error: say('field.framing_keys'),
  });
export type FramingPath = z.infer<typeof framingPath>;
