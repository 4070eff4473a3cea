import { type ComfyLook, comfyLook } from '@kinora/contract';
import type { PoolServer } from '@kinora/providers';
import type { Transaction } from '../../../platform/database/index.ts';
import { type ConnectionRow, listConnectionRows } from '../connection-store.ts';

/** ComfyUI works on one at a time; the second waits there, so that the card is never idle between two (rulings §1.2). */
export const SERVER_TOKENS = 2;
/** A look that is older says nothing about now. */
const FRESH_MS = 180_000;

export type ServerRow = {
  id: string;
  is_draining: boolean;
  agent_key_end: string | null;
  seen: unknown;
  seen_at: Date | null;
  looked_at: Date | null;
  look_fault: string | null;
};
/** A server with its connection, and what it has in work. */
export type Server = {
  row: ServerRow;
  connection: ConnectionRow;
  look: ComfyLook | null;
  inWork: number;
  loaded: string | null;
  tooLarge: string[];
};

export async function listServers(transaction: Transaction): Promise<Server[]> {
  const connections = (await listConnectionRows(transaction)).filter(({ provider }) => provider === 'comfyui');
  const { rows } = await transaction.query<ServerRow>(
    'select id, is_draining, agent_key_end, seen, seen_at, looked_at, look_fault from comfy_servers',
  );
  const use = await readUse(transaction);
  return connections.flatMap((connection) => {
    const row = rows.find(({ id }) => id === connection.id);
    if (!row) return [];
    const known = use.get(row.id) ?? { in_work: 0, loaded: null, too_large: null };
    const look = comfyLook.safeParse(row.seen).data ?? null;
    return [{ row, connection, look, inWork: known.in_work, loaded: known.loaded, tooLarge: known.too_large ?? [] }];
  });
}

export async function findServer(transaction: Transaction, id: string): Promise<Server | undefined> {
  return (await listServers(transaction)).find(({ row }) => row.id === id);
}

type Use = { in_work: number; loaded: string | null; too_large: string[] | null };

/** Read from the intents themselves: a figure of its own would have to be kept right through every crash. */
async function readUse(transaction: Transaction): Promise<Map<string, Use>> {
  const { rows } = await transaction.query<Use & { id: string }>(
    `select connection_id as id, count(*) filter (where finished_at is null)::int as in_work,
       (array_agg(model order by sent_at desc) filter (where sent_at is not null))[1] as loaded,
       array_agg(distinct model) filter (where state = 'failed' and fault_message like '%OutOfMemory%'
         and finished_at > now() - interval '1 day') as too_large
     from intents where provider = 'comfyui' and connection_id is not null and created_at > now() - interval '7 days'
     group by 1`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export function toPoolServer({ row, connection, look, inWork, loaded, tooLarge }: Server, nowMs: number): PoolServer {
  return {
    id: row.id,
    name: connection.name,
    isEnabled: connection.is_enabled,
    isDraining: row.is_draining,
    isReachable: row.look_fault === null && row.seen_at !== null && nowMs - row.seen_at.getTime() < FRESH_MS,
    look,
    inWork,
    tokens: connection.max_concurrent ?? SERVER_TOKENS,
    loaded,
    tooLarge,
  };
}

export async function saveLook(
  transaction: Transaction,
  id: string,
  look: ComfyLook,
  dueInSeconds: number,
): Promise<void> {
  await transaction.query(
    `update comfy_servers set seen = $2, seen_at = clock_timestamp(), looked_at = clock_timestamp(), look_fault = null,
       look_due_at = clock_timestamp() + make_interval(secs => $3) where id = $1`,
    [id, look, dueInSeconds],
  );
}

/** An agent that asks or reports is there, also while a long piece of work keeps it from saying what it has. */
export async function noteAgentHeard(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    'update comfy_servers set seen_at = clock_timestamp(), look_fault = null where id = $1 and seen is not null',
    [id],
  );
}

/** What was found before stays: people see since when it has not answered. */
export async function saveLookFault(
  transaction: Transaction,
  id: string,
  fault: string,
  dueInSeconds: number,
): Promise<void> {
  await transaction.query(
    `update comfy_servers set looked_at = clock_timestamp(), look_fault = $2,
       look_due_at = clock_timestamp() + make_interval(secs => $3) where id = $1`,
    [id, fault.slice(0, 500), dueInSeconds],
  );
}

export async function setDraining(transaction: Transaction, id: string, isDraining: boolean): Promise<void> {
  await transaction.query('update comfy_servers set is_draining = $2 where id = $1', [id, isDraining]);
}

export async function saveAgentKey(
  transaction: Transaction,
  id: string,
  key: { hash: Buffer; end: string },
): Promise<void> {
  await transaction.query('update comfy_servers set agent_key_hash = $2, agent_key_end = $3 where id = $1', [
    id,
    key.hash,
    key.end,
  ]);
}
