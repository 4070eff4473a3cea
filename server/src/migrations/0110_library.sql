-- The library finds files by name, maker and what was asked for. `sort_name` is by code points on every server, as a
-- product's; spaces around `search_text`, so that the beginning of a word is a pattern like any other.
create function app.asset_search_text(name text, made_by text, recipe jsonb) returns text
  language sql immutable parallel safe
  as $$
  select ' ' || app.fold_text(concat_ws(' ', name, made_by, left(recipe ->> 'prompt', 2000))) || ' '
$$;
grant execute on function app.asset_search_text(text, text, jsonb) to kinora_app;

alter table assets
  add column sort_name text collate "C" not null generated always as (app.fold_text(name)) stored,
  add column search_text text not null generated always as (app.asset_search_text(name, made_by, recipe)) stored;

create index assets_by_name on assets (organization_id, sort_name, id) where deleted_at is null and role in ('source', 'deliverable');
create index assets_by_size on assets (organization_id, size_bytes, id) where deleted_at is null and role in ('source', 'deliverable');
create index assets_facets on assets (organization_id, kind, origin, made_by, created_by, id)
  where deleted_at is null and role in ('source', 'deliverable');
create index assets_words on assets using gin (search_text gin_trgm_ops);

-- The newest files that hold all the words. "like" is not leakproof, so the question is asked past the policy, like that of
-- products (0060), and names the organization of the session itself. Words become literals, so that the planner sees whether
-- they are rare (the index of words) or common (walking from the newest). They are folded: letters and digits only.
create function app.search_assets(query text, filter jsonb, wanted integer) returns table (id uuid)
  language plpgsql stable security definer rows 200 set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  folded text := app.fold_text(query);
  word text;
  condition text := '';
begin
  if folded = '' then
    return;
  end if;
  foreach word in array (string_to_array(folded, ' '))[1:8] loop
    condition := condition || format(' and a.search_text like %L',
      case when length(word) < 3 then '% ' else '%' end || word || '%');
  end loop;
  if filter ? 'kind' then
    condition := condition || format(' and a.kind = any(%L::text[])',
      (select array_agg(v.value) from jsonb_array_elements_text(filter -> 'kind') as v (value)));
  end if;
  if filter ? 'origin' then
    condition := condition || format(' and a.origin = any(%L::text[])',
      (select array_agg(v.value) from jsonb_array_elements_text(filter -> 'origin') as v (value)));
  end if;
  if filter ? 'maker' then
    condition := condition || format(' and a.made_by = %L', filter ->> 'maker');
  end if;
  return query execute format(
    'select a.id from public.assets a where a.organization_id = %L and a.role in (''source'', ''deliverable'')
       and a.deleted_at is %s null %s order by a.id desc limit %s',
    (select app.org()), case when (filter ->> 'deleted')::boolean then 'not' else '' end, condition, wanted);
end
$$;
grant execute on function app.search_assets(text, jsonb, integer) to kinora_app;
