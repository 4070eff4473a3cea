-- An organization's accounts at vendors. The key is sealed by the program and never sent out again; its last four
-- characters are what people know it by.
create table connections (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  provider text not null check (length(provider) between 1 and 40),
  name text not null check (length(name) between 1 and 80),
  -- Null: the vendor's own address.
  base_url text check (length(base_url) <= 2000),
  secret app.sealed not null,
  last_four text not null check (length(last_four) <= 4),
  is_enabled boolean not null default true,
  -- Null: what the vendor's folder says.
  max_concurrent integer check (max_concurrent > 0),
  submissions_per_minute integer check (submissions_per_minute > 0),
  account text,
  health text not null default 'unknown' check (health in ('works', 'refused', 'unreachable', 'unknown')),
  health_fault text,
  checked_at timestamptz,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
select app.protect('connections');
select app.keep_updated_at('connections');

-- One paid answer wanted from a vendor: written before it is asked, so that no crash can make it be asked twice. It
-- outlives the attempts of its job: whoever takes the job up next goes on with the same row. States and their changes:
-- server/src/domains/routing/intent.ts.
create table intents (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  job_id uuid not null,
  -- Which of the job's answers, and how many a person has paid for before this one.
  name text not null,
  number integer not null check (number > 0),
  -- Run of the job that wanted it: only a new run, which a person starts, may want another after it failed.
  run integer not null,
  connection_id uuid,
  is_operators boolean not null,
  provider text not null,
  model text not null,
  capability text not null,
  request jsonb not null,
  -- Addresses the vendor reads pictures at; null until they are there.
  inputs jsonb,
  webhook_url text,
  state text not null default 'intent'
    check (state in ('intent', 'sending', 'accepted', 'finished', 'refused', 'failed', 'cancelled', 'unknown', 'given_up')),
  sends integer not null default 0,
  send_after timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  remote_id text,
  remote_urls jsonb,
  next_poll_at timestamptz,
  -- When a lost submission is looked for next, by itself; null where only a person can say.
  check_after timestamptz,
  cancel_asked_at timestamptz,
  webhooks_seen text[] not null default '{}',
  asset_ids uuid[],
  words jsonb,
  seed bigint,
  cost_micros bigint,
  fault_kind text,
  fault_message text,
  decided_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  accepted_at timestamptz,
  finished_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, job_id, name, number),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade,
  foreign key (organization_id, connection_id) references connections (organization_id, id) on delete set null (connection_id),
  check (state <> 'accepted' or remote_id is not null),
  check ((state in ('finished', 'refused', 'failed', 'cancelled', 'given_up')) = (finished_at is not null))
);
-- No remote job belongs to two intents, whoever finds it.
create unique index intents_remote on intents (organization_id, provider, remote_id) where remote_id is not null;
create index intents_open on intents (job_id) where finished_at is null;
create index intents_connection on intents (organization_id, connection_id, sent_at);
select app.protect('intents');
select app.keep_updated_at('intents');
-- The keeper sees whose intents are open, and never what they are about.
select app.open_to_system('intents',
  'select (id, organization_id, job_id, state, finished_at, check_after, next_poll_at, cancel_asked_at)');

-- What an intent's connection has in work and has sent within a minute, without the intent itself. The operator's accounts
-- are everybody's: their load is counted over all organizations, as figures only.
create function app.connection_load(intent uuid) returns table (open integer, recent integer)
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) filter (where i.state in ('sending', 'accepted', 'unknown'))::int,
         count(*) filter (where i.sent_at > clock_timestamp() - interval '1 minute')::int
    from public.intents mine join public.intents i on i.id <> mine.id and i.provider = mine.provider
      and i.is_operators = mine.is_operators
      and (mine.is_operators or (i.organization_id = mine.organization_id and i.connection_id = mine.connection_id))
      and (i.finished_at is null or i.sent_at > clock_timestamp() - interval '1 minute')
    where mine.id = intent and mine.organization_id = app.org()
$$;
grant execute on function app.connection_load(uuid) to kinora_app;

-- A vendor that calls knows an intent and no organization.
create function app.organization_of_intent(intent uuid) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select organization_id from public.intents where id = intent $$;
grant execute on function app.organization_of_intent(uuid) to kinora_app;

-- Whoever waits for an intent hears of each change: a verified call of the vendor, a person's decision, a cancel.
create function app.tell_intent() returns trigger language plpgsql as $$
begin
  perform pg_notify('kinora_intents', new.id::text);
  return null;
end
$$;
grant execute on function app.tell_intent() to kinora_app;
create trigger tell_intent after update of state, next_poll_at on intents for each row
  when (old.state is distinct from new.state or new.next_poll_at < old.next_poll_at)
  execute function app.tell_intent();
