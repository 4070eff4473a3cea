-- The language a colleague reads mails in, for people of the same organization; everybody else's stays behind the wall.
create function app.member_language(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select u.language from auth.users u join public.memberships m on m.user_id = u.id
    where u.id = person and m.organization_id = app.org()
  $$;
revoke execute on function app.member_language(uuid) from public;
grant execute on function app.member_language(uuid) to kinora_app;
