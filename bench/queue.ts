/**
 * `npm run bench -- queue [--jobs 400] [--waiting 1000]`: jobs a second through queue, engine and the paid path with a vendor that answers at once; and with
 * 1000 jobs of 20 organizations waiting, the time from a free slot to the next job's first line, how evenly the
 * organizations are served, and how long somebody waits who comes to that queue with one job.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startOpenAiEmulator } from '@kinora/providers/emulators';
import { percentile } from './lib/figures.ts';
import { openQueueBench, type QueueBench } from './lib/queue-bench.ts';

const ORGANIZATIONS = 20;
const PIECE_MS = 400;
const SLOTS = { studio: 8, provider: 12 };
const LIMIT_MS = 240_000;
const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '400' }, waiting: { type: 'string', default: '1000' } },
});
const PAID_JOBS = Number(values.jobs);
const WAITING_JOBS = Number(values.waiting);

const bench = await openQueueBench();
const vendor = await startOpenAiEmulator();
try {
  const organizations = await Promise.all(Array.from({ length: ORGANIZATIONS }, () => bench.addOrganization()));
  console.log(`queue on ${availableParallelism()} cores, one worker with ${SLOTS.provider} slots`);
  await measureRate(organizations);
  await measureWaiting(organizations);
} finally {
  await vendor.close();
  await bench.close();
}
process.exit(0);

async function measureRate(organizations: readonly string[]): Promise<void> {
  const connections = await Promise.all(organizations.map((id) => bench.addConnection(id, vendor)));
  for (let index = 0; index < PAID_JOBS; index += 1) {
    const place = index % ORGANIZATIONS;
    await bench.order(organizations[place]!, [{ connection: connections[place]!, ms: 0 }]);
  }
  const worker = await bench.startWorker(SLOTS);
  await bench.untilCount(countEnded('bench'), PAID_JOBS, LIMIT_MS);
  const [span] = await bench.read<{ seconds: number }>(
    `select extract(epoch from max(finished_at) - min(started_at))::float8 as seconds from jobs where kind = 'bench'`,
  );
  await worker.kill();
  const paid = vendor.submissions().length;
  console.log(
    `through the engine with an instant provider: ${(PAID_JOBS / span!.seconds).toFixed(1)} jobs/s (${PAID_JOBS} jobs of one paid piece each, ${paid} submissions)`,
  );
  if (paid !== PAID_JOBS) throw new Error(`${paid} submissions for ${PAID_JOBS} jobs`);
}

/** Some organizations have four times as much waiting as others: what each is given must not follow from that. */
async function measureWaiting(organizations: readonly string[]): Promise<void> {
  const sizes = organizations.map((_, index) => 20 + Math.floor((index * 60) / (ORGANIZATIONS - 1)));
  const scale = WAITING_JOBS / sizes.reduce((sum, size) => sum + size, 0);
  const marked = new Date();
  for (const [index, id] of organizations.entries()) {
    const wanted = Math.round(sizes[index]! * scale);
    for (let job = 0; job < wanted; job += 1) await bench.order(id, [{ connection: null, ms: PIECE_MS }]);
  }
  const [waiting] = await bench.read<{ count: number }>(
    `select count(*)::int from jobs where status = 'pending' and parent_job_id is null`,
  );
  const worker = await bench.startWorker(SLOTS);
  await bench.untilCount(countEnded('bench/rest'), WAITING_JOBS / 4, LIMIT_MS);
  const late = await bench.addOrganization();
  const { id: lateJob } = await bench.order(late, [{ connection: null, ms: PIECE_MS }]);
  await bench.untilCount(countEnded('bench/rest'), WAITING_JOBS / 2, LIMIT_MS);
  await worker.kill();
  await tellPickUp(bench, marked, waiting!.count);
  await tellFairness(bench, organizations);
  const [newcomer] = await bench.read<{ ms: number }>(
    `select extract(epoch from min(a.started_at) - j.created_at)::float8 * 1000 as ms
       from jobs j join jobs leaf on leaf.parent_job_id = j.id join attempts a on a.job_id = leaf.id where j.id = $1 group by j.id, j.created_at`,
    [lateJob],
  );
  console.log(
    `one job of a newcomer to that queue begins after ${newcomer ? `${newcomer.ms.toFixed(0)} ms` : 'no time: it did not'}`,
  );
}

/** Slots are freed by ends and taken by starts: the next start after so many others belongs to the oldest free one. */
async function tellPickUp({ read }: QueueBench, marked: Date, waiting: number): Promise<void> {
  const rows = await read<{ started: number; ended: number | null }>(
    `select extract(epoch from a.started_at)::float8 * 1000 as started, extract(epoch from a.finished_at)::float8 * 1000 as ended
       from attempts a join jobs j on j.id = a.job_id where j.kind = 'bench/rest' and a.started_at > $1`,
    [marked],
  );
  const starts = rows.map(({ started }) => started).sort((left, right) => left - right);
  const ends = rows.flatMap(({ ended }) => ended ?? []).sort((left, right) => left - right);
  const waits = starts.slice(SLOTS.provider).flatMap((start, index) => {
    const freed = ends[index];
    return freed === undefined ? [] : [Math.max(0, start - freed)];
  });
  const at = (share: number) => percentile(waits, share).toFixed(0);
  console.log(
    `pick-up with ${waiting} queued in ${ORGANIZATIONS} organizations: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms from a free slot to the next piece (${waits.length} of them)`,
  );
}

/** Jain's index, (Σx)² ÷ (n · Σx²): 1 when everybody is given the same, 1 ÷ n when one is given everything. */
async function tellFairness({ read }: QueueBench, organizations: readonly string[]): Promise<void> {
  const rows = await read<{ count: number }>(
    `select count(*)::int from jobs where kind = 'bench/rest' and started_at is not null and organization_id = any($1)
      group by organization_id`,
    [organizations],
  );
  const given = rows.map(({ count }) => count);
  const sum = given.reduce((total, count) => total + count, 0);
  const squares = given.reduce((total, count) => total + count ** 2, 0);
  const index = sum ** 2 / (organizations.length * squares);
  console.log(
    `fairness: Jain ${index.toFixed(3)} over ${organizations.length} organizations that had 20 to 80 waiting (${Math.min(...given)} to ${Math.max(...given)} pieces begun each)`,
  );
}

function countEnded(kind: string): string {
  return `select count(*) from jobs where kind = '${kind}' and status = 'completed'`;
}
