import type { CameraMove } from '@kinora/contract';

/** The contract's camera moves; `moves.test.ts` proves that none is missing. */
export const MOVES = [
  'push_in',
  'pull_out',
  'pan',
  'tilt',
  'orbit',
  'light_sweep',
  'spotlight',
  'rack_focus',
  'reveal',
  'sway',
  'breeze',
  'stepped',
] as const satisfies readonly CameraMove[];
