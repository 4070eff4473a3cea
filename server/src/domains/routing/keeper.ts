import { estimateMicros, type Made, type Remote } from '@kinora/providers';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import { resumeJob } from '../jobs/index.ts';
import { placeInPool } from './comfy/pool.ts';
import { type ConnectionParts, type OpenConnection, openConnection } from './connections.ts';
import {
  endIntent,
  findIntent,
  type IntentRow,
  type KeptIntent,
  listForgotten,
  listTried,
  markUnknown,
  noteCancelAsked,
  planPoll,
  readHeld,
  readRoom,
} from './intent-store.ts';
import { lookForLost } from './look-for-lost.ts';
import { settleIntentCost } from './spend.ts';

export type KeeperParts = ConnectionParts & {
  database: Database;
  listener: Pick<Listener, 'on'>;
  onError: (error: unknown) => void;
  pollMs?: number;
  /** How long a call may be on its way before its maker is taken for dead: longer than any submission may take. */
  sendingMs?: number;
};
export type IntentKeeper = { stop(): Promise<void> };

const POLL_MS = 2000;
// The longest call of a vendor that answers with the files themselves may take ten minutes (providers/src/openai).
const SENDING_MS = 660_000;
const AT_ONCE = 50;
const LATER_MS = 15_000;

/**
 * Looks after intents that no leaf holds: lost submissions whose job waits, and everything still open at a vendor for a job
 * that was cancelled, which is how a cancel reaches the vendor whatever dies meanwhile. Several may run: every change names
 * the state it comes from.
 */
export function startIntentKeeper(parts: KeeperParts): IntentKeeper {
  let running: Promise<void> | undefined;
  let isStopped = false;
  async function round(): Promise<void> {
    const given: RoomGiven = new Map();
    const forgotten = await listForgotten(parts.database.jobs, AT_ONCE);
    // Side by side: one account that does not answer must not hold up what waits on all the others.
    await Promise.all(forgotten.map((kept) => keepOne(parts, kept, given).catch(parts.onError)));
  }
  const wake = () => {
    if (isStopped) return;
    running ??= round()
      .catch(parts.onError)
      .finally(() => {
        running = undefined;
      });
  };
  const stopListening = parts.listener.on('kinora_jobs', (payload) => {
    if (payload.endsWith(' cancelled')) wake();
  });
  const timer = setInterval(wake, parts.pollMs ?? POLL_MS);
  wake();
  return {
    async stop() {
      isStopped = true;
      stopListening();
      clearInterval(timer);
      await running;
    },
  };
}

/** Room of each connection that was given to waiting jobs in one round: all of them at once would only come to wait again. */
type RoomGiven = Map<string, number>;

/** @param kept an intent of a job that waits, was cancelled, or failed and was left so */
export async function keepOne(
  parts: Omit<KeeperParts, 'listener' | 'onError'>,
  kept: KeptIntent,
  given: RoomGiven = new Map(),
): Promise<void> {
  const { database } = parts;
  const opened = await database.inOrganization(kept.organization_id, async (transaction) => {
    const intent = await findIntent(transaction, kept.id);
    if (!intent) return undefined;
    const { rows } = await transaction.query<{ status: string }>('select status from jobs where id = $1', [
      kept.job_id,
    ]);
    const ref = intent.is_operators ? `operator:${intent.provider}` : intent.connection_id;
    return {
      intent,
      status: rows[0]?.status,
      connection: ref === null ? null : await openConnection(transaction, ref, parts),
    };
  });
  if (!opened?.connection) return;
  const { intent, connection, status } = opened;
  if (status === 'waiting') await keepWaiting(parts, kept, { intent, connection, given });
  else if (status === 'cancelled' || status === 'failed') await keepCancelled(parts, { intent, connection });
}

type Opened = { intent: IntentRow; connection: OpenConnection };

async function keepWaiting(
  parts: Pick<KeeperParts, 'database' | 'now'>,
  kept: KeptIntent,
  { intent, connection, given }: Opened & { given: RoomGiven },
): Promise<void> {
  const { database } = parts;
  if (intent.state === 'intent' && !(await canMove(parts, intent))) {
    // Written, not sent, and its connection turned off or drained: it would only be parked again.
    if (!(await takesWork(parts, intent))) return;
    if (!(await takeRoom(parts, { intent, connection, given }))) return;
  }
  if (intent.state === 'unknown') {
    const looked = await lookForLost({ database, organizationId: kept.organization_id, connection }, intent);
    if (looked.kind !== 'settled') return;
  }
  await database.inOrganization(kept.organization_id, (transaction) => resumeJob(transaction, kept.job_id));
}

async function takesWork({ database }: Pick<KeeperParts, 'database'>, intent: IntentRow): Promise<boolean> {
  const { connection_id: id, organization_id: organizationId } = intent;
  return (
    id === null ||
    database.inOrganization(organizationId, async (transaction) => (await readHeld(transaction, id)) === null)
  );
}

/** Whether work of the ComfyUI pool may go to another server than the one it waits for. */
async function canMove({ database, now }: Pick<KeeperParts, 'database' | 'now'>, intent: IntentRow): Promise<boolean> {
  if (intent.placement === null) return false;
  const { model, request } = intent;
  return database.inOrganization(intent.organization_id, async (transaction) => {
    const need = { model, prompt: request.prompt, pictures: request.pictureHashes.length };
    const tried = await listTried(transaction, intent);
    const answer = await placeInPool(transaction, need, { nowMs: now(), tried });
    return answer.kind === 'placed' && answer.placed.hasFreeToken;
  });
}

/** @returns false while it may not be sent, or its connection is full */
async function takeRoom(
  { database, now }: Pick<KeeperParts, 'database' | 'now'>,
  { intent, connection, given }: Opened & { given: RoomGiven },
): Promise<boolean> {
  if (intent.send_after.getTime() > now()) return false;
  const room = await database.inOrganization(intent.organization_id, (transaction) =>
    readRoom(transaction, intent.id, connection.limits),
  );
  // Read after the wait: others of this round take from the same room.
  const taken = given.get(connection.ref) ?? 0;
  if (room - taken <= 0) return false;
  given.set(connection.ref, taken + 1);
  return true;
}

async function keepCancelled(
  parts: Pick<KeeperParts, 'database' | 'now' | 'sendingMs'>,
  { intent, connection }: Opened,
): Promise<void> {
  const { database } = parts;
  const organizationId = intent.organization_id;
  const write: Write = (run) => database.inOrganization(organizationId, run);
  switch (intent.state) {
    case 'intent':
      await write((transaction) => endIntent(transaction, intent.id, { state: 'cancelled' }));
      return;
    case 'sending': {
      const isLate = parts.now() - (intent.sent_at?.getTime() ?? 0) > (parts.sendingMs ?? SENDING_MS);
      if (isLate) await write((tx) => markUnknown(tx, intent.id, { reason: 'its process ended', checkAfterMs: 0 }));
      return;
    }
    case 'unknown': {
      const looked = await lookForLost({ database, organizationId, connection }, intent);
      // Nobody wants it any more, and nobody can be asked: that it may have cost is all that can be said.
      if (looked.kind === 'person') await write((tx) => endIntent(tx, intent.id, { state: 'given_up' }));
      return;
    }
    case 'accepted':
      await cancelRemote(write, { intent, connection });
  }
}

type Write = (run: (transaction: Transaction) => Promise<unknown>) => Promise<unknown>;

/** Asked once, then only watched to its end: what was finished before the cancel came is paid, and its cost is noted. */
async function cancelRemote(write: Write, { intent, connection }: Opened): Promise<void> {
  const { provider, call } = connection;
  const remote: Remote = { id: intent.remote_id!, urls: intent.remote_urls ?? {} };
  if (intent.cancel_asked_at === null) {
    const outcome = await provider.cancel(call, remote);
    if (outcome.kind === 'unreachable') {
      await write((tx) => planPoll(tx, intent.id, outcome.fault.retryAfterMs ?? LATER_MS));
      return;
    }
    await write((tx) => noteCancelAsked(tx, intent.id));
  }
  const seen = await provider.poll(call, remote);
  if (seen.kind === 'working') await write((tx) => planPoll(tx, intent.id, seen.pollAfterMs));
  else if (seen.kind === 'unreachable')
    await write((tx) => planPoll(tx, intent.id, seen.fault.retryAfterMs ?? LATER_MS));
  else if (seen.kind === 'failed')
    await write((tx) => endIntent(tx, intent.id, { state: 'failed', fault: seen.fault }));
  else if (seen.kind === 'finished') await write((tx) => endPaid(tx, { intent, connection }, seen.made));
  else await write((tx) => endIntent(tx, intent.id, { state: 'cancelled' }));
}

async function endPaid(transaction: Transaction, { intent, connection }: Opened, made: Made): Promise<void> {
  const model = connection.models.find(({ id }) => id === intent.model);
  const costMicros = made.costMicros ?? (model ? estimateMicros(model, intent.request) : null);
  await endIntent(transaction, intent.id, { state: 'cancelled', costMicros });
  await settleIntentCost(transaction, intent, costMicros);
}
