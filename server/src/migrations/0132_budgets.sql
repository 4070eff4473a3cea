-- Caps. A budget counts what was paid and what is set aside for running work, in credits or in one currency, of everybody, of one
-- project or of one person; `observe` shows it, `warn` tells of 80 and 100 %, `stop` also refuses new paid work above it.
-- Its row is the lock that two jobs at once queue for.
create table budgets (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  scope text not null check (scope in ('organization', 'project', 'person')),
  project_id uuid,
  user_id uuid,
  -- `all`: as long as the project lives.
  period text not null check (period in ('month', 'all')),
  unit text not null check (unit = 'credits' or unit ~ '^[A-Z]{3}$'),
  -- Whole credits, or millionths of the currency.
  limit_amount bigint not null check (limit_amount >= 0),
  mode text not null check (mode in ('observe', 'warn', 'stop')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique nulls not distinct (organization_id, scope, project_id, user_id, period, unit),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id) references memberships (organization_id, user_id) on delete cascade,
  check ((scope = 'project') = (project_id is not null)),
  check ((scope = 'person') = (user_id is not null)),
  check (period = 'month' or scope = 'project')
);
select app.protect('budgets');
select app.keep_updated_at('budgets');

-- Each step is told once a period: 80 and 100 %.
create table budget_marks (
  organization_id uuid not null references organizations (id) on delete cascade,
  budget_id uuid not null,
  period_start timestamptz not null,
  percent integer not null check (percent in (80, 100)),
  reached_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, budget_id, period_start, percent),
  foreign key (organization_id, budget_id) references budgets (organization_id, id) on delete cascade
);
select app.protect('budget_marks');
