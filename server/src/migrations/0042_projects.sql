create table projects (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  kind text not null default 'film' check (kind in ('film')),
  name text not null check (length(name) between 1 and 120),
  status text not null default 'draft' check (status in ('draft', 'storyboard', 'scene_generation', 'stitching', 'completed')),
  brief text not null default '',
  language text not null,
  seconds integer not null,
  fps integer not null,
  ratios text[] not null,
  brand_id uuid,
  -- The person who owns it; an editor may be limited to own projects (rulings §3.3).
  owner_user_id uuid references auth.users (id) on delete set null,
  -- The film studio's form as last sent or drafted; parsed again when read.
  form jsonb not null,
  sound jsonb not null default '{"voice": null, "music": null}',
  report jsonb,
  -- Job that made the project, so that the same job always finds the same one.
  made_by_job_id uuid,
  delivery_number integer not null default 0,
  revision integer not null default 1,
  is_sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  deleted_at timestamptz,
  unique (organization_id, id),
  foreign key (organization_id, brand_id) references brands (organization_id, id)
);
create unique index projects_of_job on projects (organization_id, made_by_job_id) where made_by_job_id is not null;
create index projects_list on projects (organization_id, updated_at, id) where deleted_at is null;
select app.protect('projects');
select app.keep_updated_at('projects');

alter table assets add foreign key (organization_id, project_id) references projects (organization_id, id);
alter table uploads add foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade;

create table project_pictures (
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  asset_id uuid not null,
  position integer not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, project_id, asset_id),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id)
);
create index project_pictures_asset on project_pictures (organization_id, asset_id);
select app.protect('project_pictures');

-- A plan as it was made; never changed. People's later edits live in shots.
create table storyboards (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  revision integer not null,
  sha256 text not null,
  document jsonb not null,
  created_at timestamptz not null default now(),
  unique (organization_id, project_id, revision),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade
);
select app.protect('storyboards');
create function app.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;
grant execute on function app.refuse_change() to kinora_app;
create trigger storyboards_never_change before update on storyboards for each row execute function app.refuse_change();

create table scenes (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  key text not null,
  number integer not null,
  position integer not null,
  beat text not null,
  title text not null,
  summary text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, project_id, key),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade
);
select app.protect('scenes');
select app.keep_updated_at('scenes');

-- ready and stale are derived: the selected take's inputs_hash against the shot's own (domains/projects/shot-state.ts).
create table shots (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  scene_id uuid not null,
  key text not null,
  code text not null,
  position integer not null,
  title text not null,
  length_frames integer not null check (length_frames > 0),
  picture_prompt text not null,
  motion_prompt text not null,
  negative_prompt text not null,
  narration text not null,
  scene jsonb not null,
  transition_in jsonb not null,
  inputs_hash text not null,
  state text not null default 'planned' check (state in ('planned', 'queued', 'making', 'ready', 'failed')),
  failure text,
  active_job_id uuid,
  selected_image_take_id uuid,
  selected_video_take_id uuid,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, project_id, key),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, scene_id) references scenes (organization_id, id) on delete cascade
);
create index shots_scene on shots (organization_id, scene_id);
select app.protect('shots');
select app.keep_updated_at('shots');

create table takes (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  shot_id uuid not null,
  kind text not null check (kind in ('image', 'video')),
  number integer not null,
  state text not null check (state in ('ready', 'failed')),
  inputs_hash text not null,
  -- What was drawn: every ratio is drawn from it, also after the shot itself was edited.
  scene jsonb not null,
  length_frames integer not null,
  asset_id uuid not null,
  poster_asset_id uuid not null,
  preview_asset_ids uuid[] not null default '{}',
  made_by text not null,
  seed bigint,
  parameters jsonb not null default '{}',
  job_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (organization_id, id),
  unique (organization_id, shot_id, number),
  unique (organization_id, shot_id, inputs_hash, job_id),
  foreign key (organization_id, shot_id) references shots (organization_id, id) on delete cascade,
  foreign key (organization_id, asset_id) references assets (organization_id, id),
  foreign key (organization_id, poster_asset_id) references assets (organization_id, id)
);
create index takes_asset on takes (organization_id, asset_id);
create index takes_poster on takes (organization_id, poster_asset_id);
select app.protect('takes');
select app.keep_updated_at('takes');

alter table shots
  add foreign key (organization_id, selected_image_take_id) references takes (organization_id, id),
  add foreign key (organization_id, selected_video_take_id) references takes (organization_id, id);

-- A colleague's name for people of the same organization; everybody else's stays behind the wall.
create function app.member_name(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$
    select u.name from auth.users u join public.memberships m on m.user_id = u.id
    where u.id = person and m.organization_id = app.org()
  $$;
grant execute on function app.member_name(uuid) to kinora_app;
