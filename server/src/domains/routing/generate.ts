import { setTimeout as sleep } from 'node:timers/promises';
import { type ComfyPlacement, type GenerationModel, isKinoraError, say } from '@kinora/contract';
import {
  checkRequest,
  estimateMicros,
  type Made,
  ProviderRefusal,
  type Remote,
  type Submission,
  type SubmitOutcome,
  toStoredRequest,
} from '@kinora/providers';
import type { Generated, GenerateOrder, StudioPorts } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import { MustWait, persist } from '../jobs/index.ts';
import type { Likeness } from '../safety/index.ts';
import { afterCall, type CallEnd } from './circuit.ts';
import { readCircuit, saveCircuit } from './circuit-store.ts';
import { COMFY_POOL, type InsteadOf, LOST_AFTER_MS, type Placed, placeInPool, planElsewhere } from './comfy/pool.ts';
import { saveHealth } from './connection-store.ts';
import { type ConnectionParts, type OpenConnection, openConnection } from './connections.ts';
import { routingError } from './errors.ts';
import { type FetchOutputs, LinksGone } from './fetch-outputs.ts';
import { planResend, sentenceOfFault, toGenerationError } from './intent.ts';
import {
  beginSending,
  endIntent,
  findIntent,
  findNewest,
  type IntentRow,
  insertIntent,
  listTried,
  markAccepted,
  markResend,
  markUnknown,
  moveIntent,
  planPoll,
  saveInputs,
} from './intent-store.ts';
import { lookForLost } from './look-for-lost.ts';
import { openRoute } from './open-route.ts';
import { expectIntentCost, settleIntentCost } from './spend.ts';
import { createRemoteWatch, type RemoteWatch } from './watch-remote.ts';

export type GenerationParts = ConnectionParts & {
  database: Pick<Database, 'inOrganization'>;
  listener: Pick<Listener, 'on'>;
  fetchOutputs: FetchOutputs;
  /** Where a vendor may call; null where nobody outside can reach this studio. */
  webhookUrlOf(provider: string, intentId: string): string | null;
  random: () => number;
  /** How long a server of the pool may be silent before its work goes elsewhere; for tests. */
  lostAfterMs?: number;
  /** Refuses words that may not be asked for, before anything is written down or sent. */
  assertSafe(
    scope: { organizationId: string; jobId: string },
    text: string,
    options: { staysHere: boolean },
  ): Promise<void>;
  /** Faces and voices of people need their leave. */
  assertLikeness(likeness: Likeness): Promise<void>;
  /** How long a leaf holds its slot while its connection has no room. */
  patienceMs?: number;
};

/** The leaf that wants an answer, as this try of it runs. */
export type GenerationScope = {
  organizationId: string;
  jobId: string;
  run: number;
  ports: StudioPorts;
  signal: AbortSignal;
  temporaryFolder: string;
  progress(share: number, text: string): void;
  /** Shows what it looks like so far. */
  preview(picture: Uint8Array): void;
};

const BUSY_MS = 1000;
const PATIENCE_MS = 10_000;
const FIRST_UNREACHABLE_MS = 2000;
const LONGEST_POLL_MS = 60_000;
/** A longer pause of a connection is not waited for: a person is told, and may choose another. */
const LONGEST_PAUSE_MS = 120_000;

type Work = RouteOrder & {
  parts: GenerationParts;
  scope: GenerationScope;
  connection: OpenConnection;
  model: GenerationModel;
  intentId: string;
  /** Looks at the remote job that reached nobody, one after the other. */
  unreachable: number;
  /** Looks at files whose addresses were gone. */
  gone: number;
  /** The connection was chosen among the ComfyUI servers, and another may take its place. */
  isPool: boolean;
  /** Since when its server has not been reached. */
  lostSince: number | null;
  /** How far it is, as its socket tells. */
  share: number;
  watch: RemoteWatch;
  /** When this try first found its connection full. */
  busySinceMs: number | null;
};

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
    ...fallbacks.map((each, index) => ({ ...first, ...each, name: `${order.name}~${index + 2}` })),
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

/** @property mayGiveWay another route is named: a pause is then no reason to wait. */
type RouteOrder = { order: GenerateOrder; insteadOf: Generated['insteadOf']; mayGiveWay: boolean };

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

function write<Result>(
  { parts, scope }: Pick<Work, 'parts' | 'scope'>,
  run: (transaction: Transaction) => Promise<Result>,
) {
  return persist(
    () => parts.database.inOrganization(scope.organizationId, run),
    () => scope.signal.aborted,
  );
}

/** Once, before the first row: what is being made, or is made and paid, is not held back by rules that changed meanwhile. */
async function assertSafeOnce(parts: GenerationParts, scope: GenerationScope, order: GenerateOrder): Promise<void> {
  const newest = await write({ parts, scope }, (transaction) => findNewest(transaction, scope.jobId, order.name));
  if (newest !== undefined && (newest.finished_at === null || newest.state === 'finished')) return;
  const { request } = order;
  const maker = await findMaker(parts, scope, order);
  // What one's own server makes stays here, and its words with it: no vendor is told of them.
  await parts.assertSafe(scope, request.prompt, { staysHere: maker.isOwn });
  await parts.assertLikeness({
    organizationId: scope.organizationId,
    pictureHashes: request.pictures.map(({ sha256 }) => sha256),
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

/** Whether a voice is a clone of somebody's is the vendor's to say; where it does not, the register alone knows. */
async function describeVoice(connection: OpenConnection | null, voice: string): Promise<Likeness['voice']> {
  return { id: voice, isClone: (await connection?.provider.isClonedVoice?.(connection.call, voice)) ?? false };
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

async function choosePlace(transaction: Transaction, parts: GenerationParts, order: GenerateOrder): Promise<Placed> {
  const answer = await placeInPool(transaction, needOf(order), { nowMs: parts.now() });
  if (answer.kind === 'refused') throw toGenerationError({ ...answer.fault, wasTaken: false });
  return answer.placed;
}

function needOf({ route, request }: GenerateOrder) {
  return { model: route.model, prompt: request.prompt, pictures: request.pictures.length };
}

function insertWanted(
  transaction: Transaction,
  { parts, scope, order, connection, model }: Pick<Work, 'parts' | 'scope' | 'order' | 'connection' | 'model'>,
  number: number,
  placement: ComfyPlacement | null,
): Promise<void> {
  return insertIntent(transaction, {
    job_id: scope.jobId,
    name: order.name,
    number,
    run: scope.run,
    connection_id: connection.connectionId,
    is_operators: connection.connectionId === null,
    provider: connection.provider.id,
    model: model.id,
    capability: model.capability,
    request: toStoredRequest(order.request),
    placement,
    webhookUrlOf: (id) => parts.webhookUrlOf(connection.provider.id, id),
  });
}

/**
 * Another server takes the place of one that is certain not to finish: a new intent, as after every end, and each server once
 * in a run. Own hardware bills nothing, so nobody is asked; the new row says whose place it took.
 * @returns false where the end is the job's
 */
async function takeOver(work: Work, intent: IntentRow): Promise<boolean> {
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
async function moveToFree(work: Work, intent: IntentRow): Promise<boolean> {
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
async function giveUpLost(work: Work, intent: IntentRow): Promise<boolean> {
  const hasOther = await write(work, (tx) => findElsewhere(tx, work, intent, null));
  if (!hasOther) return false;
  const { connection, parts } = work;
  if (intent.remote_id !== null)
    await connection.provider.cancel(connection.call, { id: intent.remote_id, urls: intent.remote_urls ?? {} });
  const seconds = Math.round((parts.lostAfterMs ?? LOST_AFTER_MS) / 1000);
  const message = say('fault.server_lost', { server: connection.name, seconds });
  return write(work, (tx) => endIntent(tx, intent.id, { state: 'failed', fault: { kind: 'provider_down', message } }));
}

function whoWorks({ connection, isPool }: Pick<Work, 'connection' | 'isPool'>): string {
  if (isPool) return say('progress.server', { server: connection.name });
  return say('progress.provider', { provider: connection.provider.title });
}

/** Before the first row: nothing of what follows can be undone. */
function assertUsable(connection: OpenConnection, model: GenerationModel, order: GenerateOrder, nowMs: number): void {
  if (!connection.isEnabled)
    throw routingError('connection.off', `connection ${connection.ref} is off`, { details: { wasTaken: false } });
  const fault = checkRequest(model, order.request, new Date(nowMs).toISOString().slice(0, 10));
  if (fault) throw toGenerationError({ ...fault, wasTaken: false });
}

/** @returns whether this call made the paid call, and has moved the intent on with its answer */
async function trySend(work: Work, intent: IntentRow): Promise<boolean> {
  const { parts, scope, connection } = work;
  const inputs = intent.inputs ?? (await prepare(work, intent));
  if (inputs === null) return false;
  const waitMs = intent.send_after.getTime() - parts.now();
  if (waitMs > patienceOf(parts)) throw new MustWait('capacity');
  if (waitMs > 0) {
    await waitFor(work, intent.id, Math.min(waitMs, LONGEST_POLL_MS));
    return false;
  }
  const permit = await write(work, async (transaction) => {
    const given = await beginSending(transaction, intent, { limits: connection.limits, nowMs: parts.now() });
    if (given.kind === 'go') await expectIntentCost(transaction, intent, estimateMicros(work.model, intent.request));
    return given;
  });
  if (work.isPool && permit.kind !== 'go' && (await moveToFree(work, intent))) return false;
  if (permit.kind === 'off') throw new MustWait('connection_off');
  if (permit.kind === 'paused') {
    await pause(work, intent, permit);
    return false;
  }
  if (permit.kind !== 'go') {
    scope.progress(0, say('progress.provider_busy', { provider: connection.provider.title }));
    if (permit.kind === 'busy') giveWay(work);
    await sleep(BUSY_MS * (0.5 + parts.random()), undefined, { signal: scope.signal });
    return false;
  }
  scope.progress(0, whoWorks(work));
  await send(
    work,
    { ...intent, sends: intent.sends + 1 },
    {
      intentId: intent.id,
      model: intent.model,
      request: intent.request,
      inputs,
      pictures: work.order.request.pictures,
      webhookUrl: intent.webhook_url,
    },
  );
  return true;
}

/**
 * Nothing is sent while the connection is paused. A short pause is waited for; where it is long, or another route is named,
 * this one ends as certainly not taken.
 */
async function pause(
  work: Work,
  intent: IntentRow,
  permit: { untilMs: number; why: 'open' | 'limited' },
): Promise<void> {
  const { parts, scope, connection } = work;
  const { title: provider } = connection.provider;
  const waitMs = permit.untilMs - parts.now();
  if (work.mayGiveWay || waitMs > LONGEST_PAUSE_MS) {
    const kind = permit.why === 'open' ? ('provider_down' as const) : ('rate_limited' as const);
    const fault = { kind, message: `paused for ${Math.round(waitMs / 1000)} s, nothing was sent` };
    await write(work, (transaction) =>
      endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'intent', sends: intent.sends } }),
    );
    return;
  }
  scope.progress(
    0,
    permit.why === 'open'
      ? say('progress.provider_paused', { provider })
      : say('progress.provider_limited', { provider }),
  );
  giveWay(work);
  // With some spread, so that not everybody asks in the same moment.
  await waitFor(work, intent.id, Math.max(50, Math.min(waitMs, LONGEST_POLL_MS)) * (1 + parts.random() / 10));
}

const patienceOf = (parts: GenerationParts) => parts.patienceMs ?? PATIENCE_MS;

/**
 * A leaf that waits for room gives its slot back: those that fill the connection may need one themselves to get on, after
 * a crash or a fault, and would otherwise wait for the waiting. The keeper brings it back when there is room.
 */
function giveWay(work: Work): void {
  work.busySinceMs ??= performance.now();
  if (performance.now() - work.busySinceMs >= patienceOf(work.parts)) throw new MustWait('capacity');
}

async function prepare(work: Work, intent: IntentRow): Promise<Submission['inputs'] | null> {
  const { connection, order } = work;
  try {
    const inputs = await connection.provider.prepareInputs(connection.call, intent.model, order.request);
    await write(work, (transaction) => saveInputs(transaction, intent.id, inputs));
    return inputs;
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const { fault } = error;
    await write(work, (transaction) =>
      endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'intent', sends: intent.sends } }),
    );
    return null;
  }
}

/** The paid call and its answer. Not aborted by a cancel: half a call would leave nobody knowing. */
async function send(work: Work, intent: IntentRow, submission: Submission): Promise<void> {
  const { connection, parts } = work;
  const outcome = await connection.provider.submit(connection.call, submission);
  await noteCall(work, intent, toCallEnd(outcome));
  switch (outcome.kind) {
    case 'accepted':
      await keep(work, (transaction) => markAccepted(transaction, intent.id, outcome.remote));
      return;
    case 'finished':
      await finish(work, intent, outcome.made);
      return;
    case 'unknown':
      await keep(work, (transaction) =>
        markUnknown(transaction, intent.id, { reason: outcome.reason, checkAfterMs: 0 }),
      );
      return;
    case 'refused': {
      const { fault } = outcome;
      const resend = planResend(fault, intent.sends, parts.random);
      await keep(work, async (transaction) => {
        // People see at the connection that its key or its account is the matter, not only at the job.
        if (connection.connectionId !== null && (fault.kind === 'auth' || fault.kind === 'no_credit'))
          await saveHealth(transaction, connection.connectionId, { state: 'refused', fault: fault.kind });
        const { sends } = intent;
        if (resend) await markResend(transaction, intent.id, { state: 'sending', sends }, { ...resend, fault });
        else await endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'sending', sends } });
      });
    }
  }
}

function toCallEnd(outcome: SubmitOutcome): CallEnd {
  if (outcome.kind === 'unknown') return { kind: 'failed' };
  if (outcome.kind !== 'refused') return { kind: 'answered' };
  const { kind, retryAfterMs } = outcome.fault;
  if (kind === 'rate_limited' || retryAfterMs !== null) return { kind: 'limited', retryAfterMs };
  return { kind: kind === 'provider_down' ? 'failed' : 'answered' };
}

/** Before the answer itself is written, in a transaction of its own: lost with a crash, it is one failure less to count. */
function noteCall(work: Work, intent: IntentRow, end: CallEnd): Promise<void> {
  return keep(work, async (transaction) => {
    const circuit = await readCircuit(transaction, intent.id);
    const next = afterCall(circuit, end, work.parts.now());
    if (next !== circuit && JSON.stringify(next) !== JSON.stringify(circuit))
      await saveCircuit(transaction, intent.id, next);
  });
}

/** What a paid call came to is written however long the database is away, and also when the job was cancelled meanwhile. */
function keep<Result>({ parts, scope }: Work, run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  return persist(
    () => parts.database.inOrganization(scope.organizationId, run),
    () => false,
  );
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

/** Files first, then the row: a crash between the two fetches them again, and the same content is the same asset. */
async function finish(work: Work, intent: IntentRow, made: Made): Promise<void> {
  const { parts, scope, order, connection, model } = work;
  const seed = model.limits.takesSeed ? (made.seed ?? order.request.seed) : null;
  const costMicros = made.costMicros ?? estimateMicros(model, intent.request);
  const recipe = {
    provider: connection.provider.id,
    model: model.id,
    seed,
    costMicros,
    intentId: intent.id,
    request: intent.request,
    ...(work.insteadOf.length > 0 ? { insteadOf: work.insteadOf } : {}),
  };
  try {
    // Words are no file: they are kept with the intent alone.
    const assetIds = made.written
      ? []
      : await parts.fetchOutputs(made.outputs, {
          capability: model.capability,
          fileName: order.fileName,
          madeBy: madeByOf(connection, model),
          recipe,
          projectId: order.projectId,
          ports: scope.ports,
          folder: scope.temporaryFolder,
          signal: intent.state === 'accepted' ? scope.signal : undefined,
          http: connection.call.http,
        });
    await keep(work, async (tx) => {
      await endIntent(tx, intent.id, { state: 'finished', assetIds, made: { ...made, seed, costMicros } });
      await settleIntentCost(tx, intent, costMicros);
    });
  } catch (error) {
    if (!(error instanceof LinksGone)) return endUnusable(work, intent, error);
    work.gone += 1;
    // Looked at again, a vendor may name fresh addresses; once.
    if (work.gone < 2 && intent.state === 'accepted') return;
    const fault = { kind: 'expired' as const, message: error.message };
    await write(work, (tx) => endIntent(tx, intent.id, { state: 'failed', fault }));
  }
}

/** A file nobody can use is an end: what was paid for it is paid. Faults that may pass leave the intent as it is. */
async function endUnusable(work: Work, intent: IntentRow, error: unknown): Promise<void> {
  if (!isKinoraError(error) || error.isRetryable || work.scope.signal.aborted) throw error;
  const fault = { kind: 'failed' as const, message: error.message };
  await keep(work, (transaction) => endIntent(transaction, intent.id, { state: 'failed', fault }));
  throw error;
}

/** Of several servers of one's own it is worth knowing which one (screens.md §5). */
export function madeByOf(connection: OpenConnection, model: GenerationModel): string {
  const { provider, name, connectionId } = connection;
  if (provider.id === 'comfyui' && connectionId !== null) return `${provider.title} · ${name} · ${model.title}`;
  return `${connection.provider.title} · ${model.title}`;
}

async function openFinished(work: Work, intent: IntentRow): Promise<Generated> {
  const { scope, connection, model } = work;
  const opened = await Promise.all((intent.asset_ids ?? []).map((assetId) => scope.ports.assets.open(assetId)));
  return {
    capability: intent.capability,
    files: opened.map(({ assetId, hash, path, width, height }) => ({ assetId, hash, path, width, height })),
    madeBy: madeByOf(connection, model),
    insteadOf: work.insteadOf,
    seed: intent.seed,
    words: intent.words,
    written: intent.written,
  };
}

/** Until it is time, or somebody says that the intent changed: a vendor's call, a person, another process. */
async function waitFor({ parts, scope }: Work, intentId: string, ms: number): Promise<void> {
  const woken = new AbortController();
  const stop = parts.listener.on('kinora_intents', (payload) => {
    if (payload === intentId) woken.abort();
  });
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([woken.signal, scope.signal]) });
  } catch (error) {
    if (!woken.signal.aborted || scope.signal.aborted) throw error;
  } finally {
    stop();
  }
}
