-- A lost submission counts against its connection's limit only while a vendor may still be at work on it. Where only a person can
-- say what became of it, it may wait for ever, and a few of one organization would keep everybody from the operator's account.
create or replace function app.connection_load(intent uuid) returns table (open integer, recent integer)
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) filter (where i.state in ('sending', 'accepted')
           or i.state = 'unknown' and i.sent_at > clock_timestamp() - interval '15 minutes')::int,
         count(*) filter (where i.sent_at > clock_timestamp() - interval '1 minute')::int
    from public.intents mine join public.intents i on i.id <> mine.id and i.provider = mine.provider
      and i.is_operators = mine.is_operators
      and (mine.is_operators or (i.organization_id = mine.organization_id and i.connection_id = mine.connection_id))
      and (i.finished_at is null or i.sent_at > clock_timestamp() - interval '1 minute')
    where mine.id = intent and mine.organization_id = app.org()
$$;

-- Whether a remote job belongs to an intent already. On the operator's account it may be another organization's: the wall would
-- hide that, and a lost submission with the same words would be given their picture. Answers yes or no, and only about accounts
-- that the asking intent uses itself.
create function app.is_remote_owned(intent uuid, remote text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select 1 from public.intents mine join public.intents i on i.provider = mine.provider and i.remote_id = remote
      and (i.organization_id = mine.organization_id or (mine.is_operators and i.is_operators))
    where mine.id = intent and mine.organization_id = app.org())
$$;
grant execute on function app.is_remote_owned(uuid, text) to kinora_app;
create index intents_operators_remote on intents (provider, remote_id) where is_operators and remote_id is not null;
