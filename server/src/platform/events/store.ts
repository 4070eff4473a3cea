import type { EventType, StreamEvent } from '@kinora/contract';
import type { Database, Queryable, Transaction } from '../database/index.ts';

export const EVENTS_KEPT_DAYS = 14;
export type Fact = StreamEvent & { seq: number };

type Row = {
  seq: number;
  at: Date;
  type: string;
  project_id: string | null;
  job_id: string | null;
  data: Fact['data'];
};

export async function listFacts(transaction: Transaction, afterSeq: number, limit: number): Promise<Fact[]> {
  const { rows } = await transaction.query<Row>(
    `select seq, at, type, project_id, job_id, data from events
      where organization_id = app.org() and seq > $1 order by seq limit $2`,
    [afterSeq, limit],
  );
  return rows.map(toFact);
}

function toFact(row: Row): Fact {
  return {
    seq: row.seq,
    id: String(row.seq),
    type: row.type as EventType,
    at: row.at.toISOString(),
    ...(row.project_id === null ? {} : { projectId: row.project_id as Fact['projectId'] }),
    ...(row.job_id === null ? {} : { jobId: row.job_id as Fact['jobId'] }),
    data: row.data,
  };
}

export type Counter = { lastSeq: number; firstKeptSeq: number };

/** `firstKeptSeq` is the oldest fact a reader may still resume before. */
export async function getCounter(transaction: Transaction): Promise<Counter> {
  const { rows } = await transaction.query<Counter>(
    `select c.last_seq as "lastSeq",
            coalesce((select min(seq) from events e where e.organization_id = c.organization_id and e.at >= now() - make_interval(days => $1)),
                     c.last_seq + 1)::bigint as "firstKeptSeq"
       from event_counters c where c.organization_id = app.org()`,
    [EVENTS_KEPT_DAYS],
  );
  return rows[0] ?? { lastSeq: 0, firstKeptSeq: 1 };
}

/** How far each of these organizations has come; run as the system, once a second for all of them together. */
export async function listLastSeqs(
  system: Queryable,
  organizationIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await system.query<{ id: string; seq: number }>(
    'select organization_id as id, last_seq as seq from event_counters where organization_id = any($1::uuid[])',
    [organizationIds],
  );
  return new Map(rows.map((row) => [row.id, row.seq]));
}

/** Makes the partitions that will be needed and drops those that are over. At start and hourly. */
export async function maintainEvents(database: Database): Promise<void> {
  await database.jobs.query('select app.maintain_event_partitions(now() - make_interval(days => $1))', [
    EVENTS_KEPT_DAYS,
  ]);
}
