-- Which files a cut plays, beside the cut itself: to count what is in use, every film's whole document was read.
create function app.timeline_asset_ids(snapshot jsonb) returns uuid[]
  language sql immutable parallel safe
  as $$
  select coalesce(array_agg(distinct i.id::uuid), '{}')
  from (select jsonb_path_query(snapshot, '$.tracks[*].items[*].source.assetId') #>> '{}' as id) i
  where i.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
$$;
grant execute on function app.timeline_asset_ids(jsonb) to kinora_app;

alter table timelines add column asset_ids uuid[] not null generated always as (app.timeline_asset_ids(snapshot)) stored;
