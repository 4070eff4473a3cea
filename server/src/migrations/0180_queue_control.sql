-- The operator's hand on the whole studio: one row, kept through restarts. `draining` finishes what people have started and
-- begins nothing new; `paused` starts no piece at all. What runs goes on in both.
create table queue_mode (
  is_only_row boolean primary key default true check (is_only_row),
  mode text not null default 'open' check (mode in ('open', 'paused', 'draining')),
  changed_at timestamptz not null default clock_timestamp()
);
insert into queue_mode default values;
grant select on queue_mode to kinora_app, kinora_jobs;

create or replace function app.queue_order() returns table
  (job_id uuid, organization_id uuid, slot text, cost double precision, tag double precision, place bigint, ahead_seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with waiting as (
    select j.id, j.organization_id, j.slot, j.expected_seconds / coalesce(q.weight, 1) as cost, j.expected_seconds,
      greatest(coalesce(s.finish_tag, 0), coalesce(c.start_tag, 0)) + sum(j.expected_seconds / coalesce(q.weight, 1)) over (
        partition by j.organization_id, j.slot order by j.priority desc, coalesce(j.parent_job_id, j.id), j.created_at, j.id) as tag
    from public.jobs j
    cross join public.queue_mode m
    left join public.queue_settings q on q.organization_id = j.organization_id
    left join public.queue_shares s on s.organization_id = j.organization_id and s.slot = j.slot
    left join public.queue_clocks c on c.slot = j.slot
    where j.status = 'pending' and j.available_at <= clock_timestamp() and not coalesce(q.is_paused, false)
      -- A piece of a run that began, or another try of it, is what a drain waits for.
      and (m.mode = 'open' or m.mode = 'draining' and (j.parent_job_id is not null or j.attempt > 1))
  )
  select id, organization_id, slot, cost, tag,
    row_number() over (partition by slot order by tag, id),
    coalesce(sum(expected_seconds) over (partition by slot order by tag, id rows between unbounded preceding and 1 preceding), 0)
  from waiting
$$;

-- Place, expected start and what stands before a job: of its own organization, and of the others as a number only. A job that
-- has a free place starts at once; another one after what stands ahead and after what is left of the work that runs.
drop function app.queue_places(uuid[]);
create function app.queue_places(wanted uuid[]) returns table
  (job_id uuid, place bigint, starts_in_seconds double precision, ahead_own bigint, ahead_others bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with ordered as (
    select o.job_id, o.organization_id, o.slot, o.place, o.ahead_seconds,
      row_number() over (partition by o.slot, o.organization_id order by o.place) - 1 as ahead_own
    from app.queue_order() o
  ), running as (
    select slot, count(*) as used,
      sum(greatest(expected_seconds - extract(epoch from clock_timestamp() - admitted_at), 0)) as left_seconds
    from public.jobs where status = 'processing' and not is_awaiting_leaves group by slot
  )
  select o.job_id, o.place,
      case when o.place <= t.total - coalesce(r.used, 0) then 0
        else (o.ahead_seconds + coalesce(r.left_seconds, 0)) / nullif(t.total, 0) end,
      o.ahead_own, o.place - 1 - o.ahead_own
    from ordered o left join app.slot_totals() t on t.slot = o.slot left join running r on r.slot = o.slot
    where o.organization_id = app.org() and o.job_id = any(wanted)
$$;

-- Processes that take work now: a number, never which.
create function app.living_executors() returns integer
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*)::int from public.executors where seen_at > clock_timestamp() - interval '3 seconds'
$$;
grant execute on function app.queue_places(uuid[]), app.living_executors() to kinora_app, kinora_jobs;

-- What happened to a job, line by line, as codes and figures: screens say them in their own language. No words of people and
-- none of programs, whose errors may hold paths. Written by triggers, so that no way a job changes can forget its line, and
-- bounded to the newest 300 of each job. Numbered, not named: lines of one millisecond keep their order.
create table job_log (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  job_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  run integer not null,
  attempt integer not null,
  code text not null check (code in ('queued', 'started', 'finished', 'failed', 'postponed', 'cancelled', 'interrupted', 'waiting',
    'resumed', 'retried', 'priority', 'attempt_failed', 'step_started', 'step_completed', 'step_failed')),
  -- Name of the step, code of the error, reason of the wait or the new priority.
  detail text,
  seconds double precision,
  unique (organization_id, id),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade
);
create index job_log_job on job_log (organization_id, job_id, id);
select app.protect('job_log');
revoke insert, update, delete on job_log from kinora_app;

create function app.write_job_log(job public.jobs, what text, about text, took double precision) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into public.job_log (organization_id, job_id, run, attempt, code, detail, seconds)
    values (job.organization_id, job.id, job.run, job.attempt, what, left(about, 200), took);
  delete from public.job_log l where l.organization_id = job.organization_id and l.job_id = job.id and l.id <= (
    select o.id from public.job_log o where o.organization_id = job.organization_id and o.job_id = job.id
      order by o.id desc offset 300 limit 1);
$$;

create function app.log_job() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform app.write_job_log(new, 'queued', null, null);
  elsif old.status is distinct from new.status then
    perform app.write_job_log(new,
      case new.status
        when 'processing' then 'started'
        when 'completed' then 'finished'
        when 'pending' then case old.status when 'processing' then 'postponed' when 'waiting' then 'resumed' else 'retried' end
        else new.status end,
      case new.status when 'failed' then new.failure ->> 'code' when 'waiting' then new.waiting_reason end,
      case when new.status in ('completed', 'failed', 'cancelled') then
        extract(epoch from new.finished_at - coalesce(new.admitted_at, new.started_at)) end);
  else
    perform app.write_job_log(new, 'priority', new.priority::text, null);
  end if;
  return null;
end
$$;
create trigger log_new_job after insert on jobs for each row execute function app.log_job();
create trigger log_job after update of status, priority on jobs for each row
  when (old.status is distinct from new.status or old.priority is distinct from new.priority) execute function app.log_job();

create function app.log_step() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.write_job_log(j, case new.status when 'running' then 'step_started' else 'step_' || new.status end, new.name,
    case when new.status <> 'running' then extract(epoch from new.finished_at - new.started_at) end)
    from public.jobs j where j.organization_id = new.organization_id and j.id = new.job_id;
  return null;
end
$$;
create trigger log_new_step after insert on job_steps for each row execute function app.log_step();
create trigger log_step after update of status on job_steps for each row
  when (old.status is distinct from new.status) execute function app.log_step();

-- A job that waits has ended its try on purpose; only one that still runs was interrupted.
create function app.log_attempt() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.write_job_log(j, case new.state when 'failed' then 'attempt_failed' else 'interrupted' end, new.error_code,
    extract(epoch from new.finished_at - new.started_at))
    from public.jobs j where j.organization_id = new.organization_id and j.id = new.job_id
      and (new.state = 'failed' or j.status = 'processing');
  return null;
end
$$;
create trigger log_attempt after update of state on attempts for each row
  when (new.state in ('failed', 'interrupted')) execute function app.log_attempt();
grant execute on function app.log_job(), app.log_step(), app.log_attempt() to kinora_app, kinora_jobs;
