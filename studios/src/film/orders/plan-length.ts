/**
 * What a video model is asked for where a shot has a length of its own: the shortest it makes that covers the shot, of which
 * the first frames are shown and the rest is not; where none is long enough, its longest, whose last picture is then held
 * (and drawn nearer, media/core/src/scenes/video.ts). Nothing is slowed down or sped up.
 */
export function planLength(
  makes: readonly number[],
  shotSeconds: number,
): { seconds: number; shownSeconds: number; heldSeconds: number } {
  const longest = Math.max(...makes);
  const seconds = makes.length === 0 ? Math.ceil(shotSeconds) : (shortestOf(makes, shotSeconds) ?? longest);
  return {
    seconds,
    shownSeconds: Math.min(seconds, shotSeconds),
    heldSeconds: Math.max(0, shotSeconds - seconds),
  };
}

/** A frame's rounding may not buy another second. */
const TOLERANCE_SECONDS = 0.05;

function shortestOf(makes: readonly number[], seconds: number): number | undefined {
  return [...makes].sort((left, right) => left - right).find((each) => each >= seconds - TOLERANCE_SECONDS);
}
