create table brands (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  name text not null check (length(name) between 1 and 60),
  logo_asset_id uuid,
  colours text[] not null default '{}',
  is_sample boolean not null default false,
  watermark jsonb not null,
  call_to_action text,
  legal_line text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, logo_asset_id) references assets (organization_id, id)
);
create unique index brands_one_sample on brands (organization_id) where is_sample;
create index brands_logo on brands (organization_id, logo_asset_id) where logo_asset_id is not null;
select app.protect('brands');
select app.keep_updated_at('brands');
