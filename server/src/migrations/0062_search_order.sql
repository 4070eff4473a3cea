-- The pages of a search are parts of one list: what is looked at no longer depends on how much of it was asked for, so a
-- longer answer begins with the shorter one. An exact name is looked for by itself, since thousands may begin with it.
-- Of more than a thousand whose name begins with the words, the first by name are taken, by walking products_by_name no
-- further than that; everything else is asked of bitmaps, which are read in the table's own order. To put the matches of a
-- common word into another order before they are cut, every one of them would have to be read.
create or replace function app.search_products(query text, filter jsonb, wanted integer) returns table (id uuid, rank integer)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set plan_cache_mode = force_custom_plan as $$
declare
  looked_at constant integer := 1000;
  folded text := app.fold_text(query);
  word text;
  condition text := '';
  begin_ids uuid[];
  begin_times timestamptz[];
  scope text := $scope$ from public.products p where p.organization_id = (select app.org())
    and (p.deleted_at is not null) = coalesce(($1 ->> 'deleted')::boolean, false)
    and ($1 -> 'kind' is null or $1 -> 'kind' ? p.kind)
    and ($1 -> 'status' is null or $1 -> 'status' ? p.status)
    and ($1 -> 'brand' is null or $1 -> 'brand' ? p.brand_id::text)
    and ($1 -> 'tag' is null or exists (select 1 from jsonb_array_elements_text($1 -> 'tag') as t (tag) where t.tag = any(p.tags))) $scope$;
  newest text := format(' order by p.updated_at desc, p.id desc limit %s)', looked_at);
begin
  if folded = '' then
    return;
  end if;
  foreach word in array (string_to_array(folded, ' '))[1:8] loop
    condition := condition || format(' and p.search_text like %L',
      case when length(word) < 3 then '% ' else '%' end || word || '%');
  end loop;
  -- Undone when the function ends, because it sets the same itself.
  perform set_config('enable_indexscan', 'on', true);
  execute 'select array_agg(b.id), array_agg(b.updated_at) from (select p.id, p.updated_at' || scope
    || format('and p.sort_name like %L and p.sort_name <> %L order by p.sort_name, p.id limit %s) b', folded || '%', folded, looked_at)
    into begin_ids, begin_times using filter;
  perform set_config('enable_indexscan', 'off', true);
  return query execute 'with hits as (
      (select p.id, 0 as rank, p.updated_at' || scope || format('and p.sku_key = %L', replace(folded, ' ', '')) || newest
    || 'union all (select p.id, 1, p.updated_at' || scope || format('and p.sort_name = %L', folded) || newest
    || 'union all (select b.id, 2, b.updated_at from unnest($2, $3) as b (id, updated_at))'
    || 'union all (select p.id, '
    || format('case when '' '' || p.sort_name like %L then 3 else 4 end, p.updated_at', '% ' || (string_to_array(folded, ' '))[1] || '%')
    || scope || condition || format(' limit %s))', looked_at)
    || format(' select h.id, min(h.rank)::int from hits h group by h.id, h.updated_at order by 2, h.updated_at desc, h.id desc limit %s', wanted)
    using filter, begin_ids, begin_times;
end
$$;
