-- Words are compared folded: case, accents, niqqud and harakat gone, final letters and the forms of alef, ya and ta marbuta
-- unified, digits of every script as 0–9, everything else a space. Search, sorting and the comparison of names use it.
-- pg_trgm makes "contains" fast, fuzzystrmatch measures typing mistakes; both are trusted extensions (no superuser needed).
create extension if not exists pg_trgm with schema public;
create extension if not exists fuzzystrmatch with schema public;

create function app.fold_text(value text) returns text
  language sql immutable strict parallel safe
  as $$
  select btrim(regexp_replace(
    replace(replace(replace(translate(
      regexp_replace(normalize(lower(value), NFKD),
        '[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0621\u05f3\u05f4''’`]', '', 'g'),
      'ךםןףץٱىةکی٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹øđłıħð', 'כמנפצايهكي01234567890123456789odlihd'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[^[:alnum:]]+', ' ', 'g'))
$$;
grant execute on function app.fold_text(text) to kinora_app;

-- What a product is found by. Spaces around it, so that the beginning of a word is a pattern like any other.
create function app.product_search_text(name text, sku text, tags text[], attributes jsonb, variants text, description text)
  returns text language sql immutable parallel safe
  as $$
  select ' ' || app.fold_text(concat_ws(' ', name, sku, array_to_string(tags, ' '),
    (select string_agg(a.item ->> 'value', ' ') from jsonb_array_elements(attributes) as a (item)),
    variants, left(description, 2000))) || ' ' || coalesce(replace(app.fold_text(sku), ' ', ''), '') || ' '
$$;
grant execute on function app.product_search_text(text, text, text[], jsonb, text, text) to kinora_app;

create table products (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  kind text not null check (kind in ('garment', 'vehicle', 'object')),
  name text not null check (length(name) between 1 and 160),
  sku text check (length(sku) between 1 and 80),
  brand_id uuid,
  -- Minor units (cents, agorot) of the currency.
  price_minor bigint check (price_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
  description text not null default '',
  tags text[] not null default '{}',
  -- In people's order: [{key, type, value}].
  attributes jsonb not null default '[]',
  -- Sizes, colours and SKUs of the variants, kept by the service so that a product is found by them.
  variant_words text not null default '',
  created_by uuid references auth.users (id) on delete set null,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  -- By code points on every server: the order of lists, and "begins with" is a range of the index.
  sort_name text collate "C" not null generated always as (app.fold_text(name)) stored,
  -- "LS-100" and "ls 100" are the same.
  sku_key text generated always as (replace(app.fold_text(sku), ' ', '')) stored,
  search_text text not null generated always as (app.product_search_text(name, sku, tags, attributes, variant_words, description)) stored,
  unique (organization_id, id),
  check ((price_minor is null) = (currency is null)),
  foreign key (organization_id, brand_id) references brands (organization_id, id)
);
create unique index products_sku on products (organization_id, lower(sku)) where sku is not null and deleted_at is null;
create index products_by_name on products (organization_id, sort_name, id) where deleted_at is null;
create index products_by_update on products (organization_id, updated_at, id) where deleted_at is null;
create index products_by_creation on products (organization_id, created_at, id) where deleted_at is null;
-- Products without a price come last both ways.
create index products_by_price on products (organization_id, (coalesce(price_minor, 9007199254740991)), id) where deleted_at is null;
create index products_by_price_down on products (organization_id, (coalesce(price_minor, -1)), id) where deleted_at is null;
create index products_by_sku_key on products (organization_id, sku_key) where sku_key is not null;
create index products_facets on products (organization_id, status, kind, brand_id) where deleted_at is null;
create index products_trash on products (organization_id, deleted_at, id) where deleted_at is not null;
create index products_brand on products (organization_id, brand_id) where brand_id is not null;
create index products_words on products using gin (search_text gin_trgm_ops);
select app.protect('products');
select app.keep_updated_at('products');

-- The tags of living products, one a row: an array's operators are not leakproof, so behind the wall no index of theirs
-- would be used.
create table product_tags (
  organization_id uuid not null references organizations (id) on delete cascade,
  product_id uuid not null,
  tag text not null,
  primary key (organization_id, tag, product_id),
  foreign key (organization_id, product_id) references products (organization_id, id) on delete cascade
);
create index product_tags_product on product_tags (organization_id, product_id);
select app.protect('product_tags');
create function app.keep_product_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from product_tags where organization_id = new.organization_id and product_id = new.id;
  end if;
  if new.deleted_at is null then
    insert into product_tags (organization_id, product_id, tag)
      select distinct new.organization_id, new.id, t.tag from unnest(new.tags) as t (tag);
  end if;
  return null;
end
$$;
grant execute on function app.keep_product_tags() to kinora_app;
create trigger keep_product_tags after insert on products for each row execute function app.keep_product_tags();
create trigger keep_changed_product_tags after update of tags, deleted_at on products for each row
  when (old.tags is distinct from new.tags or old.deleted_at is distinct from new.deleted_at)
  execute function app.keep_product_tags();

-- Every word without digits that products of the organization were ever found by: what a mistyped word is compared with. Written before the
-- product itself, in one sorted statement of its own, so that two writers never wait for each other in a ring; a word too
-- many does no harm.
create table product_words (
  organization_id uuid not null references organizations (id) on delete cascade,
  word text not null,
  primary key (organization_id, word)
);
select app.protect('product_words');

create table product_variants (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  product_id uuid not null,
  position integer not null,
  size text not null default '',
  colour text not null default '',
  year integer,
  trim text not null default '',
  sku text,
  price_minor bigint check (price_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  attributes jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  check ((price_minor is null) = (currency is null)),
  foreign key (organization_id, product_id) references products (organization_id, id) on delete cascade
);
create index product_variants_product on product_variants (organization_id, product_id, position);
select app.protect('product_variants');
select app.keep_updated_at('product_variants');

create table product_media (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  product_id uuid not null,
  -- Null: the product's own, inherited by every variant that has none of this role.
  variant_id uuid,
  asset_id uuid not null,
  role text not null check (role in ('hero', 'front', 'back', 'side', 'detail', 'lifestyle', 'exterior', 'interior', 'sound', 'model_3d')),
  position integer not null,
  alt_text text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, product_id) references products (organization_id, id) on delete cascade,
  foreign key (organization_id, variant_id) references product_variants (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create unique index product_media_one_hero on product_media
  (organization_id, product_id, coalesce(variant_id, '00000000-0000-0000-0000-000000000000'::uuid)) where role = 'hero';
create unique index product_media_once on product_media
  (organization_id, product_id, coalesce(variant_id, '00000000-0000-0000-0000-000000000000'::uuid), asset_id);
create index product_media_product on product_media (organization_id, product_id, position);
create index product_media_asset on product_media (organization_id, asset_id);
create index product_media_variant on product_media (organization_id, variant_id) where variant_id is not null;
select app.protect('product_media');
select app.keep_updated_at('product_media');

-- What many products were before one change of them all; can be undone for a day.
create table product_edits (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  change jsonb not null,
  before jsonb not null,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  unique (organization_id, id)
);
create index product_edits_age on product_edits (organization_id, created_at);
select app.protect('product_edits');

create table saved_views (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  screen text not null,
  name text not null check (length(name) between 1 and 60),
  query text not null,
  is_shared boolean not null default false,
  owner_user_id uuid references auth.users (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
create index saved_views_screen on saved_views (organization_id, screen, name);
select app.protect('saved_views');
select app.keep_updated_at('saved_views');

-- The best matches of one organization. "like" is not leakproof: behind the wall PostgreSQL would compare every product's
-- words before it may use the index. So this one question is asked past the policy and names the organization of the session
-- itself. The text is built from folded words, which hold letters and digits only.
-- Rank: 0 the SKU, 1 the name, 2 the name's beginning, 3 the beginning of a word of the name, 4 anywhere. Of a word that
-- thousands have, 1000 are looked at beside those whose name begins with it: filters and more words narrow it, and one
-- letter costs no more than ten. Bitmaps only, because a short list makes the planner hope for a lucky scan of the table.
create function app.search_products(query text, filter jsonb, wanted integer) returns table (id uuid, rank integer)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set plan_cache_mode = force_custom_plan as $$
declare
  folded text := app.fold_text(query);
  word text;
  condition text := '';
  scope text := $scope$ from public.products p where p.organization_id = (select app.org())
    and (p.deleted_at is not null) = coalesce(($1 ->> 'deleted')::boolean, false)
    and ($1 -> 'kind' is null or $1 -> 'kind' ? p.kind)
    and ($1 -> 'status' is null or $1 -> 'status' ? p.status)
    and ($1 -> 'brand' is null or $1 -> 'brand' ? p.brand_id::text)
    and ($1 -> 'tag' is null or exists (select 1 from jsonb_array_elements_text($1 -> 'tag') as t (tag) where t.tag = any(p.tags))) $scope$;
begin
  if folded = '' then
    return;
  end if;
  foreach word in array (string_to_array(folded, ' '))[1:8] loop
    condition := condition || format(' and p.search_text like %L',
      case when length(word) < 3 then '% ' else '%' end || word || '%');
  end loop;
  return query execute 'with hits as (
      (select p.id, 0 as rank, p.updated_at' || scope || format('and p.sku_key = %L limit %s)', replace(folded, ' ', ''), wanted)
    || 'union all (select p.id, ' || format('case when p.sort_name = %L then 1 else 2 end, p.updated_at', folded)
    || scope || format('and p.sort_name like %L limit %s)', folded || '%', wanted)
    || 'union all (select p.id, '
    || format('case when '' '' || p.sort_name like %L then 3 else 4 end, p.updated_at', '% ' || (string_to_array(folded, ' '))[1] || '%')
    || scope || condition || format(' limit %s))', greatest(wanted, 1000))
    || format(' select h.id, min(h.rank)::int from hits h group by h.id, h.updated_at order by 2, h.updated_at desc, h.id desc limit %s', wanted)
    using filter;
end
$$;
grant execute on function app.search_products(text, jsonb, integer) to kinora_app;
