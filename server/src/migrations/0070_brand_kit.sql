-- The whole kit. `revision` counts every change; `look_revision` is the one that last changed what shots show.
alter table brands
  add column logo_on_dark_asset_id uuid,
  add column fonts jsonb not null default '{"display": {"latin": null, "hebrew": null, "arabic": null}, "text": {"latin": null, "hebrew": null, "arabic": null}}',
  add column tone text check (tone in ('calm', 'warm', 'confident', 'energetic', 'urgent')),
  add column words_to_use text[] not null default '{}',
  add column words_to_avoid text[] not null default '{}',
  add column prompt text not null default '' check (length(prompt) <= 1000),
  add column negative_prompt text not null default '' check (length(negative_prompt) <= 1000),
  add column revision integer not null default 1,
  add column look_revision integer not null default 1,
  add foreign key (organization_id, logo_on_dark_asset_id) references assets (organization_id, id);
create index brands_logo_on_dark on brands (organization_id, logo_on_dark_asset_id) where logo_on_dark_asset_id is not null;

-- Badges and fonts of a kit. `face` is what the engine measured of a font.
create table brand_files (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  brand_id uuid not null,
  kind text not null check (kind in ('badge', 'font')),
  name text not null check (length(name) between 1 and 80),
  asset_id uuid not null,
  on_dark_asset_id uuid,
  licence text check (length(licence) between 1 and 400),
  face jsonb,
  created_at timestamptz not null default now(),
  check (kind <> 'font' or (licence is not null and face is not null)),
  foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id),
  foreign key (organization_id, on_dark_asset_id) references assets (organization_id, id)
);
create index brand_files_brand on brand_files (organization_id, brand_id);
create index brand_files_asset on brand_files (organization_id, asset_id);
create index brand_files_on_dark on brand_files (organization_id, on_dark_asset_id) where on_dark_asset_id is not null;
select app.protect('brand_files');

-- Which revision of the kit a film's plan follows, and the mark its files were cut with; null where nobody knows.
alter table projects
  add column kit_revision integer,
  add column delivered_mark text;
create index projects_brand on projects (organization_id, brand_id) where brand_id is not null and deleted_at is null;
