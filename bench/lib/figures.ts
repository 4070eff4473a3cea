/** Helpers of every bench: repeat, sort, print. Machines are noisy, so medians and spread are shown, never one run. */

export type Figure = { name: string; unit: string; values: number[]; limit?: string; note?: string };

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** @param share 0–1; 0.99 gives p99 by nearest rank */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

export async function repeat(times: number, run: (index: number) => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let index = 0; index < times; index += 1) values.push(await run(index));
  return values;
}

export async function timeSeconds(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1000;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** One Markdown row a figure: name, median, spread, limit. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n## ${title}\n| figure | median | lowest – highest | runs | limit |\n|---|---|---|---|---|`);
  for (const figure of figures) {
    const { values } = figure;
    const spread = `${format(Math.min(...values))} – ${format(Math.max(...values))}`;
    console.log(
      `| ${figure.name}${figure.note ? ` (${figure.note})` : ''} | ${format(median(values))} ${figure.unit} | ${spread} | ${values.length} | ${figure.limit ?? ''} |`,
    );
  }
}
