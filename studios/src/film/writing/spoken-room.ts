import { framesPerSecond, type StoryboardShot } from '@kinora/contract';
import { CHARACTERS_PER_SECOND } from '../planner/narration.ts';
import { type Draft, isSpoken } from './draft.ts';

/** A voice begins a moment after the cut and ends before the next. */
const AIR_SECONDS = 0.6;
const LEAST = 12;

/** Characters that can be spoken over a shot as long as it is; 0 where the film has no voice or the shot no room. */
export function mostSpoken(shot: Pick<StoryboardShot, 'lengthFrames'>, draft: Draft): number {
  if (!isSpoken(draft)) return 0;
  const seconds = shot.lengthFrames / framesPerSecond(draft.storyboard.rate);
  const room = Math.floor((seconds - AIR_SECONDS) * CHARACTERS_PER_SECOND);
  return room < LEAST ? 0 : Math.min(200, room);
}
