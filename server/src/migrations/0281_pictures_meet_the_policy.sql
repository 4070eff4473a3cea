-- A picture that came in while the check was turned on read the policy of before, was unseen by who looks for those that wait, and
-- waited for ever. It now holds the policy for as long as its own transaction: who changes it waits for that, and finds it.
create or replace function app.note_picture() returns trigger
  language plpgsql
  as $$
declare
  is_on boolean;
begin
  select p.checks_pictures into is_on from safety_policies p where p.organization_id = new.organization_id for share;
  insert into picture_checks (organization_id, sha256, due_at)
  values (new.organization_id, new.sha256, case when is_on is false then 'infinity' else now() end)
  on conflict do nothing;
  perform pg_notify('kinora_pictures', '');
  return null;
end
$$;
