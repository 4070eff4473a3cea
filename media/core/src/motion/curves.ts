/** Every curve takes progress 0–1 and is safe outside it. */
export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value));
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Share 0–1 of a span of seconds that has passed. */
export function progress(seconds: number, startSeconds: number, lengthSeconds: number): number {
  return clamp((seconds - startSeconds) / lengthSeconds);
}

/** Arrives fast, lands softly: everything that enters. */
export function quintOut(share: number): number {
  return 1 - (1 - clamp(share)) ** 5;
}

/** How far a wipe would go beyond the frame. */
const WIPE_BEYOND = 0.04;

/**
 * Share of a field that has been wiped over another. It comes as everything else does and leaves at speed: landing on
 * the border, a wipe would spend a third of its time there with a sliver of the old field still showing.
 */
export function wipeOver(share: number): number {
  return clamp(quintOut(share) * (1 + WIPE_BEYOND));
}

export function cubicOut(share: number): number {
  return 1 - (1 - clamp(share)) ** 3;
}

export function cubicInOut(share: number): number {
  const x = clamp(share);
  return x < 0.5 ? 4 * x * x * x : 1 - (2 - 2 * x) ** 3 / 2;
}

/** Seconds after which two thirds of the opening kick are spent. */
const SETTLE_SECONDS = 0.28;

/**
 * "Settle, then drift": the shot is already moving on its first frame and never stops before the cut takes it
 * (craft.md §4). A zoom from rest to rest is what makes stills look like a slide show.
 * @param drift zoom gained per second, @param kick zoom gained by the opening
 */
export function settleThenDrift(seconds: number, drift: number, kick: number): number {
  return drift * seconds + kick * (1 - Math.exp(-seconds / SETTLE_SECONDS));
}
