import type { SafetyCategory, SafetyDecision, SafetyLevel } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type PolicyRow = { level: SafetyLevel; uses_vendors: boolean; checks_pictures: boolean };
const STANDARD: PolicyRow = { level: 'standard', uses_vendors: true, checks_pictures: true };

export async function readPolicy(transaction: Transaction): Promise<PolicyRow> {
  const { rows } = await transaction.query<PolicyRow>(
    'select level, uses_vendors, checks_pictures from safety_policies',
  );
  return rows[0] ?? STANDARD;
}

/** For whoever changes it: another change waits until this one is written, so that neither undoes what it did not name. */
export async function lockPolicy(transaction: Transaction): Promise<PolicyRow> {
  const { rows } = await transaction.query<PolicyRow>(
    `insert into safety_policies (organization_id) values (app.org())
     on conflict (organization_id) do update set organization_id = excluded.organization_id
     returning level, uses_vendors, checks_pictures`,
  );
  return rows[0]!;
}

/** After `lockPolicy`, which sees to it that there is one. */
export async function savePolicy(transaction: Transaction, policy: PolicyRow): Promise<void> {
  await transaction.query(
    'update safety_policies set level = $1, uses_vendors = $2, checks_pictures = $3 where organization_id = app.org()',
    [policy.level, policy.uses_vendors, policy.checks_pictures],
  );
}

/** Which of these texts an appeal has opened, by their hashes. */
export async function listOverturned(transaction: Transaction, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.query<{ text_sha256: string }>(
    `select distinct text_sha256 from safety_decisions where text_sha256 = any($1) and appeal = 'overturned'
       and subject <> 'picture'`,
    [[...hashes]],
  );
  return rows.map((row) => row.text_sha256);
}

export type NewDecision = {
  id: string;
  subject: SafetyDecision['subject'];
  excerpt: string;
  found: string;
  textSha256: string;
  category: SafetyCategory;
  level: SafetyLevel;
  checker: string;
  userId: string | null;
  jobId: string | null;
};

/**
 * Of a job's words the person who started the job is named. @returns false for a picture that was refused before: each
 * content has one decision.
 */
export async function insertDecision(transaction: Transaction, made: NewDecision): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into safety_decisions (id, organization_id, subject, excerpt, found, text_sha256, category, level, checker, user_id, job_id)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8, coalesce($9, (select actor_user_id from jobs where id = $10)), $10)
     on conflict (organization_id, text_sha256) where subject = 'picture' do nothing`,
    [
      made.id,
      made.subject,
      made.excerpt,
      made.found,
      made.textSha256,
      made.category,
      made.level,
      made.checker,
      made.userId,
      made.jobId,
    ],
  );
  return rowCount === 1;
}

export type DecisionRow = {
  id: string;
  subject: SafetyDecision['subject'];
  excerpt: string;
  found: string;
  category: SafetyCategory;
  level: SafetyLevel;
  checker: string;
  user_id: string | null;
  user_name: string | null;
  appeal: SafetyDecision['appeal'];
  appeal_text: string | null;
  note: string | null;
  decided_at: Date | null;
  created_at: Date;
  organization_id: string;
  /** Of a picture that is still there: the file, and the small picture that stands for it. */
  asset_id: string | null;
  thumbnail_sha256: string | null;
};
const SHOWN = `select d.*, app.member_name(d.user_id) as user_name, a.id as asset_id, t.sha256 as thumbnail_sha256
  from safety_decisions d
  left join lateral (select f.id from assets f where d.subject = 'picture' and f.sha256 = d.text_sha256 order by f.id limit 1) a on true
  left join asset_derivatives t on d.subject = 'picture' and t.source_sha256 = d.text_sha256 and t.kind = 'thumbnail'`;

export type DecisionFilter = {
  /** Only this person's; everybody's where it is left out. */
  userId?: string | null;
  appeal: string | undefined;
  beforeId: string | undefined;
  limit: number;
};

export async function listDecisionRows(transaction: Transaction, filter: DecisionFilter): Promise<DecisionRow[]> {
  const { rows } = await transaction.query<DecisionRow>(
    `${SHOWN} where ($1 or d.user_id = $2) and ($3::text is null or d.appeal = $3) and ($4::uuid is null or d.id < $4)
     order by d.id desc limit $5`,
    [filter.userId === undefined, filter.userId ?? null, filter.appeal ?? null, filter.beforeId ?? null, filter.limit],
  );
  return rows;
}

export async function findDecisionRow(transaction: Transaction, id: string): Promise<DecisionRow | undefined> {
  return (await transaction.query<DecisionRow>(`${SHOWN} where d.id = $1`, [id])).rows[0];
}

/** @returns false when it was appealed before */
export async function openAppeal(transaction: Transaction, id: string, text: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update safety_decisions set appeal = 'open', appeal_text = $2, appealed_at = clock_timestamp()
      where id = $1 and appeal = 'none'`,
    [id, text],
  );
  return rowCount === 1;
}

/** @returns false when it has no open appeal */
export async function closeAppeal(
  transaction: Transaction,
  id: string,
  closed: { outcome: 'upheld' | 'overturned'; note: string; by: string | null },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update safety_decisions set appeal = $2, note = nullif($3, ''), decided_by = $4, decided_at = clock_timestamp()
      where id = $1 and appeal = 'open'`,
    [id, closed.outcome, closed.note, closed.by],
  );
  return rowCount === 1;
}
