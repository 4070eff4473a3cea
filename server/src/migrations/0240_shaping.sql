-- Where a person leads the crop of one shot in the film of one shape. No row: the place the planner chose.
create table shot_framings (
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid not null,
  shot_id uuid not null,
  ratio text not null,
  -- Keys in order of their frames: [{"frame": 0, "x": 0.5, "y": 0.5}], fractions of the source picture.
  path jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, shot_id, ratio),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, shot_id) references shots (organization_id, id) on delete cascade
);
create index shot_framings_project on shot_framings (organization_id, project_id);
select app.protect('shot_framings');
select app.keep_updated_at('shot_framings');

alter table projects
  -- Shapes whose picture says that models took part.
  add column labelled_ratios text[] not null default '{}',
  -- Framings and labels the newest files were cut with, as one hash; files of before had none.
  add column delivered_shaping text not null default 'none';
