import { type ComfyPlacement, say } from '@kinora/contract';
import { type PoolNeed, type ProviderFault, planPlacement } from '@kinora/providers';
import type { Transaction } from '../../../platform/database/index.ts';
import type { IntentRow } from '../intent-store.ts';
import { listServers, toPoolServer } from './server-store.ts';

/** What people choose instead of one server: whichever of them fits best. */
export const COMFY_POOL = 'comfyui:pool';
/** How long a server may be out of reach before its work may go elsewhere. */
export const LOST_AFTER_MS = 60_000;

export type Placed = { connectionId: string; placement: ComfyPlacement; hasFreeToken: boolean };
export type PlaceAnswer = { kind: 'placed'; placed: Placed } | { kind: 'refused'; fault: ProviderFault };
export type InsteadOf = NonNullable<ComfyPlacement['insteadOf']>;

/** Chooses a server of this organization. Two that choose at once see each other's choice. */
export async function placeInPool(
  transaction: Transaction,
  need: PoolNeed,
  options: { nowMs: number; tried?: readonly string[]; insteadOf?: InsteadOf | null },
): Promise<PlaceAnswer> {
  const { nowMs, tried = [], insteadOf = null } = options;
  await transaction.query('select pg_advisory_xact_lock(hashtextextended(app.org()::text, 200))');
  const servers = (await listServers(transaction)).filter(({ row }) => !tried.includes(row.id));
  const planned = planPlacement(
    servers.map((server) => toPoolServer(server, nowMs)),
    need,
  );
  if (planned.kind === 'placed') {
    const { id, name, inWork, tokens } = planned.server;
    const placement = { server: name, why: planned.why, insteadOf };
    return { kind: 'placed', placed: { connectionId: id, placement, hasFreeToken: inWork < tokens } };
  }
  const refused = (message: string): PlaceAnswer => ({
    kind: 'refused',
    fault: { kind: planned.kind === 'missing' ? 'not_found' : 'provider_down', message, retryAfterMs: null },
  });
  if (planned.kind === 'none') return refused(say('fault.no_server'));
  const { title: model, file, folder } = planned;
  return refused(say('fault.missing_file', { model, file, folder }));
}

/**
 * Whether an end on one server is one that another may do better, and why: the server is gone or has forgotten the work, its
 * memory was too small, or it lacks a file. Each of them is certain not to come to anything there; that a lost server may still
 * finish is possible, costs nothing but its time, and is not used. Null: another server would end the same way.
 */
export function planElsewhere(
  intent: Pick<IntentRow, 'state' | 'fault_kind' | 'fault_message'>,
): InsteadOf['why'] | null {
  if (intent.state !== 'failed' && intent.state !== 'refused') return null;
  if (intent.fault_message?.includes('OutOfMemory')) return 'memory';
  if (intent.fault_kind === 'provider_down') return 'lost';
  if (intent.fault_kind !== 'not_found') return null;
  return intent.state === 'refused' ? 'missing' : 'lost';
}
