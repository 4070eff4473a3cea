-- Of what stands before a job in its own organization: how much was put there by people, with a higher priority. Who may raise
-- one job may lower another, so that is another answer to "why does it wait" than the turns of others.
drop function app.queue_places(uuid[]);
create function app.queue_places(wanted uuid[]) returns table
  (job_id uuid, place bigint, starts_in_seconds double precision, ahead_own bigint, ahead_raised bigint, ahead_others bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with ordered as (
    select o.job_id, o.organization_id, o.slot, o.place, o.ahead_seconds,
      row_number() over (partition by o.slot, o.organization_id order by o.place) - 1 as ahead_own,
      -- Inside an organization the order begins with the priority: all that have a higher one stand before it.
      rank() over (partition by o.slot, o.organization_id order by j.priority desc) - 1 as ahead_raised
    from app.queue_order() o join public.jobs j on j.id = o.job_id
  ), running as (
    select slot, count(*) as used,
      sum(greatest(expected_seconds - extract(epoch from clock_timestamp() - admitted_at), 0)) as left_seconds
    from public.jobs where status = 'processing' and not is_awaiting_leaves group by slot
  )
  select o.job_id, o.place,
      case when o.place <= t.total - coalesce(r.used, 0) then 0
        else (o.ahead_seconds + coalesce(r.left_seconds, 0)) / nullif(t.total, 0) end,
      o.ahead_own, o.ahead_raised, o.place - 1 - o.ahead_own
    from ordered o left join app.slot_totals() t on t.slot = o.slot left join running r on r.slot = o.slot
    where o.organization_id = app.org() and o.job_id = any(wanted)
$$;
grant execute on function app.queue_places(uuid[]) to kinora_app, kinora_jobs;

-- How full the studio is with whose work, for its operator: figures and the names of organizations, nothing of what the work is
-- about (docs/decisions/0281). The operator is looked up here, so that no caller can forget to. Pieces are counted, as they
-- are what takes places; organizations without work in the last hour are left out.
create function app.operator_queues(person uuid) returns table (organization_id uuid, name text, is_paused boolean,
    pending integer, processing integer, waiting integer, completed integer, failed integer, oldest_pending_seconds double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id, o.name, coalesce(q.is_paused, false),
      count(*) filter (where j.status = 'pending')::int,
      count(*) filter (where j.status = 'processing' and not j.is_awaiting_leaves)::int,
      count(*) filter (where j.status = 'waiting')::int,
      count(*) filter (where j.status = 'completed' and j.parent_job_id is not null)::int,
      count(*) filter (where j.status = 'failed' and j.parent_job_id is not null)::int,
      extract(epoch from clock_timestamp() - min(j.created_at) filter (where j.status = 'pending'))::float8
    from public.jobs j join public.organizations o on o.id = j.organization_id
    left join public.queue_settings q on q.organization_id = o.id
    where exists (select 1 from auth.users u where u.id = person and u.is_operator and u.deleted_at is null)
      and o.deleted_at is null
      and (j.status in ('pending', 'processing', 'waiting')
        or j.status in ('completed', 'failed') and j.finished_at > clock_timestamp() - interval '1 hour')
    group by o.id, o.name, q.is_paused
    order by count(*) filter (where j.status in ('pending', 'processing', 'waiting')) desc, o.name, o.id
    limit 200
$$;
grant execute on function app.operator_queues(uuid) to kinora_app;
