import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A client of the embedded database's owner, who sees past the wall: only to prove what must hold for everybody. */
export async function withOwner<Result>(data: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const password = readFileSync(join(data, 'postgres/owner-password'), 'utf8').trim();
  const port = readFileSync(join(data, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[3];
  const client = new pg.Client({ connectionString: `postgres://kinora_owner:${password}@127.0.0.1:${port}/postgres` });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

export type Books = {
  sumOfEntries: number;
  held: number;
  unfinishedWorkflows: number;
  openAttempts: number;
  completedAttemptsOfJob: Record<string, number>;
  deliveries: number;
  renders: number;
};

/** What must add up once a film has ended, however it got there. */
export async function readBooks(data: string, jobId: string): Promise<Books> {
  return withOwner(data, async (client) => {
    const count = async (sql: string, values: unknown[] = []) =>
      Number((await client.query<{ count: string }>(sql, values)).rows[0]?.count);
    const { rows } = await client.query<{ job_id: string; count: string }>(
      `select a.job_id, count(*) from attempts a join jobs j on j.id = a.job_id
        where (j.id = $1 or j.parent_job_id = $1) and a.state = 'completed' group by 1`,
      [jobId],
    );
    return {
      sumOfEntries: await count('select coalesce(sum(amount), 0) as count from ledger_entries'),
      held: await count(
        `select coalesce(sum(balance), 0) as count from ledger_accounts where kind in ('held', 'reserved')`,
      ),
      unfinishedWorkflows: await count(
        `select count(*) from dbos.workflow_status where status in ('PENDING', 'ENQUEUED') and application_name = 'kinora'`,
      ),
      openAttempts: await count(`select count(*) from attempts where state = 'running'`),
      completedAttemptsOfJob: Object.fromEntries(rows.map((row) => [row.job_id, Number(row.count)])),
      deliveries: await count(
        'select count(distinct number) from deliveries d where d.job_id = any(array(select id from jobs where id = $1 or parent_job_id = $1))',
        [jobId],
      ),
      renders: await count('select count(*) from renders'),
    };
  });
}

/** Files left in the folders that hold only half-made things. */
export function listTemporaryFiles(data: string): string[] {
  return ['temporary', 'files/temporary'].flatMap((folder) =>
    readdirSync(join(data, folder), { recursive: true }).map((name) => `${folder}/${name}`),
  );
}

/** Every job and every piece of the engine's work as one line each, for the message of a failed test. */
export async function describeJobs(data: string): Promise<string> {
  return withOwner(data, async (client) => {
    const jobs = await client.query(
      'select kind, status, is_awaiting_leaves, attempt, run, progress, available_at, failure from jobs order by created_at',
    );
    const work = await client.query(
      `select workflow_uuid, status, executor_id, queue_name from dbos.workflow_status where status in ('PENDING', 'ENQUEUED')`,
    );
    const executors = await client.query('select id, seen_at, slots, clock_timestamp() as now from executors');
    const failed = await client.query(`select job_id, attempt, error from attempts where state = 'failed'`);
    return [...jobs.rows, ...failed.rows, ...work.rows, ...executors.rows].map((row) => JSON.stringify(row)).join('\n');
  }).catch((error: unknown) => `the database does not answer: ${error}`);
}
