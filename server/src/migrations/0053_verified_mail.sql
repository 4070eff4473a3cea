-- Welcome credits of the hosted preset (rulings §3.12): for one new organization of each person, given once the person's
-- address is verified. The row is made with the organization and says when its credits were given. The hash of the address
-- instead of the person, and no foreign key: who erases the account or the organization does not get them a second time.
create table sign_up_credits (
  organization_id uuid primary key,
  person_hash bytea not null unique,
  user_id uuid not null,
  granted_at timestamptz,
  created_at timestamptz not null default now()
);
select app.protect('sign_up_credits');

insert into sign_up_credits (organization_id, person_hash, user_id, granted_at)
  select distinct on (u.id) m.organization_id, sha256(convert_to(lower(u.email), 'UTF8')), u.id, now()
    from memberships m join auth.users u on u.id = m.user_id
    join ledger_transfers t on t.organization_id = m.organization_id and t.idempotency_key = 'sign-up:' || m.organization_id
    where m.role = 'owner' and u.deleted_at is null
      and not exists (select 1 from memberships e
        where e.organization_id = m.organization_id and e.role = 'owner' and (e.created_at, e.id) < (m.created_at, m.id))
    order by u.id, m.created_at;
