import type { AuditEntry } from '@kinora/contract';
import type { AuditRow } from './store.ts';

export function toAuditEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actor: toActor(row),
    subject: toSubject(row),
    details: row.details,
  };
}

function toActor({ actor, user_id, user_name, key_name }: AuditRow): AuditEntry['actor'] {
  if (actor === 'operator') return { kind: 'operator', userId: null, name: null };
  if (actor === 'stripe') return { kind: 'stripe', userId: null, name: null };
  const isKey = actor.startsWith('key ') || actor === 'API key' || actor === 'user key';
  if (isKey) return { kind: 'api_key', userId: null, name: key_name };
  const address = actor.includes('@') ? actor : null;
  return { kind: 'person', userId: user_id as AuditEntry['actor']['userId'], name: user_name ?? address };
}

/**
 * Webhooks and keys are kept by id and prefix, which say nothing to people: their name stands in the details, or in the webhook
 * itself.
 */
function toSubject({ subject, details: { name }, webhook_name }: AuditRow): string {
  return typeof name === 'string' ? name : (webhook_name ?? subject);
}
