-- Money. Double entry: every transfer has entries that sum to zero, and no account that must not go below zero does. Both are
-- kept by the database, so no bug and no race in the program can create or lose a credit.
--
-- Every account belongs to one organization, the operator's side (issuer, revenue, loss) too: one shared revenue row
-- would be a lock that all organizations queue for.
--   issuer   where granted and bought credits come from (below zero by what was given out)
--   wallet   what can be spent
--   held     quoted to a running parent job, not yet given to one of its leaves
--   reserved given to a leaf that is waiting or running
--   revenue  paid for finished leaves
--   loss     what a job cost above its quote: the operator's, never the customer's
--   debt     below zero by what a refund or dispute could not take from the wallet
create table ledger_accounts (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organizations (id),
  kind text not null check (kind in ('issuer', 'wallet', 'held', 'reserved', 'revenue', 'loss', 'debt')),
  allow_negative boolean not null generated always as (kind in ('issuer', 'loss', 'debt')) stored,
  balance bigint not null default 0,
  created_at timestamptz not null default now(),
  unique (organization_id, kind),
  unique (organization_id, id),
  constraint ledger_no_overdraft check (kind in ('issuer', 'loss', 'debt') or balance >= 0)
);

create table ledger_transfers (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organizations (id),
  idempotency_key text not null,
  kind text not null check (kind in ('grant', 'hold', 'release', 'reserve', 'unreserve', 'settle', 'overrun', 'repay')),
  from_kind text not null,
  to_kind text not null,
  amount bigint not null check (amount > 0),
  job_id uuid,
  note text not null default '',
  created_at timestamptz not null default now(),
  unique (organization_id, idempotency_key),
  unique (organization_id, id)
);
create index ledger_transfers_job on ledger_transfers (organization_id, job_id);

create table ledger_entries (
  id bigint generated always as identity primary key,
  organization_id uuid not null,
  transfer_id uuid not null,
  account_id bigint not null,
  amount bigint not null check (amount <> 0),
  balance_after bigint not null,
  created_at timestamptz not null default now(),
  foreign key (organization_id, transfer_id) references ledger_transfers (organization_id, id),
  foreign key (organization_id, account_id) references ledger_accounts (organization_id, id)
);
create index ledger_entries_transfer on ledger_entries (transfer_id);
create index ledger_entries_account on ledger_entries (account_id, id);

select app.protect('ledger_accounts');
select app.protect('ledger_transfers');
select app.protect('ledger_entries');
-- The program reads the books; only app.transfer_credits writes them.
revoke insert, update, delete on ledger_accounts, ledger_transfers, ledger_entries from kinora_app;

create function app.apply_ledger_entry() returns trigger language plpgsql as $$
begin
  update public.ledger_accounts set balance = balance + new.amount where id = new.account_id returning balance into new.balance_after;
  return new;
end
$$;
create trigger apply_entry before insert on ledger_entries for each row execute function app.apply_ledger_entry();

create function app.check_transfer_balances() returns trigger language plpgsql as $$
declare
  total numeric;
begin
  select coalesce(sum(amount), 0) into total from public.ledger_entries where transfer_id = new.transfer_id;
  if total <> 0 then
    raise exception 'transfer % does not balance: %', new.transfer_id, total using errcode = '23514', constraint = 'ledger_zero_sum';
  end if;
  return null;
end
$$;
create constraint trigger transfer_balances after insert on ledger_entries
  deferrable initially deferred for each row execute function app.check_transfer_balances();

create function app.refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end
$$;
create trigger append_only before update or delete on ledger_entries for each row execute function app.refuse_ledger_change();
create trigger append_only before update or delete on ledger_transfers for each row execute function app.refuse_ledger_change();
create trigger never_emptied before truncate on ledger_entries execute function app.refuse_ledger_change();
create trigger never_emptied before truncate on ledger_transfers execute function app.refuse_ledger_change();
create trigger never_emptied before truncate on ledger_accounts execute function app.refuse_ledger_change();
create trigger never_deleted before delete on ledger_accounts for each row execute function app.refuse_ledger_change();

-- The one way to move credits, inside the transaction's organization. The same key moves once: a second call answers the
-- first transfer, and a second call that means something else is refused (KL001) instead of being believed.
create function app.transfer_credits(
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
  select id into strict from_id from public.ledger_accounts where organization_id = org and kind = from_account;
  select id into strict to_id from public.ledger_accounts where organization_id = org and kind = to_account;
  insert into public.ledger_entries (organization_id, transfer_id, account_id, amount)
    values (org, made, from_id, -credits), (org, made, to_id, credits);
  return made;
end
$$;
grant execute on function app.transfer_credits(text, text, text, text, bigint, uuid, text) to kinora_app;

-- What a job will cost, line by line, as the person saw it before pressing the button.
create table quotes (
  id uuid primary key,
  organization_id uuid not null references organizations (id),
  studio text not null,
  -- Hash of the studio's parsed input: the quote holds for this work and no other.
  input_hash text not null,
  lines jsonb not null,
  total_credits bigint not null check (total_credits >= 0),
  expected_seconds double precision not null,
  price_label text not null,
  warnings jsonb not null default '[]',
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (organization_id, id)
);
create index quotes_expiry on quotes (expires_at);
select app.protect('quotes');
