-- Counts several calls at once: a process takes them in blocks. What a crash of the server forgets of a count is a few calls,
-- so nobody waits for the disk. The form with two arguments stays for programs of the version before.
create function app.hit_rate_bucket(bucket text, window_seconds integer, calls integer)
  returns table (count integer, seconds_left double precision)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
  begin
    perform set_config('synchronous_commit', 'off', true);
    return query
      insert into app.rate_buckets as b (key, count) values (bucket, calls)
      on conflict (key) do update set
        count = case when b.window_started_at < now() - make_interval(secs => window_seconds) then calls else b.count + calls end,
        window_started_at = case when b.window_started_at < now() - make_interval(secs => window_seconds) then now() else b.window_started_at end
      returning b.count, extract(epoch from (b.window_started_at + make_interval(secs => window_seconds) - now()))::double precision;
  end
  $$;
grant execute on function app.hit_rate_bucket(text, integer, integer) to kinora_app;
