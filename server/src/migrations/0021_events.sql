-- Facts that people's screens, streams and later webhooks are told. Numbered per organization by a counter row that is
-- bumped in the same transaction: its lock makes the order of numbers the order of commits. With an identity column a slow
-- transaction with a lower number would commit after a reader has passed it, and its event would be lost (measured).
create table event_counters (
  organization_id uuid primary key references organizations (id) on delete cascade,
  last_seq bigint not null,
  -- Everything up to here has been dropped: a reader that asks for older is told to start anew.
  dropped_seq bigint not null default 0
);
select app.protect('event_counters');
select app.open_to_system('event_counters', 'select, insert, update');

create table events (
  organization_id uuid not null references organizations (id) on delete cascade,
  seq bigint not null,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  project_id uuid,
  job_id uuid,
  data jsonb not null,
  primary key (organization_id, seq, at)
) partition by range (at);
select app.protect('events');
select app.open_to_system('events', 'select, insert');

-- Makes this month's and the next month's partition, and drops those that ended before the given time. Run at start and hourly.
create function app.maintain_event_partitions(keep_since timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  first_day timestamptz;
  part record;
begin
  perform pg_advisory_xact_lock(4611686021);
  for step in 0..1 loop
    first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => step)) at time zone 'UTC';
    execute format('create table if not exists public.%I partition of public.events for values from (%L) to (%L)',
      'events_' || to_char(first_day at time zone 'UTC', 'YYYY_MM'), first_day, ((first_day at time zone 'UTC') + interval '1 month') at time zone 'UTC');
  end loop;
  for part in
    select c.oid, c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'public.events'::regclass
  loop
    if ((to_date(right(part.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC') < keep_since then
      execute format('update public.event_counters c set dropped_seq = greatest(dropped_seq, m.seq)
        from (select organization_id, max(seq) seq from public.%I group by 1) m where m.organization_id = c.organization_id', part.relname);
      execute format('drop table public.%I', part.relname);
    end if;
  end loop;
end
$$;
grant execute on function app.maintain_event_partitions(timestamptz) to kinora_jobs;
select app.maintain_event_partitions(now() - interval '14 days');
