import type { Queryable, Transaction } from '../../platform/database/index.ts';
import type { Fact } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';

export type WebhookRow = {
  id: string;
  name: string;
  url: string;
  event_types: string[];
  failing_since: Date | null;
  off_since: Date | null;
  off_reason: 'person' | 'failures' | 'gone' | null;
  created_at: Date;
};
const COLUMNS = 'id, name, url, event_types, failing_since, off_since, off_reason, created_at';

export async function listWebhookRows(transaction: Transaction): Promise<WebhookRow[]> {
  return (await transaction.query<WebhookRow>(`select ${COLUMNS} from webhooks order by id`)).rows;
}

export async function findWebhookRow(transaction: Transaction, id: string): Promise<WebhookRow | undefined> {
  return (await transaction.query<WebhookRow>(`select ${COLUMNS} from webhooks where id = $1`, [id])).rows[0];
}

export type NewWebhook = {
  id: string;
  organizationId: string;
  name: string;
  url: string;
  eventTypes: readonly string[];
  sealedSecret: string;
  createdBy: string | null;
};

/** It is told what happens from now on. */
export async function insertWebhook(transaction: Transaction, webhook: NewWebhook): Promise<WebhookRow> {
  const { rows } = await transaction.query<WebhookRow>(
    `insert into webhooks (id, organization_id, name, url, event_types, secret, created_by, told_seq)
     values ($1, $2, $3, $4, $5, $6, $7, coalesce((select last_seq from event_counters where organization_id = $2), 0))
     returning ${COLUMNS}`,
    [
      webhook.id,
      webhook.organizationId,
      webhook.name,
      webhook.url,
      [...webhook.eventTypes],
      webhook.sealedSecret,
      webhook.createdBy,
    ],
  );
  return rows[0]!;
}

export async function updateWebhookRow(
  transaction: Transaction,
  id: string,
  change: { name?: string | undefined; url?: string | undefined; eventTypes?: readonly string[] | undefined },
): Promise<void> {
  await transaction.query(
    `update webhooks set name = coalesce($2, name), url = coalesce($3, url), event_types = coalesce($4, event_types)
     where id = $1`,
    [id, change.name ?? null, change.url ?? null, change.eventTypes ? [...change.eventTypes] : null],
  );
}

/** What was still to be sent is given up with it. */
export async function turnOffRow(
  transaction: Transaction,
  id: string,
  reason: NonNullable<WebhookRow['off_reason']>,
): Promise<void> {
  await transaction.query(
    'update webhooks set off_since = now(), off_reason = $2 where id = $1 and off_since is null',
    [id, reason],
  );
  await transaction.query(
    `update webhook_deliveries set status = 'failed', due_at = null, finished_at = now()
     where webhook_id = $1 and status = 'pending'`,
    [id],
  );
}

/** What happened meanwhile is not told afterwards. */
export async function turnOnRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    `update webhooks w set off_since = null, off_reason = null, failing_since = null,
       told_seq = coalesce((select last_seq from event_counters c where c.organization_id = w.organization_id), 0)
     where id = $1 and off_since is not null`,
    [id],
  );
}

export async function setSecret(transaction: Transaction, id: string, sealed: string): Promise<void> {
  await transaction.query('update webhooks set secret = $2 where id = $1', [id, sealed]);
}

export async function deleteWebhookRow(transaction: Transaction, id: string): Promise<boolean> {
  return (await transaction.query('delete from webhooks where id = $1', [id])).rowCount > 0;
}

export type DeliveryRow = {
  id: string;
  webhook_id: string;
  type: string;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  last_status: number | null;
  due_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
  body: Record<string, unknown>;
};
const DELIVERY = `d.id, d.webhook_id, d.type, d.status, d.attempts, d.due_at, d.created_at, d.finished_at, d.body,
  (select a.status from webhook_attempts a where a.delivery_id = d.id order by a.id desc limit 1) as last_status`;

export async function listDeliveryRows(
  transaction: Transaction,
  query: { webhookId: string; status: string | undefined; beforeId: string | undefined; limit: number },
): Promise<DeliveryRow[]> {
  const { rows } = await transaction.query<DeliveryRow>(
    `select ${DELIVERY} from webhook_deliveries d
     where d.webhook_id = $1 and ($2::text is null or d.status = $2) and ($3::uuid is null or d.id < $3)
     order by d.id desc limit $4`,
    [query.webhookId, query.status ?? null, query.beforeId ?? null, query.limit],
  );
  return rows;
}

export async function findDeliveryRow(transaction: Transaction, id: string): Promise<DeliveryRow | undefined> {
  return (await transaction.query<DeliveryRow>(`select ${DELIVERY} from webhook_deliveries d where d.id = $1`, [id]))
    .rows[0];
}

export type AttemptRow = {
  at: Date;
  took_ms: number;
  status: number | null;
  answer: string | null;
  fault: string | null;
};

export async function listAttemptRows(transaction: Transaction, deliveryId: string): Promise<AttemptRow[]> {
  const { rows } = await transaction.query<AttemptRow>(
    'select at, took_ms, status, answer, fault from webhook_attempts where delivery_id = $1 order by id',
    [deliveryId],
  );
  return rows;
}

export type NewDelivery = {
  organizationId: string;
  webhookId: string;
  eventSeq: number | null;
  type: string;
  body: object;
  /** How long the sender leaves it alone. */
  waitSeconds: number;
};

export async function insertDelivery(transaction: Transaction, delivery: NewDelivery): Promise<string> {
  const id = newId();
  await transaction.query(
    `insert into webhook_deliveries (id, organization_id, webhook_id, event_seq, type, body, due_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
     on conflict (organization_id, webhook_id, event_seq) do nothing`,
    [
      id,
      delivery.organizationId,
      delivery.webhookId,
      delivery.eventSeq,
      delivery.type,
      delivery.body,
      delivery.waitSeconds,
    ],
  );
  return id;
}

/** To be sent again from its first try on; the log of earlier tries stays. */
export async function replayRow(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update webhook_deliveries set status = 'pending', attempts = 0, due_at = now(), finished_at = null
     where id = $1 and (status <> 'pending' or due_at > now() + interval '3 minutes')`,
    [id],
  );
  return rowCount > 0;
}

/** Organizations with events that their webhooks have not been told of; run as the system. */
export async function listUntold(system: Queryable): Promise<string[]> {
  const { rows } = await system.query<{ id: string }>(
    `select distinct w.organization_id as id from webhooks w join event_counters c using (organization_id)
     where w.off_since is null and w.told_seq < c.last_seq order by 1`,
  );
  return rows.map(({ id }) => id);
}

export type UntoldWebhook = { id: string; event_types: string[]; told_seq: number };

export async function lockUntold(transaction: Transaction): Promise<UntoldWebhook[]> {
  const { rows } = await transaction.query<UntoldWebhook>(
    `select w.id, w.event_types, w.told_seq from webhooks w join event_counters c using (organization_id)
     where w.off_since is null and w.told_seq < c.last_seq order by w.id for update of w skip locked`,
  );
  return rows;
}

export async function setTold(transaction: Transaction, id: string, fact: Fact): Promise<void> {
  await transaction.query('update webhooks set told_seq = $2 where id = $1', [id, fact.seq]);
}

export type DueDelivery = { organization_id: string; id: string };

export async function listDue(
  system: Queryable,
  { atOnce, perOrganization }: { atOnce: number; perOrganization: number },
): Promise<DueDelivery[]> {
  const { rows } = await system.query<DueDelivery>(
    `select organization_id, id from (
       select organization_id, id, due_at, row_number() over (partition by organization_id order by due_at, id) as place
         from webhook_deliveries where status = 'pending' and due_at <= now()) d
      where place <= $2 order by due_at, id limit $1`,
    [atOnce, perOrganization],
  );
  return rows;
}

export type ClaimedDelivery = {
  id: string;
  webhook_id: string;
  type: string;
  body: object;
  attempts: number;
  name: string;
  url: string;
  secret: string;
};

/** Ours for so long: a sender that dies gives it back by the passing of time. */
const CLAIM = `update webhook_deliveries d set attempts = d.attempts + 1, due_at = now() + interval '2 minutes'
  from webhooks w where d.id = $1 and d.status = 'pending' and w.organization_id = d.organization_id and w.id = d.webhook_id`;
const CLAIMED = 'd.id, d.webhook_id, d.type, d.body, d.attempts, w.name, w.url, w.secret::text as secret';

export async function claimDue(transaction: Transaction, id: string): Promise<ClaimedDelivery | undefined> {
  const { rows } = await transaction.query<ClaimedDelivery>(`${CLAIM} and d.due_at <= now() returning ${CLAIMED}`, [
    id,
  ]);
  return rows[0];
}

/** For a message that somebody waits for: at once. */
export async function claimNow(transaction: Transaction, id: string): Promise<ClaimedDelivery | undefined> {
  return (await transaction.query<ClaimedDelivery>(`${CLAIM} returning ${CLAIMED}`, [id])).rows[0];
}

export async function insertAttempt(
  transaction: Transaction,
  attempt: { organizationId: string; deliveryId: string } & Omit<AttemptRow, 'at'>,
): Promise<void> {
  await transaction.query(
    `insert into webhook_attempts (id, organization_id, delivery_id, took_ms, status, answer, fault)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      newId(),
      attempt.organizationId,
      attempt.deliveryId,
      attempt.took_ms,
      attempt.status,
      attempt.answer,
      attempt.fault,
    ],
  );
}

export async function finishDelivery(transaction: Transaction, id: string, status: 'delivered' | 'failed') {
  await transaction.query(
    'update webhook_deliveries set status = $2, due_at = null, finished_at = now() where id = $1',
    [id, status],
  );
}

export async function postponeDelivery(transaction: Transaction, id: string, afterSeconds: number): Promise<void> {
  await transaction.query(
    `update webhook_deliveries set due_at = now() + make_interval(secs => $2) where id = $1 and status = 'pending'`,
    [id, afterSeconds],
  );
}

export async function markTaking(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update webhooks set failing_since = null where id = $1 and failing_since is not null', [id]);
}

/** @returns for how many hours it has taken nothing */
export async function markFailing(transaction: Transaction, id: string): Promise<number> {
  const { rows } = await transaction.query<{ hours: number }>(
    `update webhooks set failing_since = coalesce(failing_since, now()) where id = $1
     returning extract(epoch from now() - failing_since)::float8 / 3600 as hours`,
    [id],
  );
  return rows[0]?.hours ?? 0;
}

/** The log is kept for so many days after a message was finished. */
export async function deleteOldDeliveries(transaction: Transaction, days: number): Promise<void> {
  await transaction.query('delete from webhook_deliveries where finished_at < now() - make_interval(days => $1)', [
    days,
  ]);
}
