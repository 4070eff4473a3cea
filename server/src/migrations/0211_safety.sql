-- How much an organization lets pass. Without a row it is `standard`, and vendors that check words for nothing are asked.
create table safety_policies (
  organization_id uuid primary key references organizations (id) on delete cascade,
  level text not null default 'standard' check (level in ('relaxed', 'standard', 'strict')),
  uses_vendors boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select app.protect('safety_policies');
select app.keep_updated_at('safety_policies');

-- A refusal, with its words for whoever decides an appeal. The hash is of the whole text: an appeal that is won opens the
-- very same words and no others.
create table safety_decisions (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  subject text not null check (subject in ('brief', 'shot', 'generation')),
  excerpt text not null check (length(excerpt) <= 600),
  found text not null check (length(found) <= 200),
  text_sha256 text not null check (text_sha256 ~ '^[0-9a-f]{64}$'),
  category text not null,
  level text not null,
  checker text not null,
  user_id uuid references auth.users (id) on delete set null,
  job_id uuid,
  appeal text not null default 'none' check (appeal in ('none', 'open', 'upheld', 'overturned')),
  appeal_text text check (length(appeal_text) <= 1000),
  appealed_at timestamptz,
  note text check (length(note) <= 1000),
  decided_by uuid references auth.users (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, job_id) references jobs (organization_id, id) on delete set null (job_id),
  check ((appeal in ('upheld', 'overturned')) = (decided_at is not null)),
  check (appeal <> 'overturned' or category <> 'minors')
);
create index safety_decisions_newest on safety_decisions (organization_id, id desc);
create index safety_decisions_text on safety_decisions (organization_id, text_sha256) where appeal = 'overturned';
select app.protect('safety_decisions');
select app.keep_updated_at('safety_decisions');

-- Whose face or voice may be used, for what, and until when. Revoked rows stay: what was made before was made with leave.
create table consents (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  person_name text not null check (length(person_name) between 1 and 120),
  kind text not null check (kind in ('face', 'voice')),
  scope text not null check (length(scope) between 1 and 600),
  proof text not null check (length(proof) between 1 and 600),
  valid_until date,
  recorded_by uuid references auth.users (id) on delete set null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
create index consents_list on consents (organization_id, person_name, id);
select app.protect('consents');
select app.keep_updated_at('consents');
