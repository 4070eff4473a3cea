-- A person's own small picture, the same in every organization. It is drawn by the browser that sends it and never read
-- here; colleagues see it, everybody else's stays behind the wall.
alter table auth.users
  add column avatar bytea check (octet_length(avatar) <= 100000),
  add column avatar_type text check (avatar_type in ('image/png', 'image/jpeg', 'image/webp')),
  add column avatar_hash text;

create function app.member_avatar(person uuid) returns table (content bytea, media_type text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select u.avatar, u.avatar_type from auth.users u join public.memberships m on m.user_id = u.id
    where u.id = person and m.organization_id = app.org() and u.avatar is not null
  $$;
grant execute on function app.member_avatar(uuid) to kinora_app;

create function app.member_avatar_hash(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select u.avatar_hash from auth.users u join public.memberships m on m.user_id = u.id
    where u.id = person and m.organization_id = app.org()
  $$;
grant execute on function app.member_avatar_hash(uuid) to kinora_app;
