import type { AuditAction, AuditEntry } from '../../api/index.ts';
import type { MoneyWords, WordKey, Words } from '../../app/words/index.ts';

/** As the contract lists them, whose file would bring zod along; `activity-line.test.ts` compares the two. */
export const AUDIT_ACTIONS: readonly AuditAction[] = [
  'invitation.created',
  'invitation.accepted',
  'invitation.withdrawn',
  'member.role_changed',
  'member.removed',
  'second_factor.removed',
  'api_key.created',
  'api_key.deleted',
  'organization.changed',
  'connection.created',
  'connection.changed',
  'connection.key_replaced',
  'connection.test_refused',
  'connection.deleted',
  'held.deleted',
  'comfy_server.created',
  'comfy_server.changed',
  'comfy_server.agent_key_renewed',
  'comfy_server.deleted',
  'brand_routes.changed',
  'budget.created',
  'budget.changed',
  'budget.deleted',
  'safety_policy.changed',
  'purchase.begun',
  'purchase.paid',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'webhook.secret_renewed',
];

/** One line of the log as a sentence in the person's language; a change says what it changed. */
export function sentenceOfEntry(entry: AuditEntry, t: Words, money: MoneyWords): string {
  const { action, actor, details } = entry;
  const sentence = t(`activity.${action}`, {
    who: isolate(nameOfActor(actor, t)),
    subject: nameSubject(entry, t),
    amount: isolate(nameAmount(details['limit'], details['unit'], { t, money })),
    ...rolesOf(details, t),
  });
  const changes = Object.entries(details).flatMap(([field, change]) =>
    isChange(change) ? (nameChange(field, change.to, details, { t, money }) ?? []) : [],
  );
  if (changes.length === 0) return sentence;
  return t('activity.withChanges', {
    sentence,
    changes: changes.reduce((first, then) => t('activity.and', { first, then })),
  });
}

/** A name of another direction keeps its own beside the sentence's. */
const isolate = (name: string) => `\u2068${name}\u2069`;

function nameOfActor({ kind, name }: AuditEntry['actor'], t: Words): string {
  if (kind === 'operator') return t('activity.operator');
  if (kind === 'stripe') return 'Stripe';
  if (kind === 'api_key') return name ? t('activity.key', { name }) : t('activity.someKey');
  return name ?? t('activity.left');
}

/** What has no name of its own is called by what it holds. */
function nameSubject({ action, subject, details }: AuditEntry, t: Words): string {
  if (details['scope'] === 'organization') return t('activity.wholeOrganization');
  if (!action.startsWith('purchase.')) return isolate(subject);
  if (details['plan']) return t('activity.plan', { name: isolate(subject) });
  return t('activity.pack', { count: Number(details['credits']) });
}

type Said = { t: Words; money: MoneyWords };

/** Whole credits, or millionths of a currency. */
function nameAmount(limit: unknown, unit: unknown, { t, money }: Said): string {
  if (typeof limit !== 'number') return '';
  return unit === 'credits' ? t('price.credits', { count: limit }) : money.micros(String(unit), limit);
}

type Change = { from: unknown; to: unknown };

function isChange(value: unknown): value is Change {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}

/** Told as on or off. */
const SWITCHES = [
  'editorsEditAll',
  'requiresSecondFactor',
  'isEnabled',
  'isDraining',
  'isOn',
  'allowsUnpriced',
  'usesVendors',
  'checksPictures',
] as const;
/** Told with what they became. */
const NAMED = ['name', 'url', 'timeZone', 'tokens'] as const;
/** Said only to have changed. */
const MENTIONED = ['limits', 'eventTypes'] as const;

function nameChange(field: string, to: unknown, details: AuditEntry['details'], said: Said): string | undefined {
  const { t } = said;
  if (isOf(SWITCHES, field)) return t(`activity.set.${field}.${to ? 'on' : 'off'}`);
  if (isOf(NAMED, field)) return t(`activity.set.${field}`, { to: isolate(String(to)) });
  if (isOf(MENTIONED, field)) return t(`activity.set.${field}`);
  if (field === 'limit') return t('activity.set.limit', { to: isolate(nameAmount(to, details['unit'], said)) });
  if (field === 'level') return t('activity.set.level', { to: t(`safety.level.${to}` as WordKey) });
  if (field === 'mode') return t('activity.set.mode', { to: t(`budgets.mode.${to}` as WordKey) });
  return undefined;
}

function isOf<Name extends string>(names: readonly Name[], field: string): field is Name {
  return (names as readonly string[]).includes(field);
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
