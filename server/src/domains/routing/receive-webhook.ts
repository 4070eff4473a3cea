import { KinoraError } from '@kinora/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../platform/database/index.ts';
import { type ConnectionParts, type OpenConnection, openConnection } from './connections.ts';
import { findIntent, type IntentRow, isOwned, markAccepted, noteWebhook } from './intent-store.ts';

export type ReceiveParts = ConnectionParts & { database: Database };

const MOST_BYTES = 5_000_000;
const params = z.object({ provider: z.string(), intentId: z.uuid() });

/**
 * `POST /api/v1/provider-webhooks/PROVIDER/INTENT`: a vendor says that something changed. The bytes are read raw, for the
 * signature; what they say is never believed, only that it is time to look. Unknown intents and wrong signatures get one
 * answer, so that nobody learns which intents there are.
 */
export async function registerProviderWebhooks(app: FastifyInstance, parts: ReceiveParts): Promise<void> {
  await app.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    inner.post('/api/v1/provider-webhooks/:provider/:intentId', async (request, reply) => {
      const named = params.safeParse(request.params);
      const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!named.success || !(await receive(parts, named.data, { headers, rawBody })))
        throw new KinoraError('intent.not_found', 'a call that no vendor signed for an open intent');
      return reply.code(204).send();
    });
  });
}

async function receive(
  parts: ReceiveParts,
  { provider, intentId }: z.infer<typeof params>,
  webhook: { headers: Headers; rawBody: Buffer },
): Promise<boolean> {
  const { rows } = await parts.database.app.query<{ id: string | null }>(
    'select app.organization_of_intent($1) as id',
    [intentId],
  );
  const organizationId = rows[0]?.id;
  if (!organizationId) return false;
  const opened = await parts.database.inOrganization(organizationId, async (transaction) => {
    const intent = await findIntent(transaction, intentId);
    const ref = intent?.is_operators ? `operator:${intent.provider}` : intent?.connection_id;
    return intent && ref ? { intent, connection: await openConnection(transaction, ref, parts) } : undefined;
  });
  if (!opened || opened.intent.provider !== provider) return false;
  const { intent, connection } = opened;
  const verdict = await connection.provider.verifyWebhook?.(connection.call, webhook);
  if (verdict?.kind !== 'verified') return false;
  // Signed with the account's secret, but about another job: the address was not made for it.
  if (intent.remote_id !== null && intent.remote_id !== verdict.remoteId) return false;
  if (intent.remote_id === null && !(await adopt(parts, { intent, connection }, verdict.remoteId))) return false;
  await parts.database.inOrganization(organizationId, (transaction) =>
    noteWebhook(transaction, intentId, verdict.deliveryId),
  );
  return true;
}

/**
 * A call about a submission whose answer never came is how its id is learned where a vendor has no list. A signature alone
 * may be that of another account of the same vendor, so the job must also be there for our key.
 */
async function adopt(
  { database }: ReceiveParts,
  { intent, connection }: { intent: IntentRow; connection: OpenConnection },
  remoteId: string,
): Promise<boolean> {
  const remote = connection.provider.remoteOf?.(connection.call, intent.model, remoteId);
  if (!remote || (intent.state !== 'unknown' && intent.state !== 'sending')) return false;
  const seen = await connection.provider.poll(connection.call, remote);
  if (seen.kind === 'unreachable' || (seen.kind === 'failed' && seen.fault.kind === 'not_found')) return false;
  return database.inOrganization(intent.organization_id, async (transaction) => {
    if (await isOwned(transaction, intent.id, remoteId)) return false;
    return markAccepted(transaction, intent.id, remote);
  });
}
