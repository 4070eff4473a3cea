import { loadavg } from 'node:os';
import { median, percentile, printFigures, timeSeconds } from './figures.ts';
import type { BenchStudio } from './studio.ts';

/** A name and the path it asks, by the number of the request. */
export type Asked = [string, (index: number) => string];

type Studio = Pick<BenchStudio, 'call'>;

/** The first three warm plans and caches up. */
const WARM_UP = 3;

/**
 * Asks each path so often, each time after the baseline, so that both meet the same machine; prints median, p95 and how
 * many baselines that is. Answers whether any p95 is above the limit.
 */
export async function measurePaths(
  title: string,
  studio: Studio,
  { asked, baseline, requests, limitMs }: { asked: Asked[]; baseline: string; requests: number; limitMs: number },
): Promise<boolean> {
  const timeMs = async (path: string) => (await timeSeconds(() => studio.call('GET', path))) * 1000;
  const figures = [];
  let isTooSlow = false;
  for (const [name, toPath] of asked) {
    const [values, beside]: number[][] = [[], []];
    for (let index = -WARM_UP; index < requests; index += 1) {
      const before = await timeMs(baseline);
      const value = await timeMs(toPath(Math.abs(index)));
      if (index >= 0) values!.push(value);
      if (index >= 0) beside!.push(before);
    }
    const p95 = percentile(values!, 0.95);
    isTooSlow ||= p95 > limitMs;
    const note = `p95 ${p95.toFixed(0)} ms, ${(p95 / percentile(beside!, 0.95)).toFixed(1)} × GET ${baseline} (${median(beside!).toFixed(1)} ms)`;
    figures.push({ name, unit: 'ms', values: values!, limit: `p95 ≤ ${limitMs} ms`, note });
  }
  printFigures(`${title}; load of the machine ${loadavg()[0]!.toFixed(1)}`, figures);
  return isTooSlow;
}

/** Ten cursors far from the beginning, by walking there once; pages are of 200. */
export async function findDeepCursors(studio: Studio, path: string, pages: number): Promise<string[]> {
  const cursors: string[] = [];
  let cursor = '';
  for (let page = 0; page < pages + 10; page += 1) {
    const from = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await studio.call<{ nextCursor: string | null }>('GET', `${path}&limit=200${from}`);
    if (answer.nextCursor === null) throw new Error(`${path} ends after ${page} pages`);
    cursor = answer.nextCursor;
    if (page >= pages) cursors.push(cursor);
  }
  return cursors;
}
