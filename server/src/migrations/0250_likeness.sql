-- Files that show a person, as somebody said of them. Without a consent they go to no vendor.
create table pictured_people (
  organization_id uuid not null references organizations (id) on delete cascade,
  asset_id uuid not null,
  consent_id uuid,
  noted_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, asset_id),
  foreign key (organization_id, asset_id) references assets (organization_id, id) on delete cascade,
  foreign key (organization_id, consent_id) references consents (organization_id, id) on delete set null (consent_id)
);
select app.protect('pictured_people');
select app.keep_updated_at('pictured_people');

-- Of a consent for a voice: the vendor's own id of it, by which orders name it.
alter table consents add column voice_id text check (length(voice_id) between 1 and 120);
alter table consents add constraint consents_voice_id_of_voices check (voice_id is null or kind = 'voice');
