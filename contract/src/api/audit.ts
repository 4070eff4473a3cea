import { z } from 'zod';
import { say } from '../messages.ts';
import { isoTime, userId } from '../primitives.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

/** What is written down of an organization: who may do what, what it is set to, who is paid, and where its events go. */
export const auditAction = z.enum([
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
]);
export type AuditAction = z.infer<typeof auditAction>;

/** One thing somebody did. Lines are never changed or deleted. */
export const auditEntry = z
  .object({
    id: z.uuid(),
    at: isoTime,
    action: auditAction,
    actor: z.object({
      kind: z.enum(['person', 'api_key', 'operator', 'stripe']),
      /** Of a person who is a member still. */
      userId: userId.nullable(),
      /** Of a member or a key; null for who left since, and for the operator. */
      name: z.string().nullable(),
    }),
    /** What it was done to, as people know it: a person's address, a name, a plan, a pack's id. */
    subject: z.string(),
    /** What belongs to it: a role; of a changed field `{ from, to }`. */
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;

const day = z.iso.date().regex(/^[12]/, say('field.day_year'));
const filter = {
  action: auditAction.optional(),
  userId: userId.optional(),
  /** First and last day, in the organization's time zone. */
  from: day.optional(),
  to: day.optional(),
};

export const auditRoutes = defineRoutes({
  listAudit: {
    method: 'GET',
    path: '/audit',
    operationId: 'listAudit',
    tag: 'audit',
    summary: 'Who did what in the organization, newest first',
    access: 'audit.read',
    query: cursorQuery.extend(filter),
    responses: { 200: page(auditEntry) },
  },
  exportAudit: {
    method: 'GET',
    path: '/audit-export',
    operationId: 'exportAudit',
    tag: 'audit',
    summary: 'The same lines as CSV',
    access: 'audit.read',
    query: z.object(filter),
    responses: { 200: null },
    binary: { mediaType: 'text/csv', description: 'One row a line, newest first' },
  },
});
