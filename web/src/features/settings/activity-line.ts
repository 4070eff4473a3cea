import type { AuditAction, AuditEntry } from '../../api/index.ts';
import type { Words } from '../../app/words/index.ts';

/** As the contract lists them, whose file would bring zod along; `activity-line.test.ts` compares the two. */
export const AUDIT_ACTIONS: readonly AuditAction[] = [
  'invitation.created',
  'invitation.accepted',
  'member.role_changed',
  'member.removed',
  'second_factor.removed',
  'api_key.created',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'webhook.secret_renewed',
];

/** One line of the log as a sentence in the person's language. */
export function sentenceOfEntry({ action, actor, subject, details }: AuditEntry, t: Words): string {
  return t(`activity.${action}`, {
    who: isolate(nameOfActor(actor, t)),
    subject: isolate(subject),
    ...rolesOf(details, t),
  });
}

/** A name of another direction keeps its own beside the sentence's. */
const isolate = (name: string) => `\u2068${name}\u2069`;

function nameOfActor({ kind, name }: AuditEntry['actor'], t: Words): string {
  if (kind === 'operator') return t('activity.operator');
  if (kind === 'api_key') return name ? t('activity.key', { name }) : t('activity.someKey');
  return name ?? t('activity.left');
}

/** `role` of an invitation, `from` and `to` of a change of role. */
function rolesOf(details: Record<string, unknown>, t: Words): Record<string, string> {
  return Object.fromEntries(
    (['role', 'from', 'to'] as const).map((key) => {
      const role = details[key];
      return [key, isRole(role) ? t(`role.${role}`) : ''];
    }),
  );
}

function isRole(value: unknown): value is 'owner' | 'admin' | 'editor' | 'viewer' {
  return value === 'owner' || value === 'admin' || value === 'editor' || value === 'viewer';
}
