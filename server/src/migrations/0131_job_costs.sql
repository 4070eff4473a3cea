-- What work on a connection costs in real money, beside its credits: one row for each paid answer wanted. `expected` stands while
-- it is asked for, so that budgets see money that is on its way; `final` is what it came to. Rows outlive their job and project:
-- a month's spend does not become less by deleting what it paid for.
create table job_costs (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- Names the paid answer (an attempt, one of its lines): the same key is the same money.
  key text not null,
  job_id uuid,
  project_id uuid,
  user_id uuid references auth.users (id) on delete set null,
  provider text not null,
  model text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cost_micros bigint not null check (cost_micros >= 0),
  -- The organization's own key pays the vendor itself; on the operator's the customer pays credits.
  is_own_connection boolean not null,
  state text not null check (state in ('expected', 'final')),
  incurred_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete set null (job_id),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete set null (project_id)
);
create index job_costs_time on job_costs (organization_id, incurred_at);
create index job_costs_job on job_costs (organization_id, job_id);
create index job_costs_project on job_costs (organization_id, project_id);
create index job_costs_person on job_costs (user_id);
select app.protect('job_costs');
select app.keep_updated_at('job_costs');
