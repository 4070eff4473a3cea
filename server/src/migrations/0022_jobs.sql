-- The queue people see. A parent is a studio's run; its leaves are the pieces that take a slot and cost money.
create table jobs (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  parent_job_id uuid,
  -- Name of a leaf inside its parent: the same name is the same piece of work when the parent runs again.
  leaf_key text,
  studio text not null,
  kind text not null,
  title text not null,
  version integer not null,
  project_id uuid,
  actor_user_id uuid,
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'waiting', 'completed', 'failed', 'cancelled')),
  waiting_reason text check (waiting_reason in ('scheduled', 'person', 'unknown_outcome', 'capacity', 'budget', 'paused')),
  -- Kind of capacity it takes while running; parents take 'studio' and give it back while they wait for leaves.
  slot text not null,
  is_awaiting_leaves boolean not null default false,
  priority integer not null default 0,
  -- Automatic tries of this run, and runs started by people (retry). The engine's workflow is named id:run:attempt.
  attempt integer not null default 1,
  run integer not null default 1,
  available_at timestamptz not null default now(),
  input jsonb not null,
  output jsonb,
  failure jsonb,
  -- Actor and Idempotency-Key of the request that made it: the same request makes one job, whatever crashes between.
  request_key text,
  quote_id uuid,
  quoted_credits bigint not null default 0 check (quoted_credits >= 0),
  -- Credits set aside for it now: in `held` for a parent, in `reserved` for a leaf.
  escrow_credits bigint not null default 0 check (escrow_credits >= 0),
  paid_credits bigint,
  -- Its leaves cost nothing: the self-hosted preset, or the sample's first run.
  is_free boolean not null default false,
  expected_seconds double precision not null default 1 check (expected_seconds > 0),
  progress real not null default 0 check (progress between 0 and 1),
  progress_text text,
  step_name text,
  preview_asset_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  admitted_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, parent_job_id, leaf_key),
  unique (organization_id, request_key),
  foreign key (organization_id, parent_job_id) references jobs (organization_id, id) on delete cascade,
  foreign key (organization_id, quote_id) references quotes (organization_id, id),
  check ((parent_job_id is null) = (leaf_key is null)),
  check ((status = 'waiting') = (waiting_reason is not null))
);
create index jobs_people on jobs (organization_id, id) where parent_job_id is null;
create index jobs_project on jobs (organization_id, project_id, id) where parent_job_id is null;
create index jobs_leaves on jobs (parent_job_id, id) where parent_job_id is not null;
create index jobs_pending on jobs (slot, organization_id, priority desc, id) where status = 'pending';
create index jobs_finished on jobs (kind, finished_at) where status = 'completed' and parent_job_id is not null;
create index jobs_processing on jobs (slot, id) where status = 'processing';
select app.protect('jobs');
select app.keep_updated_at('jobs');
-- The dispatcher sees what it needs to order the queue, and never what the work is about.
select app.open_to_system('jobs',
  'select (id, organization_id, parent_job_id, studio, kind, status, slot, is_awaiting_leaves, priority, attempt, run,
    available_at, expected_seconds, project_id, created_at, admitted_at, started_at, finished_at),
   update (status, admitted_at, started_at, updated_at)');

-- What each step of a job gave: the memory that makes a run resumable. Named, not numbered, so that a studio may start
-- its pieces side by side. Results stay here, under the wall; the engine's tables hold ids only.
create table job_steps (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  job_id uuid not null,
  name text not null,
  status text not null check (status in ('running', 'completed', 'failed')),
  result jsonb,
  note text,
  attempts integer not null default 1,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, job_id, name),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade
);
select app.protect('job_steps');
select app.keep_updated_at('job_steps');

-- One row for each time a leaf was started: what it ran on, how it ended. Later providers keep their remote ids here.
create table attempts (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  job_id uuid not null,
  run integer not null,
  attempt integer not null,
  executor text not null,
  state text not null check (state in ('running', 'completed', 'failed', 'cancelled', 'interrupted')),
  error_code text,
  error text,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade
);
create index attempts_job on attempts (organization_id, job_id, id);
select app.protect('attempts');
select app.keep_updated_at('attempts');

-- Everybody who waits for a job (dispatcher, parents, running work that may be cancelled) hears of each change of status.
create function app.tell_job_status() returns trigger language plpgsql as $$
begin
  perform pg_notify('kinora_jobs', new.id::text || ' ' || new.status);
  return null;
end
$$;
create trigger tell_new_job after insert on jobs for each row execute function app.tell_job_status();
create trigger tell_job_status after update of status, is_awaiting_leaves, available_at on jobs for each row
  when (old.status is distinct from new.status or old.is_awaiting_leaves is distinct from new.is_awaiting_leaves
    or old.available_at is distinct from new.available_at)
  execute function app.tell_job_status();
