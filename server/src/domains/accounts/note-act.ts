import type { AuditAction } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { nameActor } from './name-actor.ts';
import { insertAudit } from './organization-store.ts';

type Line = { action: AuditAction; subject: string } & Record<string, unknown>;

/**
 * Writes down what a member did to the organization's settings, in the transaction that does it. What stands beside action and
 * subject is shown to owners and admins for ever: never a secret.
 */
export function noteAct(transaction: Transaction, actor: Member, { action, subject, ...details }: Line): Promise<void> {
  const { organizationId } = actor;
  return insertAudit(transaction, { id: newId(), organizationId, actor: nameActor(actor), action, subject, details });
}

/** The same for a change of fields, each with what it was and what it is. What changed nothing leaves no line. */
export async function noteChange<Fields extends object>(
  transaction: Transaction,
  actor: Member,
  line: Line & { before: Fields; after: Fields; told: readonly (keyof Fields & string)[] },
): Promise<void> {
  const { before, after, told, ...rest } = line;
  const changed = told.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (changed.length === 0) return;
  const changes = changed.map((field) => [field, { from: before[field], to: after[field] }]);
  await noteAct(transaction, actor, { ...rest, ...Object.fromEntries(changes) } as Line);
}
