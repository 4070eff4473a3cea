-- Files of an organization. The bytes lie in the storage under their SHA-256; a row says what they are and who made them.
create table assets (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- The foreign key to projects follows where projects are made (0042).
  project_id uuid,
  job_id uuid,
  parent_asset_id uuid,
  kind text not null check (kind in ('image', 'video', 'audio', 'font', 'vector', 'document', 'archive')),
  -- source: people's own files. deliverable: finished files. take: belongs to a shot. working: kept, not listed.
  role text not null check (role in ('source', 'deliverable', 'take', 'working')),
  name text not null check (length(name) between 1 and 255),
  media_type text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null check (size_bytes >= 0),
  width integer,
  height integer,
  frames integer,
  duration_seconds double precision,
  probe jsonb not null default '{}',
  origin text not null check (origin in ('upload', 'import', 'job', 'sample')),
  made_by text not null check (made_by <> ''),
  recipe jsonb,
  placeholder_colour text,
  notices jsonb not null default '[]',
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, parent_asset_id) references assets (organization_id, id)
);
-- The same file sent twice is one asset, also when it lies in the trash (sending it again restores it).
create unique index assets_sent_once on assets (organization_id, sha256) where origin <> 'job';
create unique index assets_made_once
  on assets (organization_id, sha256, name, role, coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid)) where origin = 'job';
create index assets_content on assets (organization_id, sha256);
create index assets_list on assets (organization_id, id) where deleted_at is null and role in ('source', 'deliverable');
create index assets_project on assets (organization_id, project_id) where project_id is not null;
create index assets_parent on assets (organization_id, parent_asset_id) where parent_asset_id is not null;
select app.protect('assets');
select app.keep_updated_at('assets');

-- Files made out of another file's content: by content, because two assets may hold the same bytes.
create table asset_derivatives (
  organization_id uuid not null references organizations (id) on delete cascade,
  source_sha256 text not null,
  kind text not null check (kind in ('working', 'thumbnail', 'poster', 'proxy', 'cutout')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  size_bytes bigint not null,
  width integer,
  height integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, source_sha256, kind)
);
create index asset_derivatives_content on asset_derivatives (organization_id, sha256);
select app.protect('asset_derivatives');
select app.keep_updated_at('asset_derivatives');

-- What the engine knows about a photograph; made once per content.
create table picture_analyses (
  organization_id uuid not null references organizations (id) on delete cascade,
  sha256 text not null,
  analysis jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, sha256)
);
select app.protect('picture_analyses');
select app.keep_updated_at('picture_analyses');

-- An upload that is under way. completed keeps its asset, so that a repeated "complete" answers the same.
create table uploads (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid,
  name text not null check (length(name) between 1 and 255),
  size_bytes bigint not null check (size_bytes > 0),
  part_size_bytes integer not null check (part_size_bytes > 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  asset_id uuid,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (organization_id, id),
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create index uploads_expiry on uploads (expires_at);
select app.protect('uploads');
select app.keep_updated_at('uploads');
-- The hourly sweep finds expired uploads across organizations; it sees when they end and never what they are.
select app.open_to_system('uploads', 'select (id, organization_id, expires_at), delete');
