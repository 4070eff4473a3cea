-- The tenant wall. One organization at a time is set for a transaction; without one, nothing is seen.

create schema if not exists app;
create schema if not exists auth;
revoke all on schema public from public;
grant usage on schema public to kinora_app, kinora_jobs;
grant usage on schema app to kinora_app, kinora_auth, kinora_jobs;
grant usage on schema auth to kinora_auth;

-- nullif: after a transaction a pooled connection holds '' instead of null.
create function app.org() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.organization_id', true), '')::uuid $$;

-- One line per tenant table: `select app.protect('shots');`
-- The keeper policy lets the migration login (which is no superuser on an external server) see rows inside SECURITY
-- DEFINER functions; force alone would blind it.
create function app.protect(target regclass, organization_column name default 'organization_id') returns void
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s to kinora_app using (%I = (select app.org())) with check (%I = (select app.org()))',
    target, organization_column, organization_column);
  execute format('create policy keeper on %s to %I using (true) with check (true)', target, current_user);
  execute format('grant select, insert, update, delete on %s to kinora_app', target);
end
$$;

-- For the few tables the dispatcher and schedules read across organizations: `select app.open_to_system('jobs', 'select, update');`
create function app.open_to_system(target regclass, privileges text) returns void
  language plpgsql
  as $$
begin
  execute format('create policy system on %s to kinora_jobs using (true) with check (true)', target);
  execute format('grant %s on %s to kinora_jobs', privileges, target);
end
$$;

-- `updated_at` kept by the database: `select app.keep_updated_at('shots');`
create function app.set_updated_at() returns trigger
  language plpgsql
  as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create function app.keep_updated_at(target regclass) returns void
  language plpgsql
  as $$
begin
  execute format('create trigger keep_updated_at before update on %s for each row execute function app.set_updated_at()', target);
end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.org() to kinora_app, kinora_jobs;
grant execute on function app.set_updated_at() to kinora_app, kinora_auth, kinora_jobs;
-- A later function in schema app is closed to everyone until a migration grants it by name.
alter default privileges in schema app revoke execute on functions from public;
