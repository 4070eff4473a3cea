import type { Member } from '../../platform/http/index.ts';

/** Who did it, as the audit log keeps it; names are looked up when it is read. */
export function nameActor(actor: Member): string {
  return actor.kind === 'user' ? `user ${actor.userId}` : `key ${actor.apiKeyId}`;
}
