-- What work at an agent looks like so far, and every file that came in for it: one that no end ever names is removed with it.
alter table comfy_tasks add column preview bytea check (length(preview) <= 400000);
alter table comfy_tasks add column preview_number integer not null default 0;
alter table comfy_tasks add column sent text[] not null default '{}';
