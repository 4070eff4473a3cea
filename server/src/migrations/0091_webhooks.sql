-- Outgoing webhooks: facts of the event table, told to addresses the organization names, signed.
create table webhooks (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  url text not null check (length(url) <= 2000),
  -- Empty: every fact.
  event_types text[] not null default '{}',
  secret app.sealed not null,
  created_by uuid references auth.users (id) on delete set null,
  -- Events up to here stand among the deliveries.
  told_seq bigint not null,
  -- Since when nothing has been taken; null while the newest answer was a yes.
  failing_since timestamptz,
  off_since timestamptz,
  off_reason text check (off_reason in ('person', 'failures', 'gone')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  check ((off_since is null) = (off_reason is null))
);
select app.protect('webhooks');
select app.keep_updated_at('webhooks');
-- The sender sees whose turn it is, and never an address or a secret.
select app.open_to_system('webhooks', 'select (id, organization_id, told_seq, off_since)');

-- One message to one webhook. Its id is the message's on the wire, the same at each try, so that a receiver knows it again.
create table webhook_deliveries (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  webhook_id uuid not null,
  -- Number of the event; null for a test.
  event_seq bigint,
  type text not null,
  -- As it is sent, in the order of its fields.
  body json not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- When it is sent next. A sender moves it ahead while it sends: after a crash the message comes up again.
  due_at timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, webhook_id, event_seq),
  foreign key (organization_id, webhook_id) references webhooks (organization_id, id) on delete cascade,
  check ((status = 'pending') = (due_at is not null))
);
create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'pending';
create index webhook_deliveries_log on webhook_deliveries (organization_id, webhook_id, id);
create index webhook_deliveries_old on webhook_deliveries (finished_at);
select app.protect('webhook_deliveries');
select app.open_to_system('webhook_deliveries', 'select (id, organization_id, status, due_at)');

-- What each try was answered.
create table webhook_attempts (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  delivery_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  took_ms integer not null,
  -- HTTP status of the answer and its first 1000 characters; null when there was none.
  status integer,
  answer text,
  -- Why there was no answer, as a sentence.
  fault text,
  created_at timestamptz not null default now(),
  foreign key (organization_id, delivery_id) references webhook_deliveries (organization_id, id) on delete cascade
);
create index webhook_attempts_delivery on webhook_attempts (organization_id, delivery_id, id);
select app.protect('webhook_attempts');
