import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until it is true. What was waited for stands in the message when it never comes, with what `explain` knows. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  options: { timeoutMs?: number; explain?: () => string | Promise<string> } = {},
): Promise<void> {
  const { timeoutMs = 30_000 } = options;
  const deadline = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline)
      throw new Error(`${what} did not come within ${timeoutMs} ms\n${(await options.explain?.()) ?? ''}`);
    await sleep(50);
  }
}
