-- What people had deleted at the vendor that made it (spec C10): it is no longer listed as held there.
alter table intents add column deleted_there_at timestamptz;
