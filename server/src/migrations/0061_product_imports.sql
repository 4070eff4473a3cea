-- A table of products on its way into the catalogue (docs/decisions/0020). The file, its rows in plain form and the ZIP of
-- pictures lie in the storage under their hashes.
create table product_imports (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 255),
  size_bytes bigint not null,
  source_sha256 text not null check (source_sha256 ~ '^[0-9a-f]{64}$'),
  rows_sha256 text not null check (rows_sha256 ~ '^[0-9a-f]{64}$'),
  archive_sha256 text check (archive_sha256 ~ '^[0-9a-f]{64}$'),
  archive_name text,
  -- Names inside the ZIP.
  archive_entries jsonb not null default '[]',
  encoding text not null,
  is_encoding_certain boolean not null,
  delimiter text not null,
  columns jsonb not null,
  samples jsonb not null,
  total_rows integer not null,
  mapping jsonb,
  corrections jsonb not null default '[]',
  state text not null default 'draft' check (state in ('draft', 'running', 'completed', 'failed', 'cancelled', 'undoing', 'undone')),
  -- The last row that was dealt with, 0 before the first: moves in the same transaction as what it stands for.
  position integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  skipped_count integer not null default 0,
  restored_count integer not null default 0,
  kept_count integer not null default 0,
  failure text,
  -- Held by the program that works on it and renewed with every chunk; taken over when it ran out.
  lease_until timestamptz,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (organization_id, id)
);
create index product_imports_list on product_imports (organization_id, id);
create index product_imports_due on product_imports (lease_until) where state in ('running', 'undoing');
select app.protect('product_imports');
select app.keep_updated_at('product_imports');
-- The runner finds work across organizations; it sees that there is some and never what it is.
select app.open_to_system('product_imports', 'select (id, organization_id, state, lease_until), update (lease_until)');
grant execute on function app.set_updated_at() to kinora_jobs;

create table product_import_faults (
  organization_id uuid not null references organizations (id) on delete cascade,
  import_id uuid not null,
  place integer not null,
  row_number integer not null,
  column_name text,
  kind text not null check (kind in ('row', 'picture')),
  value text not null,
  sentence text not null,
  primary key (organization_id, import_id, row_number, place),
  foreign key (organization_id, import_id) references product_imports (organization_id, id) on delete cascade
);
select app.protect('product_import_faults');

-- What each product was before the import, and the revision the import gave it: undone only while nobody changed it since.
create table product_import_changes (
  organization_id uuid not null references organizations (id) on delete cascade,
  import_id uuid not null,
  product_id uuid not null,
  action text not null check (action in ('created', 'updated')),
  before jsonb not null default '{}',
  revision_after integer not null,
  undone_at timestamptz,
  primary key (organization_id, import_id, product_id),
  foreign key (organization_id, import_id) references product_imports (organization_id, id) on delete cascade,
  foreign key (organization_id, product_id) references products (organization_id, id) on delete cascade
);
create index product_import_changes_product on product_import_changes (organization_id, product_id);
select app.protect('product_import_changes');

-- Files named by rows that are written already. Fetched afterwards, one by one: an address may be slow, a product is not.
create table product_import_pictures (
  organization_id uuid not null references organizations (id) on delete cascade,
  import_id uuid not null,
  place integer not null,
  product_id uuid not null,
  variant_id uuid,
  row_number integer not null,
  column_name text not null,
  role text,
  source text not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  primary key (organization_id, import_id, row_number, place),
  foreign key (organization_id, import_id) references product_imports (organization_id, id) on delete cascade,
  foreign key (organization_id, product_id) references products (organization_id, id) on delete cascade,
  foreign key (organization_id, variant_id) references product_variants (organization_id, id) on delete cascade
);
create index product_import_pictures_product on product_import_pictures (organization_id, product_id);
select app.protect('product_import_pictures');
