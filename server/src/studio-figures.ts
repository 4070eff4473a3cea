import { Gauge, type Registry } from 'prom-client';
import type { Database } from './platform/database/index.ts';
import type { DiskGuard } from './platform/storage/index.ts';

type Figures = { pending: number; processing: number; failed: number; oldest: number; ledger: number };

/** What an alert is set on (rulings §6.8): the queue, the ledger and the disk, read when somebody asks. */
export function registerStudioFigures(
  registry: Registry,
  { database, disk }: { database: Pick<Database, 'jobs'>; disk: Pick<DiskGuard, 'getState'> },
): void {
  const registers = [registry];
  const read = shareRuns(() => readFigures(database));
  new Gauge({
    name: 'kinora_jobs',
    help: 'Jobs and their pieces by status; failed ones of the last day',
    labelNames: ['status'],
    registers,
    async collect() {
      const figures = await read();
      for (const status of ['pending', 'processing', 'failed'] as const) this.set({ status }, figures[status]);
    },
  });
  new Gauge({
    name: 'kinora_oldest_pending_seconds',
    help: 'Age of the oldest pending job',
    registers,
    async collect() {
      this.set((await read()).oldest);
    },
  });
  new Gauge({
    name: 'kinora_ledger_sum',
    help: 'Sum of all accounts; anything but zero is a fault',
    registers,
    async collect() {
      this.set((await read()).ledger);
    },
  });
  new Gauge({
    name: 'kinora_disk_used_share',
    help: 'Share of the data disk in use, 0 to 1',
    registers,
    async collect() {
      this.set((await disk.getState()).usedShare);
    },
  });
}

/** All gauges of one look ask at once, and get one answer. */
function shareRuns<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function readFigures(database: Pick<Database, 'jobs'>): Promise<Figures> {
  const { rows } = await database.jobs.query<Figures>(
    `select count(*) filter (where status = 'pending')::int as pending,
            count(*) filter (where status = 'processing')::int as processing,
            count(*) filter (where status = 'failed')::int as failed,
            coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where status = 'pending')), 0)::float8 as oldest,
            app.ledger_sum()::float8 as ledger
       from jobs where status in ('pending', 'processing') or (status = 'failed' and finished_at > now() - interval '1 day')`,
  );
  return rows[0]!;
}
