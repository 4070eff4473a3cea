import pg from 'pg';

const NEIGHBOUR = '01900000-0000-7000-8000-000000000001';

/**
 * Names in three scripts, common words, twenty thousand rare ones (a house's own names for lines and cloths), tags that all,
 * many and few products have, five brands.
 */
const INSERT = `
  with words as (select
    array['ba', 'co', 'da', 'fi', 'gu', 'ha', 'ki', 'la', 'mo', 'nu', 'pe', 'ra', 'si', 'tu', 've', 'za', 'bri', 'cla', 'dro', 'fle',
      'gra', 'pli', 'sto', 'tra', 'vel', 'sha', 'cho'] as syllables,
    array['linen', 'leather', 'silk', 'wool', 'cotton', 'cashmere', 'denim', 'velvet', 'suede', 'canvas'] as materials,
    array['shirt', 'coat', 'dress', 'bag', 'boot', 'scarf', 'belt', 'jacket', 'roadster', 'lamp'] as things,
    array['red', 'sand', 'navy', 'ivory', 'olive', 'black', 'rose', 'amber', 'slate', 'coral'] as colours,
    array['שמלה', 'חולצת פשתן', 'מעיל צמר', 'תיק עור', 'נעל', 'חולצה לבנה', 'צעיף משי', 'חגורה', 'כובע', 'ז׳קט'] as hebrew,
    array['قميص كتان', 'حقيبة جلدية', 'معطف صوف', 'حذاء', 'فستان', 'وشاح حرير', 'حزام', 'قبعة', 'سترة', 'مصباح'] as arabic)
  insert into products (id, organization_id, kind, name, sku, brand_id, price_minor, currency, status, tags, attributes, description,
    created_at, updated_at)
  select gen_random_uuid(), $1, (array['garment', 'vehicle', 'object'])[1 + n % 3],
    case when n % 5 = 3 then hebrew[1 + (n / 5) % 10] || ' ' || n when n % 5 = 4 then arabic[1 + (n / 5) % 10] || ' ' || n
      else initcap(colours[1 + (n / 7) % 10] || ' ' || materials[1 + (n / 3) % 10] || ' ' || things[1 + n % 10]) || ' ' || n end,
    'K-' || n, (select id from brands b where b.organization_id = $1 and b.name = 'Brand ' || n % 7), (n * 7919) % 100000, 'EUR', (array['active', 'active', 'draft', 'archived'])[1 + n % 4],
    case when n % 2000 = 0 then array['all', 'rare-' || (n / 2000) % 50] else array['all', 'season-' || n % 8] end,
    jsonb_build_array(jsonb_build_object('key', 'Material', 'type', 'text', 'value', materials[1 + (n / 3) % 10])),
    'Made in small series of ' || things[1 + (n / 11) % 10] || ' and ' || colours[1 + (n / 13) % 10] || ' thread, number ' || n || ', of the '
      || syllables[1 + n % 27] || syllables[1 + (n / 27) % 27] || syllables[1 + (n / 729) % 27] || ' line.',
    now() - n * interval '1 minute', now() - (n * 7 % 100000) * interval '1 minute'
  from words, generate_series(1, $2::int) as n`;

/** Rows as imports would leave them, written by the database itself: a hundred thousand requests are another bench. */
export async function fillCatalogue(url: string, counts: { products: number; neighbours: number }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select id from organizations limit 1');
    await client.query('insert into organizations (id, name) values ($1, $2)', [NEIGHBOUR, 'Neighbour']);
    // Rows without files: there is nothing to look at.
    await client.query(
      'insert into safety_policies (organization_id, checks_pictures) select id, false from organizations',
    );
    await fillOrganization(client, rows[0].id, counts.products);
    await fillOrganization(client, NEIGHBOUR, counts.neighbours);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function fillOrganization(client: pg.Client, organization: string, count: number): Promise<void> {
  await client.query(
    `insert into brands (id, organization_id, name, watermark) select gen_random_uuid(), $1, 'Brand ' || n, '{}' from generate_series(1, 5) n`,
    [organization],
  );
  await client.query(INSERT, [organization, count]);
  await client.query(
    `with picture as (
       insert into assets (id, organization_id, kind, role, name, media_type, sha256, size_bytes, origin, made_by)
       values (gen_random_uuid(), $1, 'image', 'source', 'hero.png', 'image/png', repeat('a', 64), 1, 'upload', 'Upload') returning id)
     insert into product_media (id, organization_id, product_id, asset_id, role, position)
     select gen_random_uuid(), $1, p.id, picture.id, 'hero', 0 from products p, picture
     where p.organization_id = $1 and hashtext(p.sku) % 4 <> 0`,
    [organization],
  );
  await client.query(
    `insert into product_words (organization_id, word) select distinct $1::uuid, w.word
     from products p cross join lateral string_to_table(p.search_text, ' ') as w (word)
     where p.organization_id = $1 and length(w.word) between 3 and 30 and w.word !~ '[0-9]' on conflict do nothing`,
    [organization],
  );
}
