-- What waits for a server that takes nothing new is not what waits for an account that was turned off.
alter table jobs drop constraint jobs_waiting_reason_check;
alter table jobs add constraint jobs_waiting_reason_check check (waiting_reason in
  ('scheduled', 'person', 'unknown_outcome', 'capacity', 'budget', 'paused', 'connection_off', 'server_draining'));
