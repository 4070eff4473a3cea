import pg from 'pg';

const NEIGHBOUR = '01900000-0000-7000-8000-000000000001';

/** Names in three scripts, common and rare words; nine of ten were sent by people, one was made; ids in order of time. A shoot of 8000 came in first. */
const FILL = `
  with words as (select
    array['linen', 'leather', 'silk', 'wool', 'cotton', 'cashmere', 'denim', 'velvet', 'suede', 'canvas'] as materials,
    array['shirt', 'coat', 'dress', 'bag', 'boot', 'scarf', 'belt', 'jacket', 'roadster', 'lamp'] as things,
    array['שמלה', 'חולצת פשתן', 'מעיל צמר', 'تيشيرت كتان', 'حقيبة', 'معطف صوف'] as other)
  insert into assets (id, organization_id, kind, role, name, media_type, sha256, size_bytes, width, height, origin, made_by, recipe)
  select ('01900000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n % 4096), 3, '0') || '-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    $1, (array['image', 'image', 'image', 'image', 'video', 'audio', 'vector', 'image', 'font', 'image'])[1 + n % 10],
    case when n % 10 = 9 then 'deliverable' else 'source' end,
    case when n <= 8000 then 'lookbook-' else '' end || case when n % 7 = 3 then other[1 + n % 6] || ' ' || n else materials[1 + (n / 3) % 10] || '-' || things[1 + n % 10] || '_' || n end || '.jpg',
    'image/jpeg', md5($1::uuid::text || n) || md5(n::text), (n * 7919) % 9000000, 1600, 1200,
    case when n % 10 = 9 then 'job' else 'upload' end,
    case when n % 10 = 9 then 'Built-in engine' when n % 5000 = 1 then 'Import from rare.example' else 'Upload' end,
    case when n % 10 = 9 then jsonb_build_object('prompt', 'a ' || things[1 + n % 10] || ' on slate, number ' || n) end
  from words, generate_series(1, $2::int) as n`;

/** A third of the files stand in products, films of eight pictures, and takes with clip, poster and three previews. */
const USES = [
  `insert into products (id, organization_id, kind, name) select gen_random_uuid(), $1, 'object', 'Product ' || n from generate_series(1, 5000) n`,
  `insert into product_media (id, organization_id, product_id, asset_id, role, position)
    select gen_random_uuid(), $1, p.id, a.id, 'detail', 1 from (select id, row_number() over (order by id) as n from assets where organization_id = $1) a
    join (select id, row_number() over (order by id) as n from products where organization_id = $1) p on p.n = a.n % 5000 where a.n % 4 = 0`,
  `insert into projects (id, organization_id, name, language, seconds, fps, ratios, form)
    select gen_random_uuid(), $1, 'Film ' || n, 'en', 15, 30, array['16:9'], '{}' from generate_series(1, 1000) n`,
  `insert into project_pictures (organization_id, project_id, asset_id, position)
    select $1, p.id, a.id, 1 from (select id, row_number() over (order by id) as n from assets where organization_id = $1) a
    join (select id, row_number() over (order by id) as n from projects where organization_id = $1) p on p.n = a.n % 1000 where a.n % 12 = 1`,
  `insert into timelines (id, organization_id, project_id, revision, snapshot)
    select gen_random_uuid(), $1, id, 1, '{"tracks": [{"items": [{"source": {"assetId": "01900000-0000-7001-8000-000000000001"}}, {"source": {}}]}]}' from projects where organization_id = $1`,
];

/** Rows as uploads would leave them, written by the database itself: a hundred thousand requests are another bench. */
export async function fillLibrary(
  url: string,
  counts: { files: number; neighbours: number },
): Promise<{ products: string[]; files: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select id from organizations limit 1');
    const own = rows[0].id as string;
    await client.query('insert into organizations (id, name) values ($1, $2)', [NEIGHBOUR, 'Neighbour']);
    // Rows without files: there is nothing to look at.
    await client.query(
      'insert into safety_policies (organization_id, checks_pictures) select id, false from organizations',
    );
    await client.query(FILL, [own, counts.files]);
    await client.query(FILL.replace(`'01900000-'`, `'01900001-'`), [NEIGHBOUR, counts.neighbours]);
    for (const sql of USES) await client.query(sql, [own]);
    await client.query('vacuum analyze');
    const some = (table: string) =>
      client.query<{ id: string }>(
        `select id from ${table} where organization_id = $1 order by md5(id::text) limit 40`,
        [own],
      );
    const [products, files] = [await some('products'), await some('assets')];
    return { products: products.rows.map(({ id }) => id), files: files.rows.map(({ id }) => id) };
  } finally {
    await client.end();
  }
}
