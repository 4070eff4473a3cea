-- Invitations, API keys and the audit log belong to an organization; failures and the installation's own facts do not.

create table invitations (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
  invited_by_user_id uuid,
  invited_by_name text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  unique (organization_id, id)
);
select app.protect('invitations');

create table api_keys (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null,
  prefix text not null,
  secret_hash bytea not null unique,
  role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
  scopes text[] not null,
  created_by_user_id uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  unique (organization_id, id)
);
select app.protect('api_keys');

create table audit_log (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null default '{}'
);
create index audit_log_time on audit_log (organization_id, id);
select app.protect('audit_log');
-- Append only for the program: what was done stays written.
revoke update, delete on audit_log from kinora_app;

-- Counted by the hash of the address, so that unknown addresses behave like known ones.
create table auth.sign_in_failures (
  email_hash bytea primary key,
  failures integer not null default 0,
  last_failed_at timestamptz not null default now()
);

create table auth.installation (
  key text primary key,
  value text not null
);
grant select, insert, update, delete on auth.sign_in_failures, auth.installation to kinora_auth;

-- Look-ups before an organization is known (rulings §3.2). Each answers only what its caller must know.

create function app.find_session(hash bytea) returns table (session_id uuid, user_id uuid, is_operator boolean, organization_id uuid, role text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  -- Written at most once a minute: a busy page would otherwise write with every request.
  update auth.sessions s set last_seen_at = now() where s.token_hash = hash and s.last_seen_at < now() - interval '1 minute';
  return query
    select s.id, u.id, u.is_operator, m.organization_id, m.role
    from auth.sessions s
    join auth.users u on u.id = s.user_id and u.deleted_at is null
    left join public.memberships m on m.user_id = u.id and m.organization_id = s.current_organization_id
      and exists (select 1 from public.organizations o where o.id = m.organization_id and o.deleted_at is null)
    where s.token_hash = hash and s.expires_at > now();
end
$$;

create function app.find_api_key(hash bytea) returns table (api_key_id uuid, organization_id uuid, role text, scopes text[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  update public.api_keys k set last_used_at = now() where k.secret_hash = hash and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return query
    select k.id, k.organization_id, k.role, k.scopes
    from public.api_keys k
    join public.organizations o on o.id = k.organization_id and o.deleted_at is null
    where k.secret_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end
$$;

create function app.find_invitation(hash bytea) returns table (invitation_id uuid, organization_id uuid, organization_name text, role text, invited_by text, email text, is_expired boolean, is_accepted boolean, has_account boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select i.id, i.organization_id, o.name, i.role, i.invited_by_name, i.email, i.expires_at <= now(), i.accepted_at is not null,
      exists (select 1 from auth.users u where lower(u.email) = lower(i.email) and u.deleted_at is null)
    from public.invitations i join public.organizations o on o.id = i.organization_id and o.deleted_at is null
    where i.token_hash = hash
  $$;

create function app.list_memberships(person uuid) returns table (organization_id uuid, organization_name text, role text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select o.id, o.name, m.role from public.memberships m join public.organizations o on o.id = m.organization_id
    where m.user_id = person and o.deleted_at is null order by o.created_at, o.id
  $$;

-- Names and addresses of the members of the organization in use: users stand outside the wall.
create function app.list_members() returns table (user_id uuid, name text, email text, role text, joined_at timestamptz, last_seen_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select u.id, u.name, u.email, m.role, m.created_at, (select max(s.last_seen_at) from auth.sessions s where s.user_id = u.id)
    from public.memberships m join auth.users u on u.id = m.user_id
    where m.organization_id = (select app.org()) order by m.created_at, u.id
  $$;

-- A person, and if wanted their organization with them as its owner, in one transaction. `adopted` is an organization
-- without members made for commands on this computer before anybody set the studio up.
create function app.create_account(person uuid, person_email text, person_name text, hash text, person_language text, operator boolean,
    new_organization uuid, organization_name text, adopted uuid, membership uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  target uuid := null;
begin
  insert into auth.users (id, email, name, password_hash, language, is_operator) values (person, person_email, person_name, hash, person_language, operator);
  if organization_name is not null then
    if adopted is not null and not exists (select 1 from public.memberships m where m.organization_id = adopted) then
      update public.organizations set name = organization_name, language = person_language where id = adopted;
      target := adopted;
    else
      insert into public.organizations (id, name, language) values (new_organization, organization_name, person_language);
      target := new_organization;
    end if;
    insert into public.memberships (id, organization_id, user_id, role) values (membership, target, person, 'owner');
  end if;
  return target;
end
$$;

create function app.needs_owner() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select not exists (select 1 from auth.users where is_operator and deleted_at is null) $$;

-- The organization commands on this computer work in: the operator's first, or the one without members.
create function app.find_local_organization() returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select coalesce(
      (select m.organization_id from public.memberships m join auth.users u on u.id = m.user_id and u.is_operator and u.deleted_at is null
        join public.organizations o on o.id = m.organization_id and o.deleted_at is null order by m.created_at limit 1),
      (select i.value::uuid from auth.installation i join public.organizations o on o.id = i.value::uuid where i.key = 'local_organization_id'))
  $$;

create function app.user_name(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.name from auth.users u where u.id = person
        and exists (select 1 from public.memberships m where m.user_id = person and m.organization_id = (select app.org())) $$;

grant execute on function app.find_session(bytea), app.find_api_key(bytea), app.find_invitation(bytea), app.list_memberships(uuid), app.list_members(),
  app.create_account(uuid, text, text, text, text, boolean, uuid, text, uuid, uuid), app.needs_owner(), app.find_local_organization(), app.user_name(uuid) to kinora_app;
