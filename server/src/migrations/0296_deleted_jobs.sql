-- A job that ended can be taken out of the lists (spec C7). Its row stays, with its parts: what was paid for it, what was made by
-- it and its tries go on naming it, and Undo brings it back.
alter table jobs add column deleted_at timestamptz
  check (deleted_at is null or status in ('completed', 'failed', 'cancelled'));
