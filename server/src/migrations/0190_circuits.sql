-- What calls of a connection came to lately: several failures in a row keep everybody from it for a while, and a pause that a
-- vendor asks for counts for every process. The operator's accounts are everybody's, so the table has no tenant; it holds
-- figures only, under a connection's id or `operator:PROVIDER`. States: server/src/domains/routing/circuit.ts.
create table app.connection_circuits (
  key text primary key,
  failures integer not null default 0,
  counted_from timestamptz,
  openings integer not null default 0,
  open_until timestamptz,
  probe_until timestamptz,
  retry_at timestamptz,
  updated_at timestamptz not null default clock_timestamp()
);

-- Whose account an intent is sent with; null where the intent is not the asking organization's.
create function app.circuit_key(intent uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when i.is_operators then 'operator:' || i.provider else i.connection_id::text end
    from public.intents i where i.id = intent and i.organization_id = app.org()
$$;
create function app.read_circuit(intent uuid) returns setof app.connection_circuits
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select * from app.connection_circuits where key = app.circuit_key(intent) for update
$$;
create function app.save_circuit(intent uuid, failures integer, counted_from timestamptz, openings integer,
    open_until timestamptz, probe_until timestamptz, retry_at timestamptz) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.connection_circuits as c (key, failures, counted_from, openings, open_until, probe_until, retry_at)
    select k.key, $2, $3, $4, $5, $6, $7 from (select app.circuit_key($1) as key) k where k.key is not null
  on conflict (key) do update set failures = $2, counted_from = $3, openings = $4, open_until = $5, probe_until = $6,
    retry_at = $7, updated_at = clock_timestamp()
$$;
-- The organization's own and the operator's, for the page of connections and for choosing a route.
create function app.list_circuits() returns setof app.connection_circuits
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select * from app.connection_circuits where key like 'operator:%'
    or key in (select id::text from public.connections where organization_id = app.org())
$$;
-- A key that was just tried and works, or one that is gone, says nothing about what came before.
create function app.forget_circuit(connection uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app.connection_circuits where key = connection::text
    and exists (select 1 from public.connections where id = connection and organization_id = app.org())
$$;
grant execute on function app.circuit_key(uuid), app.read_circuit(uuid), app.list_circuits(), app.forget_circuit(uuid),
  app.save_circuit(uuid, integer, timestamptz, integer, timestamptz, timestamptz, timestamptz) to kinora_app;

-- Of the intents nobody holds, those looked at longest ago come first: fifty that never end would keep the rest from being seen.
alter table intents add column looked_at timestamptz;
grant select (looked_at), update (looked_at) on intents to kinora_jobs;

-- What was written for a connection that is then turned off waits until it is on again.
alter table jobs drop constraint jobs_waiting_reason_check;
alter table jobs add constraint jobs_waiting_reason_check check (waiting_reason in
  ('scheduled', 'person', 'unknown_outcome', 'capacity', 'budget', 'paused', 'connection_off'));

-- A budget that stops cannot count what has no price: it stops that too, unless its owner lets it through.
alter table budgets add column allows_unpriced boolean not null default false;
