import type { AuditAction } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type AuditFilter = {
  action?: AuditAction | undefined;
  userId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export type AuditRow = {
  id: string;
  at: Date;
  /** `user ID`, `key ID`, `operator`, `stripe`; older lines hold an address or `API key`. */
  actor: string;
  action: AuditAction;
  subject: string;
  details: Record<string, unknown>;
  user_id: string | null;
  user_name: string | null;
  key_name: string | null;
  webhook_name: string | null;
};

/** The cursor is the line's id: ids are in the order of time, and lines are never changed. */
export async function listAuditRows(
  transaction: Transaction,
  query: AuditFilter & { beforeId?: string | undefined; limit: number },
): Promise<AuditRow[]> {
  const { rows } = await transaction.query<AuditRow>(
    `select a.id, a.at, a.actor, a.action, a.subject, a.details, m.user_id, m.name as user_name, k.name as key_name, w.name as webhook_name
     from audit_log a
     join organizations o on o.id = a.organization_id
     left join app.list_members() m on a.actor in ('user ' || m.user_id, m.email)
     left join api_keys k on a.actor = 'key ' || k.id
     left join webhooks w on a.subject = w.id::text
     where ($1::uuid is null or a.id < $1) and ($2::text is null or a.action = $2) and ($3::uuid is null or m.user_id = $3)
       and ($4::date is null or a.at >= $4::date::timestamp at time zone o.time_zone)
       and ($5::date is null or a.at < ($5::date + 1)::timestamp at time zone o.time_zone)
     order by a.id desc limit $6`,
    [
      query.beforeId ?? null,
      query.action ?? null,
      query.userId ?? null,
      query.from ?? null,
      query.to ?? null,
      query.limit,
    ],
  );
  return rows;
}
