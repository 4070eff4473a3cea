/**
 * One shot's wish: seconds it would like, seconds its words ask for, and seconds below which it must not go however
 * crowded the film is (a spoken line is never cut off, the last card is never a flash). `mostSeconds` is how long its
 * recording lasts: a shot that outlasts it holds its last picture, so its time goes to others wherever words allow.
 */
export type LengthWish = {
  seconds: number;
  leastSeconds: number;
  firmSeconds: number;
  mostSeconds?: number | undefined;
};

/** Frames at which music beats fall; the first is 0, the film's end is not among them. */
export type BeatGrid = { bpm: number; beatFrames: readonly number[]; totalFrames: number };

/**
 * Shares the film's beats among its shots so that every cut falls on a beat and the lengths sum exactly to the film.
 * Every shot first gets the beats its words ask for (fewer, down to its firm ones, when the film is too short for all),
 * then the beats left go one by one to the shot that is furthest under its wish.
 */
export function planLengths(wishes: readonly LengthWish[], grid: BeatGrid): number[] {
  const points = [...grid.beatFrames.filter((frame) => frame >= 0 && frame < grid.totalFrames), grid.totalFrames];
  const beats = points.length - 1;
  if (beats < wishes.length) return evenLengths(wishes.length, grid.totalFrames);
  const wanted = scaleTo(
    wishes.map((wish) => wish.seconds),
    beats,
  );
  const most = mostBeats(wishes, grid);
  const given = reduceTo(leastBeats(wishes, grid), firmBeats(wishes, grid), beats);
  for (let left = beats - sum(given); left > 0; left -= 1) {
    const isFull = given.map((count, index) => count >= most[index]!);
    const isAnyFree = isFull.includes(false);
    const gaps = given.map((count, index) =>
      isAnyFree && isFull[index] ? Number.NEGATIVE_INFINITY : (wanted[index]! - count) / Math.sqrt(wanted[index]!),
    );
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
  const most = mostBeats(wishes, grid);
  return wishes.map((wish, index) =>
    Math.min(toBeats(Math.max(wish.leastSeconds, wish.firmSeconds), grid), most[index]!),
  );
}

function mostBeats(wishes: readonly LengthWish[], grid: BeatGrid): number[] {
  return wishes.map(({ mostSeconds, firmSeconds }) => {
    if (mostSeconds === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(1, toBeats(firmSeconds, grid), Math.floor((mostSeconds * grid.bpm) / 60 + 0.02));
  });
}

function firmBeats(wishes: readonly LengthWish[], grid: BeatGrid): number[] {
  return wishes.map((wish) => toBeats(wish.firmSeconds, grid));
}

function toBeats(seconds: number, grid: BeatGrid): number {
  return Math.max(1, Math.ceil((seconds * grid.bpm) / 60 - 0.08));
}

/** Beats all shots must have together. */
export function countBeats(wishes: readonly LengthWish[], grid: BeatGrid): number {
  return sum(firmBeats(wishes, grid));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function scaleTo(seconds: readonly number[], total: number): number[] {
  const factor = total / sum(seconds);
  return seconds.map((value) => value * factor);
}

/** Takes from the shot that is furthest above its firm beats; from the longest when none is above. */
function reduceTo(counts: readonly number[], firm: readonly number[], total: number): number[] {
  const reduced = [...counts];
  while (sum(reduced) > total) {
    const spare = reduced.map((count, index) => count - firm[index]!);
    const most = Math.max(...spare);
    reduced[most > 0 ? spare.lastIndexOf(most) : reduced.indexOf(Math.max(...reduced))]! -= 1;
  }
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
