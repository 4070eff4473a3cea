import { z } from 'zod';

/** What a file shows of its product. Exactly one picture of a product that has pictures is its hero. */
export const mediaRole = z.enum([
  'hero',
  'front',
  'back',
  'side',
  'detail',
  'lifestyle',
  'exterior',
  'interior',
  'sound',
  'model_3d',
]);
export type MediaRole = z.infer<typeof mediaRole>;
