import { lookAtComfyServer } from '@kinora/providers';
import type { Database } from '../../../platform/database/index.ts';
import { findConnectionRow } from '../connection-store.ts';
import { type ConnectionParts, openRow } from '../connections.ts';
import { saveLook, saveLookFault } from './server-store.ts';
import { sweepTasks, type TaskFiles } from './sweep-tasks.ts';

export type LookParts = ConnectionParts & { database: Pick<Database, 'inOrganization'> };
export type ComfyWatcher = { stop(): Promise<void> };

const LOOK_SECONDS = 60;
const ROUND_MS = 5000;
const AT_ONCE = 20;

/** Asks one server what it is now, and keeps the answer or why there is none. */
export async function lookAndSave(parts: LookParts, organizationId: string, id: string): Promise<void> {
  const { database } = parts;
  const row = await database.inOrganization(organizationId, (transaction) => findConnectionRow(transaction, id));
  if (!row) return;
  const seen = row.is_agent ? null : await lookAtComfyServer(openRow(row, parts).call);
  await database.inOrganization(organizationId, async (transaction) => {
    if (seen?.kind === 'seen') await saveLook(transaction, id, seen.look, LOOK_SECONDS);
    else if (seen) await saveLookFault(transaction, id, seen.fault.message, LOOK_SECONDS);
    // An agent tells by itself; here only that it has not for a while is noted.
    else
      await transaction.query(
        `update comfy_servers set look_due_at = clock_timestamp() + make_interval(secs => $2),
           look_fault = case when seen_at < clock_timestamp() - interval '90 seconds' then 'its agent is silent' else look_fault end
          where id = $1`,
        [id, LOOK_SECONDS],
      );
  });
}

/** Looks at every server once a minute, whoever's it is. Several may run: a look is free and the newest counts. */
export function startComfyWatcher(
  parts: LookParts & { database: Database; files: TaskFiles; onError: (error: unknown) => void; roundMs?: number },
): ComfyWatcher {
  let running: Promise<void> | undefined;
  let isStopped = false;
  // A server that answers slowly holds up its own look and nobody else's.
  const looking = new Map<string, Promise<void>>();
  function look({ id, organization_id: organizationId }: { id: string; organization_id: string }): void {
    const looked = lookAndSave(parts, organizationId, id)
      .catch(parts.onError)
      .finally(() => looking.delete(id));
    looking.set(id, looked);
  }
  async function round(): Promise<void> {
    const { rows } = await parts.database.jobs.query<{ id: string; organization_id: string }>(
      'select id, organization_id from comfy_servers where look_due_at <= clock_timestamp() and id <> all($2) order by look_due_at limit $1',
      [AT_ONCE, [...looking.keys()]],
    );
    for (const row of rows) look(row);
    for (const organizationId of new Set(rows.map((row) => row.organization_id)))
      if (!isStopped) await sweepTasks(parts.database, parts.files, organizationId).catch(parts.onError);
  }
  const timer = setInterval(() => {
    if (isStopped) return;
    running ??= round()
      .catch(parts.onError)
      .finally(() => {
        running = undefined;
      });
  }, parts.roundMs ?? ROUND_MS);
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
      await Promise.all(looking.values());
    },
  };
}
