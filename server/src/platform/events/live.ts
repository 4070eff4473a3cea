import type { LiveType, StreamEvent } from '@kinora/contract';
import { z } from 'zod';
import type { Queryable } from '../database/index.ts';

/** Sent to screens that are open now, and kept nowhere. */
export type LiveEvent = {
  organizationId: string;
  type: LiveType;
  projectId?: string | undefined;
  jobId?: string | undefined;
  /** Figures and ids only: any login of the database may listen to a channel. */
  data: Record<string, unknown>;
};

/** PostgreSQL's limit is 8000 bytes; a live event near it is a mistake, not a message. */
const PAYLOAD_MAX_BYTES = 7000;

export async function sendLive(queryable: Queryable, event: LiveEvent): Promise<void> {
  const payload = JSON.stringify({ ...event, at: new Date().toISOString() });
  if (Buffer.byteLength(payload) > PAYLOAD_MAX_BYTES) throw new RangeError(`live event ${event.type} is too large`);
  await queryable.query(`select pg_notify('kinora_live', $1)`, [payload]);
}

const livePayload = z.object({
  organizationId: z.string(),
  type: z.string(),
  at: z.string(),
  projectId: z.string().optional(),
  jobId: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

export function parseLive(payload: string): { organizationId: string; event: StreamEvent } {
  const { organizationId, ...event } = livePayload.parse(JSON.parse(payload));
  return { organizationId, event: event as StreamEvent };
}
