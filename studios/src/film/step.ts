/** One line of the report: what was done, how long it took, in how many attempts. */
export type Step = { name: string; seconds: number; attempts: number };
export type Timed = { seconds: number; attempt: number };

export function toStep(name: string, timed: Timed): Step {
  return { name, seconds: round(timed.seconds), attempts: timed.attempt };
}
function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
