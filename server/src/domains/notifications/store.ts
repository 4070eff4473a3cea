import type { NotificationKind } from '@kinora/contract';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { MailLanguage } from '../../platform/mail/index.ts';

export type NotificationRow = {
  id: string;
  kind: NotificationKind;
  title: string;
  sentence: string;
  project_id: string | null;
  project_name: string | null;
  job_id: string | null;
  webhook_id: string | null;
  created_at: Date;
  read_at: Date | null;
};

export async function listNotificationRows(
  transaction: Transaction,
  query: { userId: string; beforeId: string | undefined; isUnread: boolean; limit: number },
): Promise<NotificationRow[]> {
  const { rows } = await transaction.query<NotificationRow>(
    `select n.id, n.kind, n.title, n.sentence, n.project_id, p.name as project_name, n.job_id, n.webhook_id,
       n.created_at, n.read_at
     from notifications n left join projects p on p.id = n.project_id and p.organization_id = n.organization_id
     where n.user_id = $1 and ($2::uuid is null or n.id < $2) and (not $3 or n.read_at is null)
       and (p.id is null or p.deleted_at is null)
     order by n.id desc limit $4`,
    [query.userId, query.beforeId ?? null, query.isUnread, query.limit],
  );
  return rows;
}

export async function countUnread(transaction: Transaction, userId: string): Promise<number> {
  const { rows } = await transaction.query<{ count: number }>(
    `select count(*)::int as count from notifications n where n.user_id = $1 and n.read_at is null
       and not exists (select 1 from projects p where p.id = n.project_id and p.deleted_at is not null)`,
    [userId],
  );
  return rows[0]?.count ?? 0;
}

export async function markRead(
  transaction: Transaction,
  userId: string,
  ids: readonly string[] | undefined,
): Promise<void> {
  await transaction.query(
    `update notifications set read_at = now()
     where user_id = $1 and read_at is null and ($2::uuid[] is null or id = any($2::uuid[]))`,
    [userId, ids ? [...ids] : null],
  );
}

export type Notice = {
  kind: NotificationKind;
  title: string;
  sentence: string;
  projectId?: string | null;
  jobId?: string | null;
  webhookId?: string | null;
  /** What it is about where that is neither: two of different things are two. */
  aboutId?: string | null;
};

/**
 * Tells a member, unless they muted the kind or have the same of the same thing unread already.
 * @returns whether somebody was told
 */
export async function insertNotice(
  transaction: Transaction,
  organizationId: string,
  userId: string,
  notice: Notice,
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into notifications (id, organization_id, user_id, kind, title, sentence, project_id, job_id, webhook_id, about_id)
     select $1::uuid, m.organization_id, m.user_id, $4::text, $5::text, $6::text,
       (select p.id from projects p where p.id = $7::uuid), $8::uuid, $9::uuid, $10::uuid from memberships m
     where m.organization_id = $2 and m.user_id = $3
       and not exists (select 1 from notification_settings s where s.user_id = m.user_id and $4 = any(s.muted))
       and not exists (select 1 from notifications n where n.user_id = m.user_id and n.read_at is null and n.kind = $4
         and n.sentence = $6 and n.job_id is not distinct from $8 and n.webhook_id is not distinct from $9
         and n.about_id is not distinct from $10)`,
    [
      newId(),
      organizationId,
      userId,
      notice.kind,
      notice.title,
      notice.sentence,
      notice.projectId ?? null,
      notice.jobId ?? null,
      notice.webhookId ?? null,
      notice.aboutId ?? null,
    ],
  );
  return rowCount > 0;
}

/** Owners and admins of the organization in use. */
export async function listKeepers(transaction: Transaction): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select user_id as id from memberships where role in ('owner', 'admin') order by user_id`,
  );
  return rows.map(({ id }) => id);
}

/** A question that was answered asks no more. */
export async function settleJob(transaction: Transaction, jobId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update notifications set read_at = now() where job_id = $1 and read_at is null and kind in ('needs_you', 'budget')`,
    [jobId],
  );
  return rowCount > 0;
}

export async function isAway(transaction: Transaction, userId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ away: boolean }>('select app.is_away($1) as away', [userId]);
  return rows[0]?.away ?? true;
}

/** For work that no person started, such as a program's: whoever owns the project. */
export async function findProjectOwner(transaction: Transaction, projectId: string): Promise<string | null> {
  const { rows } = await transaction.query<{ id: string | null }>(
    'select owner_user_id as id from projects where id = $1',
    [projectId],
  );
  return rows[0]?.id ?? null;
}

export type SettingsRow = { muted: NotificationKind[]; digest: 'off' | 'daily' };

export async function readSettings(transaction: Transaction, userId: string): Promise<SettingsRow> {
  const { rows } = await transaction.query<SettingsRow>(
    'select muted, digest from notification_settings where user_id = $1',
    [userId],
  );
  return rows[0] ?? { muted: [], digest: 'off' };
}

export async function writeSettings(
  transaction: Transaction,
  organizationId: string,
  userId: string,
  settings: SettingsRow,
): Promise<void> {
  await transaction.query(
    `insert into notification_settings (organization_id, user_id, muted, digest) values ($1, $2, $3, $4)
     on conflict (organization_id, user_id) do update set muted = $3, digest = $4`,
    [organizationId, userId, [...settings.muted], settings.digest],
  );
}

export type DigestPerson = {
  user_id: string;
  name: string;
  email: string;
  language: MailLanguage;
  organization_name: string;
};

/** Members whose daily mail is due and who have something unread that was not mailed. Marked as sent by this look. */
export async function claimDigests(transaction: Transaction): Promise<DigestPerson[]> {
  const { rows } = await transaction.query<DigestPerson>(
    `update notification_settings s set digest_sent_at = now()
     from app.list_members() m, organizations o
     where s.digest = 'daily' and m.user_id = s.user_id and o.id = s.organization_id
       and (s.digest_sent_at is null or s.digest_sent_at < now() - interval '23 hours 30 minutes')
       and exists (select 1 from notifications n where n.user_id = s.user_id and n.read_at is null and n.mailed_at is null)
     returning s.user_id, m.name, m.email, app.member_language(s.user_id) as language, o.name as organization_name`,
  );
  return rows;
}

export async function takeForMail(
  transaction: Transaction,
  userId: string,
): Promise<Pick<NotificationRow, 'title' | 'sentence'>[]> {
  const { rows } = await transaction.query<Pick<NotificationRow, 'title' | 'sentence'>>(
    `with taken as (update notifications set mailed_at = now() where user_id = $1 and read_at is null and mailed_at is null
       returning id, title, sentence)
     select title, sentence from taken order by id desc limit 50`,
    [userId],
  );
  return rows;
}

export async function deleteOldNotifications(transaction: Queryable, days: number): Promise<void> {
  await transaction.query('delete from notifications where created_at < now() - make_interval(days => $1)', [days]);
}

/** Who leaves an organization is told nothing of it any more. */
export async function forgetPerson(transaction: Transaction, userId: string): Promise<void> {
  await transaction.query('delete from notifications where user_id = $1', [userId]);
  await transaction.query('delete from notification_settings where user_id = $1', [userId]);
}
