-- A search is paged to its end, by the place of the last row shown (decision 0270). `app.search_products` and
-- `app.search_assets` stay for programs of the version before.

-- What a text holds that holds all words of a query, as patterns: letters and digits only, folded. One or two letters count
-- at the beginning of a word, more of them anywhere.
create function app.word_patterns(query text) returns text[]
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$
  select coalesce(array_agg(case when length(w.word) < 3 then '% ' else '%' end || w.word || '%'), '{}')
  from unnest((string_to_array(app.fold_text(query), ' '))[1:8]) as w (word) where w.word <> ''
$$;
grant execute on function app.word_patterns(text) to kinora_app;

create function app.holding_words(target text, query text) returns text
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select string_agg(format('%s like %L', target, p.pattern), ' and ') from unnest(app.word_patterns(query)) as p (pattern) $$;

-- A filter's list as a condition on a column; nothing where it names nothing.
create function app.being_one_of(target text, type text, filter jsonb, field text) returns text
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$
  select case when jsonb_array_length(coalesce(filter -> field, '[]')) > 0
    then format(' and %s = any(%L::%s[])', target, array(select jsonb_array_elements_text(filter -> field)), type) else '' end
$$;

create index products_name_words on products using gin ((' ' || sort_name) gin_trgm_ops) where deleted_at is null;

-- Products that hold the words, in a strict order: best first (rank, then last changed, then id) or an order of the list's
-- own. Rank: 0 the SKU, 1 the name, 2 the name's beginning, 3 the beginning of a word of the name, 4 anywhere.
-- `part` is one rank; null is all of them. Of no more than `few` matches all are read and sorted; of more the answer is one
-- row without an id, and the caller asks for a part, or for `walks`: the order's own index is followed until enough are met,
-- which is soon where many match.
-- "like" is not leakproof, so this is asked past the policy, as in 0060, with the organization of the session as a literal.
create function app.find_products(query text, filter jsonb, sort text, after jsonb, part integer, walks boolean, wanted integer, few integer)
  returns table (id uuid, rank integer, value text)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set enable_bitmapscan = on set enable_sort = on
  set plan_cache_mode = force_custom_plan as $$
declare
  folded constant text := app.fold_text(query);
  sku constant text := replace(folded, ' ', '');
  direction constant text := case when sort = 'relevance' or sort like '-%' then 'desc' else 'asc' end;
  place constant text := case ltrim(sort, '-') when 'name' then 'p.sort_name' when 'created' then 'p.created_at'
    when 'price' then format('coalesce(p.price_minor, %s)', case direction when 'asc' then 9007199254740991 else -1 end)
    else 'p.updated_at' end;
  place_type constant text := case ltrim(sort, '-') when 'name' then 'text' when 'price' then 'bigint' else 'timestamptz' end;
  no_sku constant text := format('p.sku_key is distinct from %L', sku);
  begins constant text := format('p.sort_name like %L', folded || '%');
  is_named constant text := format($sql$' ' || p.sort_name like %L$sql$, '% ' || split_part(folded, ' ', 1) || '%');
  holds constant text := app.holding_words('p.search_text', query);
  expression constant text := case when part is not null then part::text when sort <> 'relevance' then '0'
    else format('case when p.sku_key = %L then 0 when p.sort_name = %L then 1 when %s then 2 when %s then 3 else 4 end',
      sku, folded, begins, is_named) end;
  -- Each rank without those before it.
  condition constant text := case part
    when 0 then format('p.sku_key = %L', sku)
    when 1 then format('p.sort_name = %L and %s', folded, no_sku)
    when 2 then format('%s and p.sort_name <> %L and %s', begins, folded, no_sku)
    when 3 then format('%s and %s and not %s and %s', holds, is_named, begins, no_sku)
    when 4 then format('%s and not %s and %s', holds, is_named, no_sku)
    else format('(p.sku_key = %L or %s)', sku, holds) end;
  beyond constant text := case when after is null then 'true' else format('(%s, p.id) %s (%L::%s, %L::uuid)',
    place, case direction when 'asc' then '>' else '<' end, after ->> 'value', place_type, after ->> 'id') end;
  scope constant text := format(' from public.products p where p.organization_id = %L and p.deleted_at is %s null', app.org(),
      case when (filter ->> 'deleted')::boolean then 'not' else '' end)
    || app.being_one_of('p.kind', 'text', filter, 'kind') || app.being_one_of('p.status', 'text', filter, 'status')
    || app.being_one_of('p.brand_id', 'uuid', filter, 'brand')
    || case when jsonb_array_length(coalesce(filter -> 'tag', '[]')) > 0
      then format(' and p.tags && %L::text[]', array(select jsonb_array_elements_text(filter -> 'tag'))) else '' end
    || case when filter ? 'hasHero' then format(' and %s exists (select 1 from public.product_media m
        where m.organization_id = p.organization_id and m.product_id = p.id and m.role = ''hero'' and m.variant_id is null)',
        case when (filter ->> 'hasHero')::boolean then '' else 'not' end) else '' end
    -- The products of films are few beside all: they are read once and looked up.
    || case when filter ? 'hasFilms' then format(' and p.id %s (select m.product_id from public.project_pictures u
        join public.projects f on f.organization_id = u.organization_id and f.id = u.project_id
        join public.product_media m on m.organization_id = u.organization_id and m.asset_id = u.asset_id
        where u.organization_id = %L and f.deleted_at is null)',
        case when (filter ->> 'hasFilms')::boolean then 'in' else 'not in' end, app.org()) else '' end;
  matches text;
begin
  if folded = '' then
    return;
  end if;
  matches := format('select p.id, %s as rank, %s as place %s and %s and %s', expression, place, scope, condition,
    -- Best first, the position is a place within a rank.
    case when after is null or sort <> 'relevance' or part is not null then beyond
      else format('(%s > %L or %s = %L and %s)', expression, after ->> 'rank', expression, after ->> 'rank', beyond) end);
  if walks then
    -- Undone when the function ends, because it sets the same itself.
    perform set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
    return query execute format('select h.id, h.rank, h.place::text from (%s order by %s %s, p.id %s limit %s) h',
      matches, place, direction, direction, wanted);
  else
    return query execute format(
      'with hits as materialized (%s limit %s)
       (select h.id, h.rank, h.place::text from hits h where (select count(*) from hits) <= %s
        order by h.rank, h.place %s, h.id %s limit %s)
       union all select null, null, null where (select count(*) from hits) > %s',
      matches, few + 1, few, direction, direction, wanted, few);
  end if;
end
$$;
grant execute on function app.find_products(text, jsonb, text, jsonb, integer, boolean, integer, integer) to kinora_app;

-- The files that hold the words where they are few, else null; the caller then reads its list in its own order and leaves out
-- what does not hold them (library-store.ts).
create function app.find_few_assets(query text, filter jsonb, few integer) returns uuid[]
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
  set plan_cache_mode = force_custom_plan as $$
declare
  ids uuid[];
begin
  execute format('select array_agg(h.id) from (select a.id from public.assets a where a.organization_id = %L
      and a.role in (''source'', ''deliverable'') and a.deleted_at is %s null and %s%s%s%s limit %s) h',
    app.org(), case when (filter ->> 'deleted')::boolean then 'not' else '' end,
    coalesce(app.holding_words('a.search_text', query), 'false'),
    app.being_one_of('a.kind', 'text', filter, 'kind'), app.being_one_of('a.origin', 'text', filter, 'origin'),
    case when filter ? 'maker' then format(' and a.made_by = %L', filter ->> 'maker') else '' end, few + 1) into ids;
  return case when cardinality(ids) > few then null else coalesce(ids, '{}') end;
end
$$;
grant execute on function app.find_few_assets(text, jsonb, integer) to kinora_app;
