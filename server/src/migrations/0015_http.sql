-- Idempotency keys (kept 48 h) and rate counters of the HTTP edge.

create table idempotency_keys (
  organization_id uuid not null references organizations (id) on delete cascade,
  actor text not null,
  route text not null,
  key text not null,
  body_hash text not null,
  answer jsonb,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (organization_id, actor, route, key)
);
create index idempotency_keys_age on idempotency_keys (started_at);
select app.protect('idempotency_keys');

-- No tenant: the caller is not known yet when it is counted. The key holds an address or an actor id, kept minutes.
create table app.rate_buckets (
  key text primary key,
  window_started_at timestamptz not null default now(),
  count integer not null default 1
);

create function app.hit_rate_bucket(bucket text, window_seconds integer) returns table (count integer, seconds_left double precision)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$
    insert into app.rate_buckets as b (key) values (bucket)
    on conflict (key) do update set
      count = case when b.window_started_at < now() - make_interval(secs => window_seconds) then 1 else b.count + 1 end,
      window_started_at = case when b.window_started_at < now() - make_interval(secs => window_seconds) then now() else b.window_started_at end
    returning b.count, extract(epoch from (b.window_started_at + make_interval(secs => window_seconds) - now()))::double precision
  $$;
grant execute on function app.hit_rate_bucket(text, integer) to kinora_app;

-- Called by the hourly sweep.
create function app.sweep_http() returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$
    delete from public.idempotency_keys where started_at < now() - interval '48 hours';
    delete from app.rate_buckets where window_started_at < now() - interval '1 day';
  $$;
grant execute on function app.sweep_http() to kinora_app;
