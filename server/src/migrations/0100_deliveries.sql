-- The cover a person chose for one shape of a film: a frame of it, or a picture of their own. No row: the frame Kinora chose.
create table film_covers (
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  ratio text not null,
  kind text not null check (kind in ('frame', 'picture')),
  frame integer check (frame >= 0),
  asset_id uuid not null,
  -- Content of the film that the frame was taken from.
  film_sha256 text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, project_id, ratio),
  check ((kind = 'frame') = (frame is not null and film_sha256 is not null)),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create index film_covers_asset on film_covers (organization_id, asset_id);
select app.protect('film_covers');
select app.keep_updated_at('film_covers');

-- Words a person wrote for the post on one network. No row: those planned from the brief and the kit.
create table post_texts (
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  network text not null,
  title text not null,
  body text not null,
  hashtags text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, project_id, network),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade
);
select app.protect('post_texts');
select app.keep_updated_at('post_texts');

-- What went out: one film in one placement's shape, with what stood beside it and what the table of limits said then.
-- Written once: a later cut, cover or table changes nothing here.
create table delivery_records (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  -- The set of finished files it was taken from (deliveries.number).
  cut_number integer not null,
  ratio text not null,
  preset text,
  table_date text not null,
  way text not null check (way in ('download', 'zip', 'marked')),
  recipient text check (length(recipient) between 1 and 120),
  file_name text not null,
  film_asset_id uuid not null,
  film_sha256 text not null,
  cover_asset_id uuid,
  -- Beside the film: cover (kind, frame), post (title, text, hashtags), facts (probe, loudness) and findings.
  details jsonb not null,
  user_id uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, film_asset_id) references assets (organization_id, id),
  foreign key (organization_id, cover_asset_id) references assets (organization_id, id)
);
create index delivery_records_newest on delivery_records (organization_id, id);
create index delivery_records_project on delivery_records (organization_id, project_id, id);
create index delivery_records_film on delivery_records (organization_id, film_asset_id);
create index delivery_records_cover on delivery_records (organization_id, cover_asset_id) where cover_asset_id is not null;
select app.protect('delivery_records');
