/** One shot's wish: seconds it would like, seconds it must have (words read, line spoken). */
export type LengthWish = { seconds: number; leastSeconds: number };

/** Frames at which music beats fall; the first is 0, the film's end is not among them. */
export type BeatGrid = { bpm: number; beatFrames: readonly number[]; totalFrames: number };

/**
 * Shares the film's beats among its shots so that every cut falls on a beat and the lengths sum exactly to the film.
 * Every shot first gets the beats it must have (or one, when the film is too short for all), then the beats left go one
 * by one to the shot that is furthest under its wish.
 */
export function planLengths(wishes: readonly LengthWish[], grid: BeatGrid): number[] {
  const points = [...grid.beatFrames.filter((frame) => frame >= 0 && frame < grid.totalFrames), grid.totalFrames];
  const beats = points.length - 1;
  if (beats < wishes.length) return evenLengths(wishes.length, grid.totalFrames);
  const wanted = scaleTo(
    wishes.map((wish) => wish.seconds),
    beats,
  );
  const least = leastBeats(wishes, grid);
  const given = reduceTo(least, beats);
  for (let left = beats - sum(given); left > 0; left -= 1) {
    const gaps = given.map((count, index) => (wanted[index]! - count) / Math.sqrt(wanted[index]!));
    given[gaps.indexOf(Math.max(...gaps))]! += 1;
  }
  let beat = 0;
  return given.map((count) => {
    const start = points[beat]!;
    beat += count;
    return points[beat]! - start;
  });
}

function leastBeats(wishes: readonly LengthWish[], grid: BeatGrid): number[] {
  return wishes.map((wish) => Math.max(1, Math.ceil((wish.leastSeconds * grid.bpm) / 60 - 0.08)));
}

/** Beats all shots must have together. */
export function countBeats(wishes: readonly LengthWish[], grid: BeatGrid): number {
  return sum(leastBeats(wishes, grid));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function scaleTo(seconds: readonly number[], total: number): number[] {
  const factor = total / sum(seconds);
  return seconds.map((value) => value * factor);
}

function reduceTo(counts: readonly number[], total: number): number[] {
  const reduced = [...counts];
  while (sum(reduced) > total) reduced[reduced.indexOf(Math.max(...reduced))]! -= 1;
  return reduced;
}

/** More shots than beats: only a very fast cut of many shots gets here, and it leaves the beat. */
function evenLengths(count: number, totalFrames: number): number[] {
  return Array.from(
    { length: count },
    (_, index) => Math.round(((index + 1) * totalFrames) / count) - Math.round((index * totalFrames) / count),
  );
}

/** Beats inside one shot, relative to its start. */
export function beatsInside(grid: BeatGrid, startFrame: number, lengthFrames: number): number[] {
  return grid.beatFrames
    .filter((frame) => frame >= startFrame && frame < startFrame + lengthFrames)
    .map((frame) => frame - startFrame);
}
