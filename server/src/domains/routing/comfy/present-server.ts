import type { ComfyServer } from '@kinora/contract';
import { readServerModels } from '@kinora/providers';
import { SERVER_TOKENS, type Server } from './server-store.ts';

const NOTHING = { models: [], families: [], loras: [] };

export function presentServer({ row, connection, look, inWork }: Server): ComfyServer {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: row.id,
    name: connection.name,
    kind: connection.is_agent ? 'agent' : 'direct',
    baseUrl: connection.is_agent ? null : connection.base_url,
    lastFour: row.agent_key_end ?? connection.last_four,
    isEnabled: connection.is_enabled,
    isDraining: row.is_draining,
    tokens: connection.max_concurrent ?? SERVER_TOKENS,
    inWork,
    state: row.look_fault !== null ? 'unreachable' : look === null ? 'never_seen' : 'works',
    version: look?.version ?? null,
    devices: look?.devices ?? [],
    queue: look?.queue ?? null,
    seenAt: iso(row.seen_at),
    lookedAt: iso(row.looked_at),
    ...(look ? readServerModels(look) : NOTHING),
  };
}
