-- For /metrics: one figure over all organizations, never content. Double entry: anything but zero is a fault of the ledger.
create function app.ledger_sum() returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(balance), 0)::bigint from public.ledger_accounts
$$;
grant execute on function app.ledger_sum() to kinora_jobs;
