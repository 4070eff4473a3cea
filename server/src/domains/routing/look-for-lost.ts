import type { LostSubmission } from '@kinora/providers';
import type { Database } from '../../platform/database/index.ts';
import type { OpenConnection } from './connections.ts';
import { type IntentRow, isOwned, markAccepted, markResend, markUnknown } from './intent-store.ts';

/**
 * What looking came to. `settled`: it is known now, one way or the other. `later`: the vendor may tell after so long.
 * `person`: nobody but a person can say.
 */
export type Looked = { kind: 'settled'; isFound: boolean } | { kind: 'later'; askAfterMs: number } | { kind: 'person' };

export type LookParts = {
  database: Pick<Database, 'inOrganization'>;
  organizationId: string;
  connection: OpenConnection;
};

/** Asks the vendor what became of a submission of unknown outcome, and writes down what it says. Pays nothing. */
export async function lookForLost(parts: LookParts, intent: IntentRow): Promise<Looked> {
  const { database, organizationId, connection } = parts;
  const lost: LostSubmission = {
    intentId: intent.id,
    model: intent.model,
    request: intent.request,
    inputs: intent.inputs ?? { pictureUrls: [] },
    webhookUrl: intent.webhook_url,
    sentAtMs: intent.sent_at?.getTime() ?? intent.created_at.getTime(),
    isKnown: (remoteId) => database.inOrganization(organizationId, (tx) => isOwned(tx, intent.id, remoteId)),
  };
  const outcome = await connection.provider.reconcile(connection.call, lost);
  return database.inOrganization(organizationId, async (transaction): Promise<Looked> => {
    switch (outcome.kind) {
      case 'found':
        await markAccepted(transaction, intent.id, outcome.remote);
        return { kind: 'settled', isFound: true };
      case 'absent':
        await markResend(transaction, intent.id, { state: 'unknown', sends: intent.sends }, { waitMs: 0, fault: null });
        return { kind: 'settled', isFound: false };
      case 'not_yet':
        await markUnknown(transaction, intent.id, {
          reason: intent.fault_message ?? '',
          checkAfterMs: outcome.askAfterMs,
        });
        return { kind: 'later', askAfterMs: outcome.askAfterMs };
      case 'cannot_tell':
        await markUnknown(transaction, intent.id, { reason: intent.fault_message ?? '', checkAfterMs: null });
        return { kind: 'person' };
    }
  });
}
