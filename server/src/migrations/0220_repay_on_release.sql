-- What comes back to the wallet repays a debt first, as what is granted does (docs/decisions/0218). Called in the transaction
-- that released it, which holds the wallet's lock by then; debts are made under the same lock. The same key repays once.
create function app.repay_debt(transfer_key text, remark text)
  returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  owed bigint;
  at_hand bigint;
begin
  select -a.balance into owed from public.ledger_accounts a where a.organization_id = app.org() and a.kind = 'debt';
  if coalesce(owed, 0) <= 0 or app.is_key_used(transfer_key || ':debt') then
    return;
  end if;
  select a.balance into at_hand from public.ledger_accounts a where a.organization_id = app.org() and a.kind = 'wallet';
  if at_hand > 0 then
    perform app.transfer_credits(transfer_key || ':debt', 'repay', 'wallet', 'debt', least(owed, at_hand), null, remark);
  end if;
end
$$;
grant execute on function app.repay_debt(text, text) to kinora_app;
