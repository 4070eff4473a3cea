-- The hourly housekeeping works inside one organization at a time; it only has to know which ones there are.
create function app.list_organization_ids() returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.id from public.organizations o order by o.id
$$;
grant execute on function app.list_organization_ids() to kinora_jobs;
create index segment_cache_age on segment_cache (organization_id, used_at);
create index assets_trash on assets (organization_id, deleted_at) where deleted_at is not null;
create index projects_trash on projects (organization_id, deleted_at) where deleted_at is not null;
