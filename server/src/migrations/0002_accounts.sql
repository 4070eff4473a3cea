-- People live outside the wall (one person may belong to several organizations) under their own login, kinora_auth.

create table auth.users (
  id uuid primary key,
  email text not null,
  name text not null,
  password_hash text,
  language text not null default 'en',
  is_operator boolean not null default false,
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index users_email on auth.users (lower(email)) where deleted_at is null;
select app.keep_updated_at('auth.users');

create table auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  current_organization_id uuid,
  token_hash bytea not null unique,
  user_agent text,
  ip_address text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user on auth.sessions (user_id);

-- One-time links: owner set-up, password reset, address verification. Only the hash of the token is kept.
create table auth.tokens (
  id uuid primary key,
  kind text not null check (kind in ('setup', 'password_reset', 'verify_email')),
  user_id uuid references auth.users (id) on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

grant select, insert, update, delete on auth.users, auth.sessions, auth.tokens to kinora_auth;

create table organizations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  time_zone text not null default 'UTC',
  language text not null default 'en',
  editors_edit_all boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
select app.protect('organizations', 'id');
select app.open_to_system('organizations', 'select');
select app.keep_updated_at('organizations');

create table memberships (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, user_id)
);
create index memberships_user on memberships (user_id);
select app.protect('memberships');
select app.keep_updated_at('memberships');
