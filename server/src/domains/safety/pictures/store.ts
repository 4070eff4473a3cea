import type { AssetKind } from '@kinora/contract';
import { PICTURE_CLASSES, type PictureScores } from '@kinora/media-node';
import { z } from 'zod';
import type { Transaction } from '../../../platform/database/index.ts';
import type { PictureFinding } from './judge.ts';

export type Content = { organizationId: string; hash: string };

/** Long enough for the longest film on a slow machine; whoever dies with it leaves it to the next after that. */
const LEASE = `interval '5 minutes'`;
/** Ten seconds after the first failure, twice as long after each, an hour at most. */
const NEXT_TRY = `now() + least(interval '10 seconds' * power(2, least(attempts, 10)), interval '1 hour')`;

/** Contents nobody has looked at yet, longest due first, held for as long as the lease. */
export async function claimDue(system: Transaction, most: number): Promise<Content[]> {
  const { rows } = await system.query<{ organization_id: string; sha256: string }>(
    `update picture_checks c set due_at = now() + ${LEASE} from (
       select organization_id, sha256 from picture_checks where checked_at is null and due_at <= now()
        order by due_at limit $1 for update skip locked) due
      where c.organization_id = due.organization_id and c.sha256 = due.sha256
     returning c.organization_id, c.sha256`,
    [most],
  );
  return rows.map(({ organization_id: organizationId, sha256: hash }) => ({ organizationId, hash }));
}

/** What is looked at: the small picture that stands for the content, or for films the film. */
export type Subject = {
  kind: AssetKind;
  frames: number | null;
  thumbnail: string | null;
  name: string;
  project_id: string | null;
  /** Whoever brought it, or had it made. */
  user_id: string | null;
};

export async function findSubject(transaction: Transaction, hash: string): Promise<Subject | undefined> {
  const { rows } = await transaction.query<Subject>(
    `select a.kind, a.frames, t.sha256 as thumbnail, a.name, a.project_id,
       coalesce(a.created_by, (select j.actor_user_id from jobs j where j.id = a.job_id)) as user_id
     from assets a left join asset_derivatives t on t.source_sha256 = a.sha256 and t.kind = 'thumbnail'
     where a.sha256 = $1 order by a.id limit 1`,
    [hash],
  );
  return rows[0];
}

export async function saveLook(
  transaction: Transaction,
  hash: string,
  look: { scores: PictureScores; model: string; finding: PictureFinding | null },
): Promise<void> {
  const { scores, model, finding } = look;
  await transaction.query(
    `update picture_checks set checked_at = now(), scores = $2, model = $3, category = $4, refused_from = $5
     where sha256 = $1 and checked_at is null`,
    [hash, scores, model, finding?.category ?? null, finding?.refusedFrom ?? null],
  );
}

export async function planNextTry(transaction: Transaction, hash: string): Promise<void> {
  await transaction.query(
    `update picture_checks set attempts = attempts + 1, due_at = ${NEXT_TRY} where sha256 = $1 and checked_at is null`,
    [hash],
  );
}

/** Contents that no file has any more. */
export async function forgetContent(transaction: Transaction, hash: string): Promise<void> {
  await transaction.query(
    'delete from picture_checks where sha256 = $1 and not exists (select 1 from assets a where a.sha256 = $1)',
    [hash],
  );
}

/** What waits when it is turned off waits for ever, and begins at once when it is turned on. */
export async function planWaiting(transaction: Transaction, isOn: boolean): Promise<void> {
  await transaction.query(
    `update picture_checks set due_at = case when $1 then now() else 'infinity'::timestamptz end, attempts = 0
     where checked_at is null and (due_at = 'infinity') = $1`,
    [isOn],
  );
  if (isOn) await transaction.query(`select pg_notify('kinora_pictures', '')`);
}

export async function countWaiting(transaction: Transaction): Promise<{ waiting: number; failing: number }> {
  const { rows } = await transaction.query<{ waiting: number; failing: number }>(
    `select count(*)::int as waiting, count(*) filter (where attempts > 0)::int as failing
     from picture_checks where checked_at is null`,
  );
  return rows[0]!;
}

export type CheckRow = {
  hash: string;
  name: string | null;
  user_id: string | null;
  is_checked: boolean;
  category: PictureFinding['category'] | null;
  refused_from: PictureFinding['refusedFrom'] | null;
  scores: PictureScores | null;
  model: string | null;
  checked_at: Date | null;
  decision_id: string | null;
  /** An appeal opened it. */
  is_opened: boolean;
};

const scoresColumn = z.record(z.enum(PICTURE_CLASSES), z.number()).nullable();

/** Of these contents, and of those they were made out of: a cut-out is what its photograph is. */
export async function readChecks(transaction: Transaction, hashes: readonly string[]): Promise<CheckRow[]> {
  const { rows } = await transaction.query<CheckRow>(
    `select c.sha256 as hash, a.name, a.user_id, c.checked_at is not null as is_checked, c.category, c.refused_from, c.scores,
       c.model, c.checked_at, d.id as decision_id, coalesce(d.appeal = 'overturned', false) as is_opened
     from picture_checks c
     left join lateral (select f.name, coalesce(f.created_by, (select j.actor_user_id from jobs j where j.id = f.job_id)) as user_id
       from assets f where f.sha256 = c.sha256 order by f.id limit 1) a on true
     left join safety_decisions d on d.subject = 'picture' and d.text_sha256 = c.sha256
     where c.sha256 = any(array(select unnest($1::text[]) union select source_sha256 from asset_derivatives where sha256 = any($1)))`,
    [[...hashes]],
  );
  return rows.map((row) => ({ ...row, scores: scoresColumn.parse(row.scores) }));
}
