import { setTimeout as sleep } from 'node:timers/promises';
import { type ComfyPlacement, type GenerationModel, say } from '@kinora/contract';
import { toStoredRequest } from '@kinora/providers';
import type { Generated, GenerateOrder, StudioPorts } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import { persist } from '../jobs/index.ts';
import type { Likeness } from '../safety/index.ts';
import { afterCall, type CallEnd } from './circuit.ts';
import { readCircuit, saveCircuit } from './circuit-store.ts';
import type { ConnectionParts, OpenConnection } from './connections.ts';
import type { FetchOutputs } from './fetch-outputs.ts';
import { type IntentRow, insertIntent } from './intent-store.ts';
import type { RemoteWatch } from './watch-remote.ts';

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
  /** Refuses pictures that the organization's rules refuse, and those that cannot be looked at now. */
  assertPictures(asked: { organizationId: string; hashes: readonly string[]; looksNow: boolean }): Promise<void>;
  /** Faces and voices of people need their leave. */
  assertLikeness(likeness: Likeness): Promise<void>;
  /** How long a leaf holds its slot while its connection has no room. */
  patienceMs?: number;
  /** How old the permission to send may be when the call is made. */
  hesitationMs?: number;
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

/** @property mayGiveWay another route is named: a pause is then no reason to wait. */
export type RouteOrder = { order: GenerateOrder; insteadOf: Generated['insteadOf']; mayGiveWay: boolean };

export type Work = RouteOrder & {
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

export const LONGEST_POLL_MS = 60_000;

export function write<Result>(
  { parts, scope }: Pick<Work, 'parts' | 'scope'>,
  run: (transaction: Transaction) => Promise<Result>,
) {
  return persist(
    () => parts.database.inOrganization(scope.organizationId, run),
    () => scope.signal.aborted,
  );
}

/** What a paid call came to is written however long the database is away, and also when the job was cancelled meanwhile. */
export function keep<Result>(
  { parts, scope }: Work,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return persist(
    () => parts.database.inOrganization(scope.organizationId, run),
    () => false,
  );
}

/** Before the answer itself is written, in a transaction of its own: lost with a crash, it is one failure less to count. */
export function noteCall(work: Work, intent: IntentRow, end: CallEnd): Promise<void> {
  return keep(work, async (transaction) => {
    const circuit = await readCircuit(transaction, intent.id);
    const next = afterCall(circuit, end, work.parts.now());
    if (next !== circuit && JSON.stringify(next) !== JSON.stringify(circuit))
      await saveCircuit(transaction, intent.id, next);
  });
}

/** Until it is time, or somebody says that the intent changed: a vendor's call, a person, another process. */
export async function waitFor({ parts, scope }: Work, intentId: string, ms: number): Promise<void> {
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

export function insertWanted(
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

export function whoWorks({ connection, isPool }: Pick<Work, 'connection' | 'isPool'>): string {
  if (isPool) return say('progress.server', { server: connection.name });
  return say('progress.provider', { provider: connection.provider.title });
}

/** Of several servers of one's own it is worth knowing which one (screens.md §5). */
export function madeByOf(connection: OpenConnection, model: GenerationModel): string {
  const { provider, name, connectionId } = connection;
  if (provider.id === 'comfyui' && connectionId !== null) return `${provider.title} · ${name} · ${model.title}`;
  return `${connection.provider.title} · ${model.title}`;
}
