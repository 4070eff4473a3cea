import type { Storage } from './storage.ts';

const hourMs = 3_600_000;
/** Longer than the longest work in progress: a render of an hour must not lose its folder. */
const forgottenAfterMs = 24 * hourMs;

export type TemporarySweep = { stop(): void };

/**
 * At start everything: the data folder is this process's alone, so what lies there was left by a killed one. Then hourly
 * what is too old to be worked on; a failed sweep is told and tried again an hour later.
 */
export async function startTemporarySweep(
  storage: Pick<Storage, 'sweepTemporary'>,
  onError: (error: unknown) => void,
): Promise<TemporarySweep> {
  await storage.sweepTemporary(0);
  const timer = setInterval(() => storage.sweepTemporary(forgottenAfterMs).catch(onError), hourMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
