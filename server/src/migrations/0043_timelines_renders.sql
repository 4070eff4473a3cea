-- The cut of a project: one snapshot and its revision.
create table timelines (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  revision integer not null,
  snapshot jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, project_id),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade
);
select app.protect('timelines');
select app.keep_updated_at('timelines');

-- One finished film of one ratio, with the cut it was made from as it was resolved then, and that document's hash.
create table renders (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  ratio text not null,
  plan_hash text not null,
  timeline_revision integer not null,
  timeline jsonb not null,
  timeline_sha256 text not null,
  asset_id uuid not null,
  job_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique (organization_id, project_id, ratio, plan_hash),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create index renders_asset on renders (organization_id, asset_id);
select app.protect('renders');
select app.keep_updated_at('renders');

-- Finished files, in sets: the set whose number is the project's delivery_number is the current one.
create table deliveries (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  number integer not null,
  position integer not null,
  name text not null,
  kind text not null,
  ratio text,
  asset_id uuid not null,
  job_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, project_id, number, name),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create index deliveries_asset on deliveries (organization_id, asset_id);
select app.protect('deliveries');
select app.keep_updated_at('deliveries');

-- Drawn pieces of film by the hash of everything that decides their pixels. A cache: rows and files may go at any time.
create table segment_cache (
  organization_id uuid not null references organizations (id) on delete cascade,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null,
  used_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, content_hash)
);
create index segment_cache_content on segment_cache (organization_id, sha256);
select app.protect('segment_cache');
select app.keep_updated_at('segment_cache');
