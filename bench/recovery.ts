/**
 * `npm run bench -- recovery`: two workers, one of which holds 50 pieces in work and is killed with -9; the time until the
 * other has begun each of them anew.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueueBench } from './lib/queue-bench.ts';

const PIECES = 50;
const RUNS = 3;
/** Longer than a run: no piece ends by itself. */
const PIECE_MS = 120_000;
const SLOTS = { studio: 8, provider: PIECES };
const LIMIT_MS = 60_000;

const bench = await openQueueBench();
const took: number[] = [];
try {
  for (let run = 0; run < RUNS; run += 1) {
    took.push(await measureOnce());
    console.log(`run ${run + 1}: ${(took.at(-1)! / 1000).toFixed(1)} s`);
  }
} finally {
  await bench.close();
}
console.log(
  `recovery after kill -9 of a worker with ${PIECES} pieces in work: ${took.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s until the last is in work again (must: 30 s)`,
);
process.exit(Math.max(...took) <= 30_000 ? 0 : 1);

async function measureOnce(): Promise<number> {
  const organizationId = await bench.addOrganization();
  const doomed = await bench.startWorker(SLOTS);
  const pieces = Array.from({ length: PIECES / 10 }, () => ({ connection: null, ms: PIECE_MS }));
  for (let job = 0; job < 10; job += 1) await bench.order(organizationId, pieces);
  const running = (processId: number) =>
    `select count(distinct a.job_id) from attempts a join jobs j on j.id = a.job_id
      where j.organization_id = '${organizationId}' and j.kind = 'bench/rest' and a.state = 'running' and a.executor like '%-${processId}'`;
  await bench.untilCount(running(doomed.processId), PIECES, LIMIT_MS);
  const heir = await bench.startWorker(SLOTS);
  // Both have said by now that they live.
  await sleep(3000);
  await doomed.kill();
  const killedAt = performance.now();
  await bench.untilCount(running(heir.processId), PIECES, LIMIT_MS);
  const ms = performance.now() - killedAt;
  await heir.kill();
  await bench.read(
    `update jobs set status = 'cancelled', finished_at = now() where organization_id = $1 and status not in ('completed', 'cancelled')`,
    [organizationId],
  );
  return ms;
}
