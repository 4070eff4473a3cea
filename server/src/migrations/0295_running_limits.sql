-- How many pieces of one organization may run at once, over all workers and kinds of places: the studio's own figure for every
-- organization, and one of its own where the operator gave it one. Null: no limit but the places there are. Fair shares say who
-- comes first, this says how much of an empty studio one organization may fill (spec B8).
alter table queue_mode add column max_running integer check (max_running between 1 and 1000);
alter table queue_settings add column max_running integer check (max_running between 1 and 1000);

-- Of every organization with a limit, how many more may start now. Parents that wait for their pieces hold no place, here as in
-- queue_slots; one that goes on after its pieces is not asked again, so that a film never waits for itself.
create function app.running_room() returns table (organization_id uuid, running integer, max_running integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, coalesce(r.running, 0), coalesce(q.max_running, m.max_running)
    from public.organizations o cross join public.queue_mode m
    left join public.queue_settings q on q.organization_id = o.id
    left join (select j.organization_id, count(*)::int as running from public.jobs j
      where j.status = 'processing' and not j.is_awaiting_leaves group by 1) r on r.organization_id = o.id
    where coalesce(q.max_running, m.max_running) is not null
$$;
grant execute on function app.running_room() to kinora_jobs;

-- An organization's own figures, to say why its work waits.
create function app.own_running() returns table (running integer, max_running integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select (select count(*)::int from public.jobs j where j.organization_id = app.org() and j.status = 'processing' and not j.is_awaiting_leaves),
    coalesce((select q.max_running from public.queue_settings q where q.organization_id = app.org()), m.max_running)
    from public.queue_mode m
$$;
grant execute on function app.own_running() to kinora_app, kinora_jobs;

-- What an organization may not start now stands in no order: it would hold the places before others who may.
create or replace function app.queue_order() returns table
  (job_id uuid, organization_id uuid, slot text, cost double precision, tag double precision, place bigint, ahead_seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with waiting as (
    select j.id, j.organization_id, j.slot, j.expected_seconds / coalesce(q.weight, 1) as cost, j.expected_seconds,
      greatest(coalesce(s.finish_tag, 0), coalesce(c.start_tag, 0)) + sum(j.expected_seconds / coalesce(q.weight, 1)) over own as tag,
      row_number() over own as turn, h.max_running - h.running as room
    from public.jobs j
    cross join public.queue_mode m
    left join public.queue_settings q on q.organization_id = j.organization_id
    left join public.queue_shares s on s.organization_id = j.organization_id and s.slot = j.slot
    left join public.queue_clocks c on c.slot = j.slot
    left join app.running_room() h on h.organization_id = j.organization_id
    where j.status = 'pending' and j.available_at <= clock_timestamp() and not coalesce(q.is_paused, false)
      -- A piece of a run that began, or another try of it, is what a drain waits for.
      and (m.mode = 'open' or m.mode = 'draining' and (j.parent_job_id is not null or j.attempt > 1))
    window own as (partition by j.organization_id, j.slot order by j.priority desc, coalesce(j.parent_job_id, j.id), j.created_at, j.id)
  )
  select id, organization_id, slot, cost, tag,
    row_number() over (partition by slot order by tag, id),
    coalesce(sum(expected_seconds) over (partition by slot order by tag, id rows between unbounded preceding and 1 preceding), 0)
  from waiting where room is null or turn <= room
$$;

-- The operator's figures say the limit of each, and which is its own.
drop function app.operator_queues(uuid);
create function app.operator_queues(person uuid) returns table (organization_id uuid, name text, is_paused boolean,
    pending integer, processing integer, waiting integer, completed integer, failed integer, oldest_pending_seconds double precision,
    max_running integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.name, coalesce(q.is_paused, false),
      count(*) filter (where j.status = 'pending')::int,
      count(*) filter (where j.status = 'processing' and not j.is_awaiting_leaves)::int,
      count(*) filter (where j.status = 'waiting')::int,
      count(*) filter (where j.status = 'completed' and j.parent_job_id is not null)::int,
      count(*) filter (where j.status = 'failed' and j.parent_job_id is not null)::int,
      extract(epoch from clock_timestamp() - min(j.created_at) filter (where j.status = 'pending'))::float8,
      q.max_running
    from public.organizations o left join public.queue_settings q on q.organization_id = o.id
    left join public.jobs j on j.organization_id = o.id and (j.status in ('pending', 'processing', 'waiting')
        or j.status in ('completed', 'failed') and j.finished_at > clock_timestamp() - interval '1 hour')
    where exists (select 1 from auth.users u where u.id = person and u.is_operator and u.deleted_at is null)
      and o.deleted_at is null
      -- One that has a limit of its own is listed without work too: where else would it be taken back?
      and (j.id is not null or q.max_running is not null)
    group by o.id, o.name, q.is_paused, q.max_running
    order by count(j.id) filter (where j.status in ('pending', 'processing', 'waiting')) desc, o.name, o.id
    limit 200
$$;
grant execute on function app.operator_queues(uuid) to kinora_app;

-- Sets the studio's figure (no organization) or one organization's; false where the person is no operator or it is not there.
create function app.set_running_limit(person uuid, organization uuid, wanted integer) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select 1 from auth.users u where u.id = person and u.is_operator and u.deleted_at is null) then
    return false;
  end if;
  if organization is null then
    update public.queue_mode set max_running = wanted;
  else
    insert into public.queue_settings (organization_id, max_running)
      select o.id, wanted from public.organizations o where o.id = organization and o.deleted_at is null
      on conflict (organization_id) do update set max_running = excluded.max_running;
    if not found then
      return false;
    end if;
  end if;
  perform pg_notify('kinora_jobs', 'queue changed');
  perform pg_notify('kinora_live', json_build_object('organizationId', o.id, 'type', 'queue.updated', 'data', json_build_object(),
      'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text)
    from public.organizations o where organization is null or o.id = organization;
  return true;
end
$$;
grant execute on function app.set_running_limit(uuid, uuid, integer) to kinora_app;
