import type { WeekFigures } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

const DAYS = 7;

type Row = {
  since: Date;
  films: number;
  rendered: number;
  finished: number;
  failed: number;
  median: number | null;
  spent: number;
  days: { day: string; films: number }[];
};

/**
 * Counted anew at each look: seven days of one organization are few rows. A job that failed and was finished later counts as
 * finished only. Spent is what the ledger settled, as beside the balance: work that goes on has paid for what it made, and a job
 * tried again keeps no sum of its own until it ends.
 * @param userId whose work; null for everybody's
 */
export async function readWeek(transaction: Transaction, userId: string | null): Promise<WeekFigures> {
  const { rows } = await transaction.query<Row>(
    `with zone as (select time_zone as name from organizations where id = app.org()),
       week as (select (date_trunc('day', now() at time zone zone.name) - make_interval(days => $2 - 1)) at time zone zone.name as since from zone),
       ended as (
         select j.*, j.studio in ('film', 'film-refresh', 'product-film') as is_film,
           coalesce(j.project_id, j.id) as film from jobs j, week
         where j.parent_job_id is null and j.finished_at >= week.since and ($1::uuid is null or j.actor_user_id = $1)),
       daily as (
         select to_char(d.day, 'YYYY-MM-DD') as day,
           (select count(distinct e.film)::int from ended e, zone where e.is_film and e.status = 'completed'
              and (e.finished_at at time zone zone.name)::date = d.day::date) as films
         from zone, week, generate_series((week.since at time zone zone.name)::date,
           (now() at time zone zone.name)::date, interval '1 day') as d(day))
     select week.since,
       (select count(distinct film)::int from ended where is_film and status = 'completed') as films,
       (select coalesce(sum(a.duration_seconds), 0)::float8 from deliveries d join assets a on a.id = d.asset_id
          join ended e on e.id = d.job_id or e.id = (select parent_job_id from jobs p where p.id = d.job_id)
          where d.kind = 'film') as rendered,
       (select count(*)::int from ended where status = 'completed') as finished,
       (select count(*)::int from ended where status = 'failed') as failed,
       (select percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at))::float8
          from ended where is_film and status = 'completed') as median,
       (select coalesce(sum(t.amount), 0)::bigint from ledger_transfers t
          where t.kind = 'settle' and t.created_at >= week.since and ($1::uuid is null or exists (
            select 1 from jobs l join jobs p on p.id = coalesce(l.parent_job_id, l.id) where l.id = t.job_id and p.actor_user_id = $1))) as spent,
       (select json_agg(daily order by day) from daily) as days
     from week`,
    [userId, DAYS],
  );
  const row = rows[0]!;
  return {
    since: row.since.toISOString(),
    filmsFinished: row.films,
    secondsRendered: row.rendered,
    jobsFinished: row.finished,
    jobsFailed: row.failed,
    medianFilmSeconds: row.median,
    creditsSpent: row.spent,
    days: row.days.map(({ day, films }) => ({ day, filmsFinished: films })),
  };
}
