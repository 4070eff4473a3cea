-- What a person is told: work that needs them, ended while they were away, waits for credits, or cannot go out. One row a
-- person and thing, never one a shot.
create table notifications (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  kind text not null check (kind in ('needs_you', 'done', 'note', 'budget', 'server')),
  -- Name of the thing: a film, a webhook.
  title text not null,
  sentence text not null,
  project_id uuid,
  job_id uuid,
  webhook_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  mailed_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete cascade,
  foreign key (organization_id, webhook_id) references webhooks (organization_id, id) on delete cascade
);
create index notifications_person on notifications (organization_id, user_id, id);
create index notifications_unread on notifications (organization_id, user_id) where read_at is null;
create index notifications_job on notifications (organization_id, job_id);
select app.protect('notifications');

-- Kinds a person does not want, and whether unread ones come by mail once a day. No row: everything, no mail.
create table notification_settings (
  organization_id uuid not null references organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  muted text[] not null default '{}',
  digest text not null default 'off' check (digest in ('off', 'daily')),
  digest_sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
select app.protect('notification_settings');
select app.keep_updated_at('notification_settings');

-- Nobody's browser of this person has asked anything for two minutes (it does every minute while work is on screen).
create function app.is_away(person uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select not exists (select 1 from auth.sessions s where s.user_id = person and s.last_seen_at > now() - interval '2 minutes') $$;
grant execute on function app.is_away(uuid) to kinora_app;
