-- The second step of signing in: a code of the person's authenticator (RFC 6238), or one of ten recovery codes.
-- The row's id is the person's, so that rotation of the installation's key finds the sealed secret by it.
create table auth.second_factors (
  id uuid primary key references auth.users (id) on delete cascade,
  secret app.sealed not null,
  -- Null until a first code has shown that the authenticator has the secret.
  confirmed_at timestamptz,
  -- The 30-second period of the newest code that was taken: none is taken twice.
  last_period bigint not null default 0,
  created_at timestamptz not null default now()
);

create table auth.recovery_codes (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  unique (user_id, code_hash)
);
grant select, insert, update, delete on auth.second_factors, auth.recovery_codes to kinora_auth;

-- second_step: the password was right, the code is still to come.
alter table auth.tokens drop constraint tokens_kind_check;
alter table auth.tokens add constraint tokens_kind_check check (kind in ('setup', 'password_reset', 'verify_email', 'second_step'));

alter table organizations add column requires_second_factor boolean not null default false;

-- The program before this one reads the same columns by name; the new one also learns who must set a second step up first.
drop function app.find_session(bytea);
create function app.find_session(hash bytea)
  returns table (session_id uuid, user_id uuid, is_operator boolean, organization_id uuid, role text, lacks_second_factor boolean)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  -- Written at most once a minute: a busy page would otherwise write with every request.
  update auth.sessions s set last_seen_at = now() where s.token_hash = hash and s.last_seen_at < now() - interval '1 minute';
  return query
    select s.id, u.id, u.is_operator, m.organization_id, m.role,
      coalesce(o.requires_second_factor, false)
        and not exists (select 1 from auth.second_factors f where f.id = u.id and f.confirmed_at is not null)
    from auth.sessions s
    join auth.users u on u.id = s.user_id and u.deleted_at is null
    left join (public.memberships m join public.organizations o on o.id = m.organization_id and o.deleted_at is null)
      on m.user_id = u.id and m.organization_id = s.current_organization_id
    where s.token_hash = hash and s.expires_at > now();
end
$$;
grant execute on function app.find_session(bytea) to kinora_app;

-- Who of the organization in use has a second step: owners see it beside each member.
create function app.list_second_factors() returns table (user_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select f.id from auth.second_factors f join public.memberships m on m.user_id = f.id
    where m.organization_id = (select app.org()) and f.confirmed_at is not null
  $$;
grant execute on function app.list_second_factors() to kinora_app;
