-- Who may run now. Fair between organizations by virtual time (start-time fair queueing): each admission moves an
-- organization's clock on by the work's expected seconds over its weight, and the lowest clock goes next. An organization
-- that was away starts at the queue's own clock, so it can neither save up nor be punished. Counting running work instead
-- would not do: with one render slot every count is zero at each choice.
create table queue_settings (
  organization_id uuid primary key references organizations (id) on delete cascade,
  is_paused boolean not null default false,
  weight double precision not null default 1 check (weight > 0)
);
select app.protect('queue_settings');
revoke insert, update, delete on queue_settings from kinora_app;
grant insert (organization_id, is_paused), update (is_paused) on queue_settings to kinora_app;
select app.open_to_system('queue_settings', 'select');

create table queue_shares (
  organization_id uuid not null references organizations (id) on delete cascade,
  slot text not null,
  finish_tag double precision not null,
  primary key (organization_id, slot)
);
select app.protect('queue_shares');
revoke insert, update, delete on queue_shares from kinora_app;
select app.open_to_system('queue_shares', 'select, insert, update');

create table queue_clocks (slot text primary key, start_tag double precision not null);
grant select, insert, update on queue_clocks to kinora_jobs;

-- Processes that take work, and how much of each kind at once. Silent for 3 seconds is dead.
create table executors (
  id text primary key,
  slots jsonb not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default clock_timestamp()
);
grant select, insert, update, delete on executors to kinora_jobs;

create function app.slot_totals() returns table (slot text, total bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.key, sum(s.value::int) from public.executors e, jsonb_each_text(e.slots) s
    where e.seen_at > clock_timestamp() - interval '3 seconds' group by s.key
$$;

-- The order in which what is pending will start: read by the dispatcher, and by people who ask for their place.
create function app.queue_order() returns table
  (job_id uuid, organization_id uuid, slot text, cost double precision, tag double precision, place bigint, ahead_seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with waiting as (
    select j.id, j.organization_id, j.slot, j.expected_seconds / coalesce(q.weight, 1) as cost, j.expected_seconds,
      greatest(coalesce(s.finish_tag, 0), coalesce(c.start_tag, 0)) + sum(j.expected_seconds / coalesce(q.weight, 1)) over (
        partition by j.organization_id, j.slot order by j.priority desc, coalesce(j.parent_job_id, j.id), j.created_at, j.id) as tag
    from public.jobs j
    left join public.queue_settings q on q.organization_id = j.organization_id
    left join public.queue_shares s on s.organization_id = j.organization_id and s.slot = j.slot
    left join public.queue_clocks c on c.slot = j.slot
    where j.status = 'pending' and j.available_at <= clock_timestamp() and not coalesce(q.is_paused, false)
  )
  select id, organization_id, slot, cost, tag,
    row_number() over (partition by slot order by tag, id),
    coalesce(sum(expected_seconds) over (partition by slot order by tag, id rows between unbounded preceding and 1 preceding), 0)
  from waiting
$$;

create function app.queue_places(wanted uuid[]) returns table (job_id uuid, place bigint, starts_in_seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.job_id, o.place, o.ahead_seconds / nullif(t.total, 0)
    from app.queue_order() o left join app.slot_totals() t on t.slot = o.slot
    where o.organization_id = app.org() and o.job_id = any(wanted)
$$;

create function app.queue_slots() returns table (slot text, total bigint, used bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.slot, t.total, (select count(*) from public.jobs j
    where j.slot = t.slot and j.status = 'processing' and not j.is_awaiting_leaves)
  from app.slot_totals() t order by t.slot
$$;

-- How long each kind of leaf took lately, over all organizations: a figure, never content.
create function app.leaf_medians() returns table (kind text, seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select kind, percentile_cont(0.5) within group (order by seconds) from (
    select j.kind, extract(epoch from j.finished_at - j.admitted_at) as seconds,
      row_number() over (partition by j.kind order by j.finished_at desc) as recent
    from public.jobs j
    where j.parent_job_id is not null and j.status = 'completed' and j.finished_at > now() - interval '30 days'
  ) as lately where recent <= 200 group by kind
$$;

-- The only way into the engine: what it is given is made here from the row, so nothing private can get there.
create function app.enqueue_job(job uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  work record;
begin
  select j.organization_id, j.id, j.slot, j.run, j.attempt, j.status into strict work from public.jobs j where j.id = job;
  if work.status <> 'processing' then
    raise exception 'job % is %, not processing', job, work.status using errcode = '55000';
  end if;
  return dbos.enqueue_workflow(
    workflow_name => 'kinora.job', queue_name => 'kinora.' || work.slot,
    positional_args => array[json_build_object('organizationId', work.organization_id, 'jobId', work.id, 'run', work.run, 'attempt', work.attempt)],
    workflow_id => work.id::text || ':' || work.run || ':' || work.attempt, application_name => 'kinora');
end
$$;

grant execute on function app.slot_totals(), app.queue_order(), app.enqueue_job(uuid) to kinora_jobs;
grant execute on function app.queue_places(uuid[]), app.queue_slots(), app.leaf_medians() to kinora_app, kinora_jobs;
