import {
  type JobAttempt,
  type JobLedgerLine,
  type JobLogLine,
  type JobSpend,
  type JobTree,
  messagesOf,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { collectIds } from './asset-ids.ts';
import { type StepLine, toAttemptSteps } from './attempt-steps.ts';
import { JOB_ERRORS } from './errors.ts';

const iso = (time: Date | null) => time?.toISOString() ?? null;
/** A job and its leaves. */
const OF_JOB = `in (select id from jobs where id = $1 or parent_job_id = $1)`;

/** What the code of an error says in words; undefined for a code that no table knows. */
export type SentenceOf = (code: string) => string | undefined;

type AttemptRow = Omit<JobAttempt, 'startedAt' | 'finishedAt' | 'queuedAt' | 'seconds' | 'steps'> & {
  startedAt: Date;
  finishedAt: Date | null;
  queuedAt: Date | null;
  stepLines: StepLine[];
};

/** Executors and texts of errors stay in the table: they name machines and hold paths. */
export async function listAttempts(
  transaction: Transaction,
  jobId: string,
  sentenceOf: SentenceOf,
): Promise<JobAttempt[]> {
  const { rows } = await transaction.query<AttemptRow>(
    // Cut by time, not by numbers: a try that was taken up after a crash keeps its numbers and is another row.
    `select job_id as "jobId", run, attempt, state, error_code as "errorCode", started_at as "startedAt", finished_at as "finishedAt",
        (select max(l.at) from job_log l where l.job_id = t.job_id and l.code in ('queued', 'postponed', 'resumed', 'retried')
          and l.at <= t.started_at and (t.before_at is null or l.at > t.before_at)) as "queuedAt",
        array(select json_build_object('code', l.code, 'name', l.detail, 'at', l.at, 'seconds', l.seconds) from job_log l
          where l.job_id = t.job_id and l.code in ('step_started', 'step_completed', 'step_failed')
            and l.at >= t.started_at and (t.next_at is null or l.at < t.next_at) order by l.id) as "stepLines"
       from (select *, lead(started_at) over (partition by job_id order by started_at, id) as next_at,
           lag(started_at) over (partition by job_id order by started_at, id) as before_at
         from attempts where job_id ${OF_JOB}) t order by started_at, id`,
    [jobId],
  );
  return rows.map(({ startedAt, finishedAt, queuedAt, stepLines, ...row }) => ({
    ...row,
    ...(queuedAt ? { queuedAt: queuedAt.toISOString() } : {}),
    // A code that is gone by now is told as any failure.
    ...(row.errorCode ? { errorSentence: sentenceOf(row.errorCode) ?? JOB_ERRORS['jobs.failed'].sentence } : {}),
    steps: toAttemptSteps(stepLines, { isRunning: row.state === 'running' }),
    startedAt: startedAt.toISOString(),
    finishedAt: iso(finishedAt),
    seconds: finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null,
  }));
}

type SpendRow = Omit<JobSpend, 'cost' | 'at'> & { currency: string; micros: number; at: Date };

export async function listSpend(transaction: Transaction, jobId: string): Promise<JobSpend[]> {
  const { rows } = await transaction.query<SpendRow>(
    `select job_id as "jobId", provider, model, currency, cost_micros as micros, is_own_connection as "isOwnConnection",
       state = 'final' as "isFinal", incurred_at as at from job_costs where job_id ${OF_JOB} order by incurred_at, id`,
    [jobId],
  );
  return rows.map(({ currency, micros, at, ...row }) => ({ ...row, cost: { currency, micros }, at: at.toISOString() }));
}

export async function listLedgerLines(transaction: Transaction, jobId: string): Promise<JobLedgerLine[]> {
  const { rows } = await transaction.query<{ kind: string; amount: number; at: Date }>(
    `select kind, amount, created_at as at from ledger_transfers where job_id ${OF_JOB} order by created_at, id`,
    [jobId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Of all that looks like an id in a document, what is a file of the organization, in the document's order. */
export async function findAssetIds(transaction: Transaction, document: unknown): Promise<JobTree['inputAssetIds']> {
  const ids = collectIds(document);
  if (ids.length === 0) return [];
  const { rows } = await transaction.query<{ id: JobTree['inputAssetIds'][number] }>(
    'select id from assets where id = any($1::uuid[]) and deleted_at is null order by array_position($1::uuid[], id)',
    [ids],
  );
  return rows.map((row) => row.id);
}

type LogRow = Omit<JobLogLine, 'id' | 'at' | 'messages'> & { id: number; at: Date };

export type LogQuery = {
  jobId: string;
  beforeId?: number | undefined;
  since?: string | undefined;
  until?: string | undefined;
  limit: number;
};

function withSentence({ detail }: LogRow, sentenceOf: SentenceOf): { sentence?: string } {
  const sentence = detail === null ? undefined : sentenceOf(detail);
  return sentence === undefined ? {} : { sentence };
}

/** Newest first; `beforeId` is the number of the last line seen. */
export async function listLog(
  transaction: Transaction,
  query: LogQuery,
  sentenceOf: SentenceOf,
): Promise<JobLogLine[]> {
  const { rows } = await transaction.query<LogRow>(
    `select id, job_id as "jobId", at, run, attempt, code, detail, seconds from job_log
      where job_id ${OF_JOB} and ($2::bigint is null or id < $2) and ($4::timestamptz is null or at >= $4)
        and ($5::timestamptz is null or at < $5) order by id desc limit $3`,
    [query.jobId, query.beforeId ?? null, query.limit, query.since ?? null, query.until ?? null],
  );
  return rows.map((row) => ({
    ...row,
    id: String(row.id),
    at: row.at.toISOString(),
    ...(row.code.startsWith('step_') ? { messages: messagesOf([row.detail]) } : withSentence(row, sentenceOf)),
  }));
}
