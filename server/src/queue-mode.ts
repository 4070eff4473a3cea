import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import type { StudioConfig } from './platform/config/index.ts';
import { acquireInstanceLock } from './platform/instance-lock/index.ts';
import { withOwner } from './with-owner.ts';

const MODES = { pause: 'paused', resume: 'open', drain: 'draining' } as const;
export type QueueCommand = keyof typeof MODES | 'status';

const SENTENCES: Record<string, string> = {
  open: 'The queue is open.',
  paused: 'The queue of the whole studio is paused: nothing is started until it is opened again. What runs goes on.',
  draining:
    'The queue of the whole studio is draining: what people have started is finished, and nothing new is begun until it is opened again.',
};

/**
 * `kinora queue …`: the operator's hand on the queue of every organization. It is kept in the database, so it holds through
 * restarts and for workers on other machines, and it is open to whoever holds this machine's data alone.
 *
 * @returns what holds now and what is still in work, as sentences
 */
export async function runQueueCommandOn(config: StudioConfig, command: QueueCommand): Promise<string> {
  const acquired = acquireInstanceLock(config.dataFolder);
  const isAlone = 'lock' in acquired;
  try {
    return await withOwner(config, isAlone, (ownerUrl) => runQueueCommandAt(ownerUrl, command));
  } finally {
    if (isAlone) acquired.lock.release();
  }
}

/** The same with the login that owns the tables. */
export async function runQueueCommandAt(ownerUrl: string, command: QueueCommand): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'kinora queue' });
  await owner.connect();
  try {
    if (command !== 'status') await setMode(owner, MODES[command]);
    return await describe(owner);
  } finally {
    await owner.end();
  }
}

/** Workers look at the queue at once; screens that are open hear of it as of any change. */
async function setMode(owner: pg.Client, mode: string): Promise<void> {
  await owner.query('update queue_mode set mode = $1, changed_at = clock_timestamp()', [mode]);
  await owner.query(`select pg_notify('kinora_jobs', 'queue changed')`);
  await owner.query(
    `select pg_notify('kinora_live', json_build_object('organizationId', id, 'type', 'queue.updated', 'data', json_build_object(),
       'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text) from organizations`,
  );
}

type Counts = { mode: string; running: number; begun: number; waiting: number };

async function describe(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<Counts>(
    `select m.mode, count(j.id) filter (where j.status = 'processing' and not j.is_awaiting_leaves)::int as running,
       count(j.id) filter (where j.parent_job_id is null and j.started_at is not null)::int as begun,
       count(j.id) filter (where j.parent_job_id is null and j.started_at is null)::int as waiting
     from queue_mode m left join jobs j on j.status in ('pending', 'processing', 'waiting') group by m.mode`,
  );
  const now = rows[0];
  if (!now) throw new KinoraError('jobs.not_changed', 'queue_mode has no row');
  const counts = `Pieces that run: ${now.running}. Jobs begun and not finished: ${now.begun}. Jobs that have not begun: ${now.waiting}.`;
  return `${SENTENCES[now.mode] ?? now.mode}\n${counts}`;
}
