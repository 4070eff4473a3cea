-- The one free run of the sample (rulings §2.3): claimed in the transaction that makes its job, given back when the job ends
-- before it delivered anything. The key is the organization, so of two presses at once only one is free. No foreign key to
-- the job: the run stays used when its job is purged with its film.
create table sample_runs (
  organization_id uuid primary key references organizations (id) on delete cascade,
  job_id uuid not null,
  claimed_at timestamptz not null default now()
);
select app.protect('sample_runs');

alter table jobs add column is_sample_run boolean not null default false;

insert into sample_runs (organization_id, job_id, claimed_at)
  select distinct on (organization_id) organization_id, id, created_at from jobs
    where parent_job_id is null and input ->> 'sample' = 'true' and status not in ('failed', 'cancelled')
    order by organization_id, created_at;
update jobs j set is_sample_run = true from sample_runs s where s.job_id = j.id;
