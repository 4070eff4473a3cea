-- Whether pictures are looked at by the model that ships with the studio. The hosted preset does so whatever stands here.
alter table safety_policies add column checks_pictures boolean not null default true;

-- What the model saw in a content, once per organization. Nothing is known of it before `checked_at`. Kept is what the picture
-- is and from which level on that is refused, never a verdict: the level may change, and an appeal may open it.
create table picture_checks (
  organization_id uuid not null references organizations (id) on delete cascade,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- When it is looked at next; `infinity` where the organization has it off.
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  checked_at timestamptz,
  scores jsonb,
  model text,
  category text check (category in ('sexual', 'suggestive')),
  refused_from text check (refused_from in ('standard', 'strict')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, sha256),
  check ((checked_at is null) = (scores is null) and (checked_at is null) = (model is null)),
  check ((category is null) = (refused_from is null))
);
create index picture_checks_due on picture_checks (due_at) where checked_at is null;
create index picture_checks_waiting on picture_checks (organization_id) where checked_at is null;
select app.protect('picture_checks');
select app.keep_updated_at('picture_checks');
-- The runner finds what is due across organizations; it sees contents' hashes and never what they are.
select app.open_to_system('picture_checks', 'select (organization_id, sha256, due_at, checked_at), update (due_at)');

-- By the database, so that no way in can forget it: what people bring, models' pictures included, and what a provider made.
-- What the built-in engine draws is drawn of these, and the sample is its own drawing.
create function app.is_looked_at(kind text, origin text, probe jsonb, recipe jsonb) returns boolean
  language sql immutable parallel safe
  as $$
  select (kind in ('image', 'vector', 'video') or kind = 'document' and probe ? 'triangles')
    and (origin in ('upload', 'import') or origin = 'job' and coalesce(recipe ? 'provider', false))
$$;
grant execute on function app.is_looked_at(text, text, jsonb, jsonb) to kinora_app;

create function app.note_picture() returns trigger
  language plpgsql
  as $$
begin
  insert into picture_checks (organization_id, sha256, due_at)
  select new.organization_id, new.sha256,
    case when exists (select 1 from safety_policies p where p.organization_id = new.organization_id and not p.checks_pictures)
      then 'infinity' else now() end
  on conflict do nothing;
  perform pg_notify('kinora_pictures', '');
  return null;
end
$$;
create trigger note_picture after insert on assets for each row
  when (app.is_looked_at(new.kind, new.origin, new.probe, new.recipe)) execute function app.note_picture();

insert into picture_checks (organization_id, sha256)
  select distinct organization_id, sha256 from assets where app.is_looked_at(kind, origin, probe, recipe);

-- Refusals of pictures stand beside those of words, one for each content; `text_sha256` is then the content's hash.
alter table safety_decisions drop constraint safety_decisions_subject_check;
alter table safety_decisions add constraint safety_decisions_subject_check
  check (subject in ('brief', 'shot', 'generation', 'picture'));
create unique index safety_decisions_picture on safety_decisions (organization_id, text_sha256) where subject = 'picture';
