import { type GenerationModel, isKinoraError, say } from '@kinora/contract';
import { checkRequest, type Remote } from '@kinora/providers';
import type { Generated, GenerateOrder } from '@kinora/studios';
import { MustWait } from '../jobs/index.ts';
import type { Likeness } from '../safety/index.ts';
import { COMFY_POOL, LOST_AFTER_MS } from './comfy/pool.ts';
import { type OpenConnection, openConnection } from './connections.ts';
import { routingError } from './errors.ts';
import { finish, openFinished } from './finish-work.ts';
import { sentenceOfFault, toGenerationError } from './intent.ts';
import { endIntent, findIntent, findNewest, type IntentRow, markUnknown, planPoll } from './intent-store.ts';
import { lookForLost } from './look-for-lost.ts';
import { openRoute } from './open-route.ts';
import { choosePlace, giveUpLost, takeOver } from './pool-work.ts';
import { trySend } from './send-work.ts';
import { createRemoteWatch } from './watch-remote.ts';
import {
  type GenerationParts,
  type GenerationScope,
  insertWanted,
  LONGEST_POLL_MS,
  madeByOf,
  noteCall,
  type RouteOrder,
  type Work,
  waitFor,
  whoWorks,
  write,
} from './work.ts';

const FIRST_UNREACHABLE_MS = 2000;

/**
 * The chosen route, and where the order names others, each of them after those before it certainly did not take it: refused
 * by the vendor, or never sent. What was accepted, and what nobody knows of, goes to no other (rulings §1.6). Begun again
 * after a crash, it finds each route's own intent and comes to the same one.
 */
export async function runGeneration(
  parts: GenerationParts,
  scope: GenerationScope,
  order: GenerateOrder,
): Promise<Generated> {
  const { fallbacks = [], ...first } = order;
  const chain: GenerateOrder[] = [
    first,
    // One that is gone keeps its place: the others are known by theirs.
    ...fallbacks.flatMap(({ route, request }, index) =>
      request === null ? [] : [{ ...first, route, request, name: `${order.name}~${index + 2}` }],
    ),
  ];
  const insteadOf: { madeBy: string; why: string }[] = [];
  const passOn = async (index: number, why: string) => {
    const madeBy = await nameRoute(parts, scope, chain[index]!);
    insteadOf.push({ madeBy, why });
    const other = await nameRoute(parts, scope, chain[index + 1]!);
    scope.progress(0, say('progress.fallback', { maker: madeBy, other }));
  };
  const states = await Promise.all(chain.map((each) => findNewestOf(parts, scope, each.name)));
  const held = Math.max(0, states.findLastIndex(isHeld));
  for (const index of chain.keys()) {
    const isLast = index === chain.length - 1;
    if (index < held) {
      await passOn(index, whyNotTaken(states[index]));
      continue;
    }
    await assertSafeOnce(parts, scope, chain[index]!);
    try {
      return await runRoute(parts, scope, { order: chain[index]!, insteadOf, mayGiveWay: !isLast });
    } catch (error) {
      if (isLast || scope.signal.aborted || !isKinoraError(error)) throw error;
      const newest = await findNewestOf(parts, scope, chain[index]!.name);
      if (newest !== undefined && newest.state !== 'refused') throw error;
      await passOn(index, error.sentence ?? error.code);
    }
  }
  throw new Error('an order has a route');
}

function findNewestOf({ database }: GenerationParts, { organizationId, jobId }: GenerationScope, name: string) {
  return database.inOrganization(organizationId, (transaction) => findNewest(transaction, jobId, name));
}

/** A route that holds an answer, or may yet have one: in a new run too, the routes before it are not asked again. */
function isHeld(intent: IntentRow | undefined): boolean {
  return intent !== undefined && (intent.finished_at === null || intent.state === 'finished');
}

function whyNotTaken(intent: IntentRow | undefined): string {
  const kind = intent?.fault_kind ?? 'failed';
  return sentenceOfFault({ kind, message: intent?.fault_message ?? '' });
}

/** Names for people; a connection that was removed meanwhile is known by the model it was asked for. */
function nameRoute(parts: GenerationParts, scope: GenerationScope, { route }: GenerateOrder): Promise<string> {
  return parts.database.inOrganization(scope.organizationId, async (transaction) => {
    try {
      const connection = await openConnection(transaction, route.connection, parts);
      const model = connection.models.find(({ id }) => id === route.model);
      return model ? madeByOf(connection, model) : route.model;
    } catch (error) {
      if (isKinoraError(error) && error.code === 'connection.not_found') return route.model;
      throw error;
    }
  });
}

/**
 * From a wish to stored files, paid for once. Reads the intent's state, does the one thing that state asks for, and reads
 * again: whoever takes the job up after a crash comes in at the same place, and what another process did meanwhile counts.
 */
async function runRoute(parts: GenerationParts, scope: GenerationScope, asked: RouteOrder): Promise<Generated> {
  const work = await openWork(parts, scope, asked);
  try {
    return await followWork(work);
  } finally {
    work.watch.end();
  }
}

async function followWork(work: Work): Promise<Generated> {
  const { scope } = work;
  let isCaller = false;
  for (;;) {
    scope.signal.throwIfAborted();
    const intent = await write(work, async (transaction) => (await findIntent(transaction, work.intentId))!);
    switch (intent.state) {
      case 'intent':
        isCaller = await trySend(work, intent);
        break;
      case 'sending':
        // Our own call has ended when we get here, and moved it on; so this is somebody's who died, or is about to.
        if (!isCaller)
          await write(work, (tx) => markUnknown(tx, intent.id, { reason: 'its process ended', checkAfterMs: 0 }));
        isCaller = false;
        break;
      case 'unknown':
        await settleUnknown(work, intent);
        break;
      case 'accepted':
        await look(work, intent);
        break;
      case 'finished':
        return openFinished(work, intent);
      case 'given_up':
        await followDecision(work, intent);
        break;
      case 'cancelled':
        throw routingError('generation.failed', `intent ${intent.id} was cancelled at the vendor`);
      default:
        if (await takeOver(work, intent)) break;
        throw toGenerationError({
          kind: intent.fault_kind ?? 'failed',
          message: intent.fault_message ?? '',
          wasTaken: intent.state !== 'refused',
        });
    }
  }
}

/** Once, before the first row: what is being made, or is made and paid, is not held back by rules that changed meanwhile. */
async function assertSafeOnce(parts: GenerationParts, scope: GenerationScope, order: GenerateOrder): Promise<void> {
  const newest = await write({ parts, scope }, (transaction) => findNewest(transaction, scope.jobId, order.name));
  if (newest !== undefined && (newest.finished_at === null || newest.state === 'finished')) return;
  const { request } = order;
  const maker = await findMaker(parts, scope, order);
  // What one's own server makes stays here, and its words with it: no vendor is told of them.
  await parts.assertSafe(scope, request.prompt, { staysHere: maker.isOwn });
  const { organizationId } = scope;
  const pictureHashes = request.pictures.map(({ sha256 }) => sha256);
  await parts.assertPictures({ organizationId, hashes: pictureHashes, looksNow: true });
  await parts.assertLikeness({
    organizationId,
    pictureHashes,
    voice: request.capability === 'speech' ? await describeVoice(maker.connection, request.voice) : null,
  });
}

type Maker = { isOwn: boolean; connection: OpenConnection | null };

/** A connection that cannot be opened says so where it is used, where another may take its place. */
async function findMaker(parts: GenerationParts, scope: GenerationScope, { route }: GenerateOrder): Promise<Maker> {
  if (route.connection === COMFY_POOL) return { isOwn: true, connection: null };
  try {
    const { connection } = await write({ parts, scope }, (transaction) => openRoute(transaction, route, parts));
    return { isOwn: connection.provider.isKeyOptional === true, connection };
  } catch (error) {
    if (isKinoraError(error)) return { isOwn: false, connection: null };
    throw error;
  }
}

/**
 * Whether a voice is a clone of somebody's is the vendor's to say; where it does not, the register alone knows. An account of
 * the operator's serves every organization: a clone in it is somebody's of whom this one may know nothing, so it speaks for
 * none of them, and where the vendor cannot be asked now, nobody's does.
 */
async function describeVoice(connection: OpenConnection | null, voice: string): Promise<Likeness['voice']> {
  const said = await connection?.provider.isClonedVoice?.(connection.call, voice);
  const isShared = connection?.connectionId === null;
  if (isShared && said === true) throw routingError('generation.voice_not_yours', `${voice} is a clone`);
  if (isShared && said === null)
    throw routingError('generation.provider_down', `nobody says whose ${voice} is`, { isRetryable: true });
  return { id: voice, isClone: said ?? false };
}

/** The connection, the model, and the row to go on with: the newest, or a first one, or, in a run that a person started after one that failed, the next. */
async function openWork(parts: GenerationParts, scope: GenerationScope, asked: RouteOrder): Promise<Work> {
  const { order } = asked;
  return write({ parts, scope }, async (transaction) => {
    const newest = await findNewest(transaction, scope.jobId, order.name);
    const isSpent =
      newest !== undefined && newest.finished_at !== null && newest.state !== 'finished' && newest.run < scope.run;
    const isWanted = newest === undefined || isSpent;
    const isPool = order.route.connection === COMFY_POOL;
    const placed = isPool && isWanted ? await choosePlace(transaction, parts, order) : null;
    const ref = placed?.connectionId ?? (isPool ? (newest?.connection_id ?? COMFY_POOL) : order.route.connection);
    const { connection, model } = await openRoute(transaction, { ...order.route, connection: ref }, parts);
    if (isWanted) {
      assertUsable(connection, model, order, parts.now());
      const number = (newest?.number ?? 0) + 1;
      await insertWanted(transaction, { parts, scope, order, connection, model }, number, placed?.placement ?? null);
    }
    const intent = (await findNewest(transaction, scope.jobId, order.name))!;
    return openOn({ ...asked, parts, scope, connection, model, intentId: intent.id, isPool });
  });
}

function openOn(
  given: RouteOrder & Pick<Work, 'parts' | 'scope' | 'connection' | 'model' | 'intentId' | 'isPool'>,
): Work {
  const watch = createRemoteWatch((event) => {
    if (event.kind === 'preview') return given.scope.preview(event.bytes);
    work.share = event.share;
    given.scope.progress(event.share, whoWorks(work));
  });
  const work: Work = { ...given, unreachable: 0, gone: 0, busySinceMs: null, lostSince: null, share: 0, watch };
  return work;
}

/** Before the first row: nothing of what follows can be undone. */
function assertUsable(connection: OpenConnection, model: GenerationModel, order: GenerateOrder, nowMs: number): void {
  if (!connection.isEnabled)
    throw routingError('connection.off', `connection ${connection.ref} is off`, { details: { wasTaken: false } });
  const fault = checkRequest(model, order.request, new Date(nowMs).toISOString().slice(0, 10));
  if (fault) throw toGenerationError({ ...fault, wasTaken: false });
}

/** A person closed it; where they wanted it sent again, there is a newer one to go on with. */
async function followDecision(work: Work, intent: IntentRow): Promise<void> {
  const newest = await write(work, (transaction) => findNewest(transaction, intent.job_id, intent.name));
  if (newest === undefined || newest.id === intent.id)
    throw routingError('generation.closed', `intent ${intent.id} was closed`);
  work.intentId = newest.id;
}

/** Looks for it at the vendor; waits here while that may still tell, and gives the job to a person where nothing can. */
async function settleUnknown(work: Work, intent: IntentRow): Promise<void> {
  const { connection, parts, scope } = work;
  const found = await lookForLost(
    { database: parts.database, organizationId: scope.organizationId, connection },
    intent,
  );
  // It was taken and only its answer was lost: no outage, which would keep everybody from a vendor that works.
  if (found.kind === 'settled' && found.isFound) await noteCall(work, intent, { kind: 'answered' });
  if (found.kind === 'settled') return;
  if (found.kind === 'person') throw new MustWait('unknown_outcome');
  // Longer than its absence is waited for: it cannot be asked at all.
  const sentMs = parts.now() - (intent.sent_at?.getTime() ?? parts.now());
  if (work.isPool && sentMs > 2 * (parts.lostAfterMs ?? LOST_AFTER_MS) && (await giveUpLost(work, intent))) return;
  scope.progress(0, say('progress.looking_for_it', { provider: connection.provider.title }));
  await waitFor(work, intent.id, Math.min(found.askAfterMs, LONGEST_POLL_MS));
}

async function look(work: Work, intent: IntentRow): Promise<void> {
  const { connection, parts, scope } = work;
  const dueMs = (intent.next_poll_at?.getTime() ?? 0) - parts.now();
  if (dueMs > 0) return waitFor(work, intent.id, Math.min(dueMs, LONGEST_POLL_MS));
  const remote: Remote = { id: intent.remote_id!, urls: intent.remote_urls ?? {} };
  work.watch.begin(connection, remote);
  const seen = await connection.provider.poll(connection.call, remote);
  if (seen.kind !== 'unreachable') Object.assign(work, { unreachable: 0, lostSince: null });
  switch (seen.kind) {
    case 'working':
      scope.progress(seen.share ?? work.share, whoWorks(work));
      await write(work, (transaction) =>
        planPoll(transaction, intent.id, seen.pollAfterMs * (0.8 + parts.random() * 0.4)),
      );
      return;
    case 'unreachable': {
      const ours = FIRST_UNREACHABLE_MS * 2 ** Math.min(work.unreachable, 6);
      work.unreachable += 1;
      work.lostSince ??= parts.now();
      const lostAfterMs = parts.lostAfterMs ?? LOST_AFTER_MS;
      if (work.isPool && parts.now() - work.lostSince >= lostAfterMs && (await giveUpLost(work, intent))) return;
      const longest = work.isPool ? lostAfterMs / 3 : LONGEST_POLL_MS;
      const afterMs = Math.min(seen.fault.retryAfterMs ?? ours, longest);
      await write(work, (transaction) => planPoll(transaction, intent.id, afterMs));
      return;
    }
    case 'finished':
      await finish(work, intent, seen.made);
      return;
    case 'failed':
      await write(work, (transaction) => endIntent(transaction, intent.id, { state: 'failed', fault: seen.fault }));
      return;
    case 'cancelled':
      await write(work, (transaction) => endIntent(transaction, intent.id, { state: 'cancelled' }));
  }
}
