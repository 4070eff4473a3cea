import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, printFigures } from './lib/figures.ts';
import { repository, startProgram, stopProgram } from './lib/studio.ts';

/**
 * `npm start` until the page answers (design.md §10): cold with nothing built and no data, then with data; and the memory
 * of everything it keeps running (launcher, studio, PostgreSQL) after ten idle seconds. Pages that processes share count
 * once (proportional set size), so the sum is what the machine gives.
 */
const WARM_RUNS = 3;
const IDLE_MS = 10_000;
const figures: Record<'cold' | 'coldPage' | 'warm' | 'memory', number[]> = {
  cold: [],
  coldPage: [],
  warm: [],
  memory: [],
};

const dataFolder = await mkdtemp(join(tmpdir(), 'kinora-bench-start-'));
try {
  for (const built of ['build', 'web/dist']) await rm(join(repository, built), { recursive: true, force: true });
  await measureStart('cold');
  for (let run = 0; run < WARM_RUNS; run += 1) await measureStart('warm');
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
const rows: Figure[] = [
  { name: 'cold start: address answers', unit: 's', values: figures.cold, limit: '≤ 10 s' },
  { name: 'cold start: web app built and served', unit: 's', values: figures.coldPage, limit: '≤ 60 s' },
  { name: 'warm start: page answers', unit: 's', values: figures.warm, limit: '≤ 4 s' },
  { name: 'memory idle, all processes', unit: 'MB', values: figures.memory, limit: '≤ 450 MB' },
];
printFigures('Start', rows);

async function measureStart(kind: 'cold' | 'warm'): Promise<void> {
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const started = await startProgram(['scripts/start.mjs'], {
    KINORA_DATA: dataFolder,
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  try {
    await fetch(started.address);
    if (kind === 'cold') figures.cold.push(elapsed());
    while ((await fetch(started.address)).status !== 200) await sleep(20);
    figures[kind === 'cold' ? 'coldPage' : 'warm'].push(elapsed());
    if (kind === 'cold') return;
    await sleep(IDLE_MS);
    const bytes = listFamily(started.process.pid ?? 0).map(readProportionalBytes);
    figures.memory.push(bytes.reduce((sum, value) => sum + value, 0) / 1e6);
  } finally {
    await stopProgram(started.process);
  }
}

/** A process and everything below it. */
function listFamily(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readProcessFile(Number(name), 'stat');
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = [pid];
  for (const member of family)
    for (const [child, parent] of parents) if (parent === member && !family.includes(child)) family.push(child);
  return family;
}

function readProportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readProcessFile(pid, 'smaps_rollup') ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** Nothing when the process ended meanwhile. */
function readProcessFile(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
