-- What a file may be used for, in the organization's own words, and who agreed to be seen or heard in it.
alter table assets add column licence text check (length(licence) between 1 and 400);
create index assets_licensed on assets (organization_id, id) where licence is not null;

create table asset_consents (
  organization_id uuid not null references organizations (id) on delete cascade,
  asset_id uuid not null,
  consent_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, asset_id, consent_id),
  foreign key (organization_id, asset_id) references assets (organization_id, id) on delete cascade,
  foreign key (organization_id, consent_id) references consents (organization_id, id) on delete cascade
);
create index asset_consents_consent on asset_consents (organization_id, consent_id);
select app.protect('asset_consents');
