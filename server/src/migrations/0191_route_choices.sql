-- Who makes what, chosen beforehand: of a brand for all its films, of a project for its own. `draft` is for trying, `finish` is
-- what chosen shots are made with again. A connection is named as people choose it (`operator:PROVIDER` for the operator's);
-- one that is gone is left out when the choice is read.
create table route_choices (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  project_id uuid,
  brand_id uuid,
  capability text not null check (capability in ('picture', 'motion')),
  purpose text not null check (purpose in ('draft', 'finish')),
  connection text not null check (length(connection) between 1 and 80),
  model text not null check (length(model) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  unique nulls not distinct (organization_id, project_id, brand_id, capability, purpose),
  foreign key (organization_id, project_id) references projects (organization_id, id) on delete cascade,
  foreign key (organization_id, brand_id) references brands (organization_id, id) on delete cascade,
  check ((project_id is null) <> (brand_id is null))
);
select app.protect('route_choices');
select app.keep_updated_at('route_choices');
create index route_choices_brand on route_choices (organization_id, brand_id) where brand_id is not null;
create index route_choices_project on route_choices (organization_id, project_id) where project_id is not null;
