-- Files that show a person, as somebody said of them: with no consent noted at the file (asset_consents) they go to no vendor.
alter table assets add column shows_person boolean not null default false;

-- Of a consent for a voice: the vendor's own id of it, by which orders name it.
alter table consents add column voice_id text check (length(voice_id) between 1 and 120);
alter table consents add constraint consents_voice_id_of_voices check (voice_id is null or kind = 'voice');
