-- ComfyUI servers as a pool. A server is a connection (address, key, limits, use) and what stands here about it, under the same
-- id. With an agent there is no address: the machine behind a firewall asks for work.
alter table connections add column is_agent boolean not null default false;

create table comfy_servers (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- Draining: what it has in work is finished, nothing new goes there.
  is_draining boolean not null default false,
  agent_key_hash bytea unique,
  agent_key_end text check (length(agent_key_end) = 4),
  -- What the last look that was answered found: the schema is the contract's.
  seen jsonb,
  seen_at timestamptz,
  -- The last look, answered or not; null while nobody has looked.
  looked_at timestamptz,
  look_fault text check (length(look_fault) <= 500),
  look_due_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, id) references connections (organization_id, id) on delete cascade,
  check ((agent_key_hash is null) = (agent_key_end is null))
);
select app.protect('comfy_servers');
select app.keep_updated_at('comfy_servers');
-- Whoever looks on schedule sees whose turn it is.
select app.open_to_system('comfy_servers', 'select (id, organization_id, look_due_at)');
create index comfy_servers_due on comfy_servers (look_due_at);

-- Every connection to ComfyUI is a server of the pool, whichever way it was made.
create function app.add_comfy_server() returns trigger language plpgsql as $$
begin
  insert into public.comfy_servers (id, organization_id) values (new.id, new.organization_id);
  return null;
end
$$;
grant execute on function app.add_comfy_server() to kinora_app;
create trigger add_comfy_server after insert on connections for each row
  when (new.provider = 'comfyui') execute function app.add_comfy_server();
insert into comfy_servers (id, organization_id) select id, organization_id from connections where provider = 'comfyui';

-- Why an intent went to its server, and whose place it took: {server, why, insteadOf, lost}.
alter table intents add column placement jsonb;

-- Workflows of people's own, with the inputs that were found in them.
create table comfy_workflows (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  graph jsonb not null,
  places jsonb not null,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
select app.protect('comfy_workflows');
select app.keep_updated_at('comfy_workflows');

-- Work for a server with an agent, under the intent's id: written instead of a call, taken by whoever holds the server's key.
-- `lease_id` names the one who has it; another may take it once the lease has run out.
create table comfy_tasks (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  server_id uuid not null,
  graph jsonb not null,
  -- {name, hash, mediaType} of each picture that the graph loads.
  pictures jsonb not null default '[]',
  state text not null default 'waiting' check (state in ('waiting', 'leased', 'done', 'failed', 'cancelled')),
  lease_id uuid,
  lease_until timestamptz,
  leases integer not null default 0,
  share real,
  -- {hash, name, mediaType} of each file that came back.
  files jsonb not null default '[]',
  fault text check (length(fault) <= 500),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, id) references intents (organization_id, id) on delete cascade,
  foreign key (organization_id, server_id) references comfy_servers (organization_id, id) on delete cascade,
  check ((state = 'leased') <= (lease_id is not null and lease_until is not null))
);
create index comfy_tasks_open on comfy_tasks (server_id, created_at) where state in ('waiting', 'leased');
select app.protect('comfy_tasks');
select app.keep_updated_at('comfy_tasks');

-- An agent shows its server's key and knows no organization.
create function app.organization_of_comfy_key(server uuid, key_hash bytea) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select organization_id from public.comfy_servers where id = server and agent_key_hash = key_hash $$;
grant execute on function app.organization_of_comfy_key(uuid, bytea) to kinora_app;
