-- What a refund or dispute takes back. The wallet gives what it has; the rest is the organization's debt (rulings §2.5). A debt
-- blocks new paid work and is repaid first by whatever is granted. Both are decided here, under the wallet's lock, so that a
-- job and a refund that come at the same moment see one after the other.
alter table ledger_transfers drop constraint ledger_transfers_kind_check;
alter table ledger_transfers add constraint ledger_transfers_kind_check check (kind in
  ('grant', 'return', 'repay', 'hold', 'release', 'reserve', 'unreserve', 'settle', 'overrun', 'refund', 'dispute'));

-- The ways credits may go, and no other: a bug that names a wrong account is refused instead of booked.
alter table ledger_transfers add constraint ledger_ways check ((kind, from_kind, to_kind) in (
  ('grant', 'issuer', 'wallet'), ('return', 'issuer', 'wallet'), ('repay', 'wallet', 'debt'),
  ('hold', 'wallet', 'held'), ('release', 'held', 'wallet'), ('reserve', 'held', 'reserved'), ('unreserve', 'reserved', 'held'),
  ('settle', 'reserved', 'revenue'), ('overrun', 'loss', 'revenue'),
  ('refund', 'wallet', 'issuer'), ('refund', 'debt', 'issuer'), ('dispute', 'wallet', 'issuer'), ('dispute', 'debt', 'issuer')));
alter table ledger_accounts add constraint ledger_debt_is_owed check (kind <> 'debt' or balance <= 0);

create index ledger_transfers_settled on ledger_transfers (organization_id, created_at) where kind = 'settle';

-- As before, and: nothing is held for new work while something is owed (KL002). The wallet is locked by then, and debts are
-- made under the same lock.
create or replace function app.transfer_credits(
  transfer_key text, transfer_kind text, from_account text, to_account text, credits bigint,
  for_job uuid default null, remark text default ''
) returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org uuid := app.org();
  made uuid;
  old record;
  from_id bigint;
  to_id bigint;
begin
  if org is null then
    raise exception 'no organization is set' using errcode = '42501';
  end if;
  insert into public.ledger_transfers (organization_id, idempotency_key, kind, from_kind, to_kind, amount, job_id, note)
    values (org, transfer_key, transfer_kind, from_account, to_account, credits, for_job, remark)
    on conflict (organization_id, idempotency_key) do nothing returning id into made;
  if made is null then
    select * into strict old from public.ledger_transfers where organization_id = org and idempotency_key = transfer_key;
    if (old.kind, old.from_kind, old.to_kind, old.amount) is distinct from (transfer_kind, from_account, to_account, credits)
      or old.job_id is distinct from for_job then
      raise exception 'transfer key % was used for another transfer', transfer_key using errcode = 'KL001';
    end if;
    return old.id;
  end if;
  insert into public.ledger_accounts (organization_id, kind) values (org, from_account), (org, to_account)
    on conflict (organization_id, kind) do nothing;
  -- Locked in one order by everybody, so that two transfers between the same accounts never wait for each other in a ring.
  perform 1 from public.ledger_accounts where organization_id = org and kind in (from_account, to_account)
    order by id for no key update;
  if transfer_kind = 'hold' and exists (
    select 1 from public.ledger_accounts where organization_id = org and kind = 'debt' and balance < 0) then
    raise exception 'transfer % while something is owed', transfer_key using errcode = 'KL002';
  end if;
  select id into strict from_id from public.ledger_accounts where organization_id = org and kind = from_account;
  select id into strict to_id from public.ledger_accounts where organization_id = org and kind = to_account;
  insert into public.ledger_entries (organization_id, transfer_id, account_id, amount)
    values (org, made, from_id, -credits), (org, made, to_id, credits);
  return made;
end
$$;

-- All accounts a grant or a refund may touch, locked in the order of the function above.
create function app.lock_wallet() returns table (wallet bigint, owed bigint)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.ledger_accounts (organization_id, kind) values (app.org(), 'issuer'), (app.org(), 'wallet'), (app.org(), 'debt')
    on conflict (organization_id, kind) do nothing;
  perform 1 from public.ledger_accounts where organization_id = app.org() and kind in ('issuer', 'wallet', 'debt')
    order by id for no key update;
  return query select
    (select a.balance from public.ledger_accounts a where a.organization_id = app.org() and a.kind = 'wallet'),
    (select -a.balance from public.ledger_accounts a where a.organization_id = app.org() and a.kind = 'debt');
end
$$;

-- A key is used up by any of its parts: what a grant repaid, or what a refund could take, differs from one call to the next.
create function app.is_key_used(transfer_key text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select 1 from public.ledger_transfers t where t.organization_id = app.org()
    and t.idempotency_key in (transfer_key, transfer_key || ':debt'))
$$;

-- Into the wallet, and out of it again what is owed. The same key grants once. @returns whether it was this call.
create function app.grant_credits(transfer_key text, transfer_kind text, credits bigint, remark text, debt_remark text)
  returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  state record;
begin
  select * into state from app.lock_wallet();
  if app.is_key_used(transfer_key) then
    perform app.transfer_credits(transfer_key, transfer_kind, 'issuer', 'wallet', credits, null, remark);
    return false;
  end if;
  perform app.transfer_credits(transfer_key, transfer_kind, 'issuer', 'wallet', credits, null, remark);
  if state.owed > 0 then
    perform app.transfer_credits(transfer_key || ':debt', 'repay', 'wallet', 'debt', least(state.owed, credits), null, debt_remark);
  end if;
  return true;
end
$$;

-- Out of the wallet what it has, the rest as debt. The same key takes once. @returns whether it was this call.
create function app.take_back_credits(transfer_key text, transfer_kind text, credits bigint, remark text)
  returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  state record;
  from_wallet bigint;
begin
  select * into state from app.lock_wallet();
  if app.is_key_used(transfer_key) then
    return false;
  end if;
  from_wallet := least(state.wallet, credits);
  if from_wallet > 0 then
    perform app.transfer_credits(transfer_key, transfer_kind, 'wallet', 'issuer', from_wallet, null, remark);
  end if;
  if credits > from_wallet then
    perform app.transfer_credits(transfer_key || ':debt', transfer_kind, 'debt', 'issuer', credits - from_wallet, null, remark);
  end if;
  return true;
end
$$;
grant execute on function app.grant_credits(text, text, bigint, text, text), app.take_back_credits(text, text, bigint, text) to kinora_app;
