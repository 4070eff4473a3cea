import type { Capability, ComfyPlacement, FaultKind, IntentState } from '@kinora/contract';
import type { Made, PreparedInputs, ProviderFault, Remote, StoredRequest, Written } from '@kinora/providers';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { dropCost } from '../credits/index.ts';
import { planPassage } from './circuit.ts';
import { readCircuit, saveCircuit } from './circuit-store.ts';

export type IntentRow = {
  id: string;
  organization_id: string;
  job_id: string;
  name: string;
  number: number;
  run: number;
  connection_id: string | null;
  is_operators: boolean;
  provider: string;
  model: string;
  capability: Capability;
  request: StoredRequest;
  inputs: PreparedInputs | null;
  webhook_url: string | null;
  /** Of work for the ComfyUI pool. */
  placement: ComfyPlacement | null;
  state: IntentState;
  sends: number;
  send_after: Date;
  sent_at: Date | null;
  remote_id: string | null;
  remote_urls: Remote['urls'] | null;
  next_poll_at: Date | null;
  check_after: Date | null;
  cancel_asked_at: Date | null;
  asset_ids: string[] | null;
  words: Made['words'];
  written: Written | null;
  seed: number | null;
  cost_micros: number | null;
  fault_kind: FaultKind | null;
  fault_message: string | null;
  created_at: Date;
  finished_at: Date | null;
};

export async function findIntent(transaction: Transaction, id: string): Promise<IntentRow | undefined> {
  return (await transaction.query<IntentRow>('select * from intents where id = $1', [id])).rows[0];
}

/** The newest of a job's intents under this name: what the job goes on with. */
export async function findNewest(
  transaction: Transaction,
  jobId: string,
  name: string,
): Promise<IntentRow | undefined> {
  const { rows } = await transaction.query<IntentRow>(
    'select * from intents where job_id = $1 and name = $2 order by number desc limit 1',
    [jobId, name],
  );
  return rows[0];
}

/** Of a job and its leaves, in the order they were wanted. */
export async function listIntents(transaction: Transaction, jobId: string): Promise<IntentRow[]> {
  const { rows } = await transaction.query<IntentRow>(
    `select i.* from intents i join jobs j on j.id = i.job_id where j.id = $1 or j.parent_job_id = $1 order by i.id`,
    [jobId],
  );
  return rows;
}

export type NewIntent = Pick<
  IntentRow,
  | 'job_id'
  | 'name'
  | 'number'
  | 'run'
  | 'connection_id'
  | 'is_operators'
  | 'provider'
  | 'model'
  | 'capability'
  | 'request'
  | 'placement'
> & { webhookUrlOf: (intentId: string) => string | null };

/** Two processes that want the same one get one row: whoever comes second finds it. */
export async function insertIntent(transaction: Transaction, wanted: NewIntent): Promise<void> {
  const id = newId();
  await transaction.query(
    `insert into intents (id, organization_id, job_id, name, number, run, connection_id, is_operators, provider, model,
       capability, request, webhook_url, placement)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (organization_id, job_id, name, number) do nothing`,
    [
      id,
      wanted.job_id,
      wanted.name,
      wanted.number,
      wanted.run,
      wanted.connection_id,
      wanted.is_operators,
      wanted.provider,
      wanted.model,
      wanted.capability,
      wanted.request,
      wanted.webhookUrlOf(id),
      wanted.placement,
    ],
  );
}

/** Before it is sent it may go to another server; what was put there for it stays there, unused. */
export async function moveIntent(
  transaction: Transaction,
  id: string,
  to: { connectionId: string; placement: ComfyPlacement },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update intents set connection_id = $2, placement = $3, inputs = null where id = $1 and state = 'intent'`,
    [id, to.connectionId, to.placement],
  );
  return rowCount === 1;
}

/** Connections that this run has had the same answer from, or tried to. */
export async function listTried(
  transaction: Transaction,
  { job_id, name, run }: Pick<IntentRow, 'job_id' | 'name' | 'run'>,
): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    'select distinct connection_id as id from intents where job_id = $1 and name = $2 and run = $3 and connection_id is not null',
    [job_id, name, run],
  );
  return rows.map(({ id }) => id);
}

export async function saveInputs(transaction: Transaction, id: string, inputs: PreparedInputs): Promise<void> {
  await transaction.query(`update intents set inputs = $2 where id = $1 and state = 'intent'`, [id, inputs]);
}

/** `off`, `draining`: a person turned the connection off, or drains the server, after this was written. `paused`: its circuit is open, or the vendor asked for it. */
type Held = 'off' | 'draining';
export type SendPermit =
  | { kind: 'go' | 'busy' | 'not_now' | Held }
  | { kind: 'paused'; untilMs: number; why: 'open' | 'limited' };

type Limits = { concurrent: number; submissionsPerMinute: number };

/** How many more submissions the intent's connection takes at this moment; a hint, as others ask as well. */
export async function readRoom(transaction: Transaction, intentId: string, limits: Limits): Promise<number> {
  const { rows } = await transaction.query<{ open: number; recent: number }>(
    'select open, recent from app.connection_load($1)',
    [intentId],
  );
  const { open, recent } = rows[0]!;
  return Math.min(limits.concurrent - open, limits.submissionsPerMinute - recent);
}

/**
 * The last commit before the paid call, and the only way to it: within the connection's limits, from `intent` alone.
 * Serialised per connection, so that two submissions side by side cannot both pass the count.
 */
export async function beginSending(
  transaction: Transaction,
  intent: Pick<IntentRow, 'id' | 'connection_id' | 'is_operators' | 'provider'>,
  options: { limits: Limits; nowMs: number },
): Promise<SendPermit> {
  const { limits, nowMs } = options;
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 120))', [
    intent.connection_id ?? `operator:${intent.provider}`,
  ]);
  const held = intent.connection_id === null ? null : await readHeld(transaction, intent.connection_id);
  if (held !== null) return { kind: held };
  const passage = planPassage(await readCircuit(transaction, intent.id), nowMs);
  if (passage.kind === 'wait') return { kind: 'paused', untilMs: passage.untilMs, why: passage.why };
  if ((await readRoom(transaction, intent.id, limits)) <= 0) return { kind: 'busy' };
  const { rowCount } = await transaction.query(
    `update intents set state = 'sending', sends = sends + 1, sent_at = clock_timestamp(), check_after = null
      where id = $1 and state = 'intent' and send_after <= clock_timestamp()`,
    [intent.id],
  );
  if (rowCount !== 1) return { kind: 'not_now' };
  if (passage.isChanged) await saveCircuit(transaction, intent.id, passage.circuit);
  return { kind: 'go' };
}

/** Why what is written for a connection and was not sent stays here; null where it may be sent. */
export async function readHeld(transaction: Transaction, connectionId: string): Promise<Held | null> {
  const { rows } = await transaction.query<{ held: Held | null }>(
    `select case when not c.is_enabled then 'off' when s.is_draining then 'draining' end as held
       from connections c left join comfy_servers s on s.id = c.id where c.id = $1 for share of c`,
    [connectionId],
  );
  return rows[0] ? rows[0].held : 'off';
}

/** Also from `unknown`: the caller whose answer came late, and whoever found it at the vendor, say the same. */
export async function markAccepted(transaction: Transaction, id: string, remote: Remote): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update intents set state = 'accepted', remote_id = $2, remote_urls = $3, accepted_at = clock_timestamp(),
       next_poll_at = clock_timestamp(), check_after = null, fault_kind = null, fault_message = null
      where id = $1 and state in ('sending', 'unknown')`,
    [id, remote.id, remote.urls],
  );
  return rowCount === 1;
}

/** Certainly not taken: it may be sent again after a while. */
export async function markResend(
  transaction: Transaction,
  id: string,
  from: { state: 'sending' | 'unknown'; sends: number },
  wait: { waitMs: number; fault: ProviderFault | null },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update intents set state = 'intent', send_after = clock_timestamp() + make_interval(secs => $3), check_after = null,
       fault_kind = $4, fault_message = $5 where id = $1 and state = $2 and sends = $6`,
    [
      id,
      from.state,
      wait.waitMs / 1000,
      wait.fault?.kind ?? null,
      wait.fault?.message.slice(0, 1000) ?? null,
      from.sends,
    ],
  );
  // Expected anew when it is sent: a budget would count it twice.
  if (rowCount === 1) await dropCost(transaction, id);
  return rowCount === 1;
}

/** @param checkAfterMs when it is looked for; null where the vendor cannot be asked */
export async function markUnknown(
  transaction: Transaction,
  id: string,
  unknown: { reason: string; checkAfterMs: number | null },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update intents set state = 'unknown', fault_message = $2,
       check_after = case when $3::float8 is null then null else clock_timestamp() + make_interval(secs => $3) end
      where id = $1 and state in ('sending', 'unknown')`,
    [id, unknown.reason.slice(0, 1000), unknown.checkAfterMs === null ? null : unknown.checkAfterMs / 1000],
  );
  return rowCount === 1;
}

export async function planPoll(transaction: Transaction, id: string, afterMs: number): Promise<void> {
  await transaction.query(
    `update intents set next_poll_at = clock_timestamp() + make_interval(secs => $2) where id = $1 and state = 'accepted'`,
    [id, afterMs / 1000],
  );
}

/**
 * The send that a refusal is about: as it was before it, or during it. Another process may have sent meanwhile, whose call is
 * not refused by what this one was told.
 */
export type Sending = { from: 'intent' | 'sending'; sends: number };

export type IntentEnd =
  | { state: 'finished'; assetIds: readonly string[]; made: Omit<Made, 'outputs'> }
  | { state: 'failed'; fault: Pick<ProviderFault, 'kind' | 'message'> }
  | { state: 'refused'; fault: Pick<ProviderFault, 'kind' | 'message'>; of: Sending }
  | { state: 'cancelled'; costMicros?: number | null }
  | { state: 'given_up'; by?: string | null };

const FROM: Readonly<Record<IntentEnd['state'], readonly IntentState[]>> = {
  finished: ['accepted', 'sending', 'unknown'],
  refused: ['intent', 'sending'],
  failed: ['accepted', 'sending', 'unknown'],
  cancelled: ['intent', 'accepted'],
  given_up: ['unknown'],
};

/**
 * Inputs may hold whole pictures, which would outlive their files here; nothing reads them after the end.
 * @returns false when somebody else moved it on before
 */
export async function endIntent(transaction: Transaction, id: string, end: IntentEnd): Promise<boolean> {
  const made = end.state === 'finished' ? end : null;
  const fault = end.state === 'refused' || end.state === 'failed' ? end.fault : null;
  const of = end.state === 'refused' ? end.of : null;
  const { rowCount } = await transaction.query(
    `update intents set state = $2, finished_at = clock_timestamp(), next_poll_at = null, check_after = null, inputs = null,
       asset_ids = $4, words = $5, seed = $6, cost_micros = $7, fault_kind = $8, fault_message = coalesce($9, fault_message),
       decided_by = $10, written = $11
      where id = $1 and state = any($3) and ($12::int is null or sends = $12)`,
    [
      id,
      end.state,
      of ? [of.from] : [...FROM[end.state]],
      made ? [...made.assetIds] : null,
      made?.made.words ? JSON.stringify(made.made.words) : null,
      made?.made.seed ?? null,
      made?.made.costMicros ?? ('costMicros' in end ? (end.costMicros ?? null) : null),
      fault?.kind ?? null,
      fault?.message.slice(0, 1000) ?? null,
      'by' in end ? (end.by ?? null) : null,
      made?.made.written ?? null,
      of?.sends ?? null,
    ],
  );
  if (rowCount === 1 && end.state === 'refused') await dropCost(transaction, id);
  return rowCount === 1;
}

export async function noteCancelAsked(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update intents set cancel_asked_at = clock_timestamp() where id = $1', [id]);
}

/** A vendor's call seen once makes the next look due; seen again it changes nothing. */
export async function noteWebhook(transaction: Transaction, id: string, deliveryId: string): Promise<void> {
  await transaction.query(
    `update intents set webhooks_seen = webhooks_seen || $2::text,
       next_poll_at = case when state = 'accepted' then least(next_poll_at, clock_timestamp()) else next_poll_at end
      where id = $1 and not $2::text = any(webhooks_seen) and cardinality(webhooks_seen) < 50`,
    [id, deliveryId],
  );
}

/** Whether an intent owns this remote job already; on the operator's account also another organization's. */
export async function isOwned(transaction: Transaction, intentId: string, remoteId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ owned: boolean }>('select app.is_remote_owned($1, $2) as owned', [
    intentId,
    remoteId,
  ]);
  return rows[0]!.owned;
}

export async function checkNow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`update intents set check_after = clock_timestamp() where id = $1 and state = 'unknown'`, [
    id,
  ]);
}

export type KeptIntent = { id: string; organization_id: string; job_id: string };

/**
 * Intents that nobody holds and something is due for: those of jobs that wait (a lost submission to look for, or one whose
 * end was learned after its job began to wait), and whatever is open at a vendor for a job that was cancelled, or that failed
 * a day ago and was not tried again. Those looked at longest ago come first, so that many which never end keep no other from
 * being seen; each is marked as looked at. Run as the system, which sees no more than this.
 */
export async function listForgotten(system: Queryable, most: number): Promise<KeptIntent[]> {
  const { rows } = await system.query<KeptIntent>(
    `with due as (
       (select i.id from jobs j cross join lateral (
           select n.id, n.check_after, n.looked_at from intents n where n.job_id = j.id
             order by n.check_after nulls last, n.id desc limit 1) i
         where j.status = 'waiting'
           and (i.check_after <= clock_timestamp()
             or not exists (select 1 from intents u where u.job_id = j.id and u.state = 'unknown'))
         order by i.looked_at nulls first, i.id limit $1)
       union all
       (select i.id from intents i join jobs j on j.id = i.job_id
         where i.finished_at is null
           and (j.status = 'cancelled' or (j.status = 'failed' and j.finished_at < now() - interval '1 day'))
           and coalesce(i.check_after, i.next_poll_at, '-infinity') <= clock_timestamp()
         order by i.looked_at nulls first, i.id limit $1))
     update intents set looked_at = clock_timestamp() from due where intents.id = due.id
       returning intents.id, intents.organization_id, intents.job_id`,
    [most],
  );
  return rows;
}
