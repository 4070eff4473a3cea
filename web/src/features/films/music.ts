import type { MusicChoice } from '@kinora/contract';

/**
 * In the order of the contract's list, which would bring zod along; `music.test.ts` compares the two. One that is left out
 * here does not compile.
 */
const EVERY: Readonly<Record<MusicChoice, true>> = {
  uplifting: true,
  calm: true,
  driving: true,
  epic: true,
  emotional: true,
  mysterious: true,
  none: true,
};
export const MUSIC = Object.keys(EVERY) as readonly MusicChoice[];
