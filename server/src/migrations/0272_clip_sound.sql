-- Whether the newest files were cut with what vendors' clips sound like: turned on or off since, they are out of date. Null where
-- nobody knows, as for every film delivered before.
alter table projects add column delivered_clip_sound text check (delivered_clip_sound in ('none', 'under'));
