import { say } from '@kinora/contract';
import type { GenerateOrder } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';
import { type InsteadOf, LOST_AFTER_MS, type Placed, placeInPool, planElsewhere } from './comfy/pool.ts';
import { toGenerationError } from './intent.ts';
import { endIntent, findNewest, type IntentRow, listTried, moveIntent } from './intent-store.ts';
import { openRoute } from './open-route.ts';
import { type GenerationParts, insertWanted, type Work, write } from './work.ts';

export async function choosePlace(
  transaction: Transaction,
  parts: GenerationParts,
  order: GenerateOrder,
): Promise<Placed> {
  const answer = await placeInPool(transaction, needOf(order), { nowMs: parts.now() });
  if (answer.kind === 'refused') throw toGenerationError({ ...answer.fault, wasTaken: false });
  return answer.placed;
}

function needOf({ route, request }: GenerateOrder) {
  return { model: route.model, prompt: request.prompt, pictures: request.pictures.length };
}

/**
 * Another server takes the place of one that is certain not to finish: a new intent, as after every end, and each server once
 * in a run. Own hardware bills nothing, so nobody is asked; the new row says whose place it took.
 * @returns false where the end is the job's
 */
export async function takeOver(work: Work, intent: IntentRow): Promise<boolean> {
  const why = work.isPool ? planElsewhere(intent) : null;
  if (why === null) return false;
  const lost = { server: work.connection.name, why };
  return write(work, async (transaction) => {
    const newest = await findNewest(transaction, intent.job_id, intent.name);
    if (newest?.id !== intent.id) return false;
    const placed = await findElsewhere(transaction, work, intent, lost);
    if (!placed) return false;
    await goTo(transaction, work, placed);
    await insertWanted(transaction, work, intent.number + 1, placed.placement);
    work.intentId = (await findNewest(transaction, intent.job_id, intent.name))!.id;
    work.scope.progress(0, say('progress.server_instead', { server: placed.placement.server, lost: lost.server }));
    return true;
  });
}

async function findElsewhere(
  transaction: Transaction,
  { parts, order }: Work,
  intent: IntentRow,
  insteadOf: InsteadOf | null,
): Promise<Placed | null> {
  const tried = await listTried(transaction, intent);
  const answer = await placeInPool(transaction, needOf(order), { nowMs: parts.now(), tried, insteadOf });
  return answer.kind === 'placed' ? answer.placed : null;
}

async function goTo(transaction: Transaction, work: Work, { connectionId }: Placed): Promise<void> {
  const route = { ...work.order.route, connection: connectionId };
  const { connection, model } = await openRoute(transaction, route, work.parts);
  work.watch.end();
  Object.assign(work, { connection, model, unreachable: 0, gone: 0, busySinceMs: null, lostSince: null, share: 0 });
}

/** Its server is full and another is not: it has not been sent, so it simply goes there. */
export async function moveToFree(work: Work, intent: IntentRow): Promise<boolean> {
  return write(work, async (transaction) => {
    // Servers that have refused this piece are not gone back to, or it would go round and round between two of them.
    const tried = (await listTried(transaction, intent)).filter((id) => id !== intent.connection_id);
    const insteadOf = intent.placement?.insteadOf ?? null;
    const answer = await placeInPool(transaction, needOf(work.order), { nowMs: work.parts.now(), tried, insteadOf });
    if (answer.kind === 'refused') return false;
    const { placed } = answer;
    if (!placed.hasFreeToken || placed.connectionId === intent.connection_id) return false;
    if (!(await moveIntent(transaction, intent.id, placed))) return false;
    await goTo(transaction, work, placed);
    return true;
  });
}

/**
 * Ends what a silent server has, where another can take it; else it is waited for. An agent that comes back is told that it is
 * not wanted; of a server without one what it made is left there.
 */
export async function giveUpLost(work: Work, intent: IntentRow): Promise<boolean> {
  const hasOther = await write(work, (tx) => findElsewhere(tx, work, intent, null));
  if (!hasOther) return false;
  const { connection, parts } = work;
  if (intent.remote_id !== null) {
    const remote = { id: intent.remote_id, urls: intent.remote_urls ?? {} };
    const asked = await connection.provider.cancel(connection.call, remote);
    // It speaks again, and has made it: the next look finds the files.
    if (asked.kind === 'too_late') return false;
  }
  const seconds = Math.round((parts.lostAfterMs ?? LOST_AFTER_MS) / 1000);
  const message = say('fault.server_lost', { server: connection.name, seconds });
  return write(work, (tx) => endIntent(tx, intent.id, { state: 'failed', fault: { kind: 'provider_down', message } }));
}
