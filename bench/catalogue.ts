import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/platform/database/index.ts';
import { percentile, printFigures, timeSeconds } from './lib/figures.ts';
import { openBenchStudio } from './lib/studio.ts';

/**
 * A catalogue of 100 000 products in one organization, beside others: lists, searches and pages over the API, session key,
 * wall and output check included. Each must answer within 100 ms for 95 of 100 requests on two cores (issue 3).
 */
const PRODUCTS = 100_000;
const NEIGHBOURS = 20_000;
const NEIGHBOUR = '01900000-0000-7000-8000-000000000001';
const REQUESTS = 60;
const LIMIT_MS = 100;

/** Names in three scripts, common and rare words, tags that all, many and few products have. */
const INSERT = `
  with words as (select
    array['linen', 'leather', 'silk', 'wool', 'cotton', 'cashmere', 'denim', 'velvet', 'suede', 'canvas'] as materials,
    array['shirt', 'coat', 'dress', 'bag', 'boot', 'scarf', 'belt', 'jacket', 'roadster', 'lamp'] as things,
    array['red', 'sand', 'navy', 'ivory', 'olive', 'black', 'rose', 'amber', 'slate', 'coral'] as colours,
    array['שמלה', 'חולצת פשתן', 'מעיל צמר', 'תיק עור', 'נעל', 'חולצה לבנה', 'צעיף משי', 'חגורה', 'כובע', 'ז׳קט'] as hebrew,
    array['قميص كتان', 'حقيبة جلدية', 'معطف صوف', 'حذاء', 'فستان', 'وشاح حرير', 'حزام', 'قبعة', 'سترة', 'مصباح'] as arabic)
  insert into products (id, organization_id, kind, name, sku, price_minor, currency, status, tags, attributes, description,
    created_at, updated_at)
  select gen_random_uuid(), $1, (array['garment', 'vehicle', 'object'])[1 + n % 3],
    case when n % 5 = 3 then hebrew[1 + (n / 5) % 10] || ' ' || n when n % 5 = 4 then arabic[1 + (n / 5) % 10] || ' ' || n
      else initcap(colours[1 + (n / 7) % 10] || ' ' || materials[1 + (n / 3) % 10] || ' ' || things[1 + n % 10]) || ' ' || n end,
    'K-' || n, (n * 7919) % 100000, 'EUR', (array['active', 'active', 'draft', 'archived'])[1 + n % 4],
    case when n % 2000 = 0 then array['all', 'rare-' || (n / 2000) % 50] else array['all', 'season-' || n % 8] end,
    jsonb_build_array(jsonb_build_object('key', 'Material', 'type', 'text', 'value', materials[1 + (n / 3) % 10])),
    'Made in small series of ' || things[1 + (n / 11) % 10] || ' and ' || colours[1 + (n / 13) % 10] || ' thread, number ' || n || '.',
    now() - n * interval '1 minute', now() - (n * 7 % 100000) * interval '1 minute'
  from words, generate_series(1, $2::int) as n`;

const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-catalogue-'));
const postgres = await startEmbeddedPostgres({ dataFolder: folder });
const studio = await openBenchStudio({
  DATABASE_URL: postgres.ownerUrl,
  KINORA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
});
let isTooSlow = false;
try {
  await studio.call('GET', '/products');
  await fill(postgres.ownerUrl);
  const { correctedQuery } = await studio.call<{ correctedQuery: string | null }>('GET', '/products?q=lether');
  if (correctedQuery !== 'leather') throw new Error(`“lether” became ${correctedQuery}`);
  const deep = await findDeepCursors();
  const asked: [string, (index: number) => string][] = [
    ['list, last changed', () => '/products'],
    ['list by name', () => '/products?sort=name'],
    ['list by price, falling', () => '/products?sort=-price'],
    ['page 900 deep', (index) => `/products?sort=name&limit=100&cursor=${deep[index % deep.length]}`],
    ['filter: status and kind', () => '/products?status=draft&kind=vehicle'],
    ['filter: rare tag', (index) => `/products?tag=rare-${index % 50}`],
    ['filter: no hero', () => '/products?hasHero=false'],
    ['search: one common word', () => '/products?q=shirt'],
    ['search: three words', (index) => `/products?q=linen%20shirt%20${index}`],
    ['search: first letters', (index) => `/products?q=${['le', 'si', 'wo', 'co'][index % 4]}`],
    ['search: SKU', (index) => `/products?q=K-${index * 37}`],
    ['search: mistyped English', (index) => `/products?q=${['lether', 'shrit', 'cashmeer'][index % 3]}`],
    ['search: mistyped Hebrew', (index) => search(['שמלח', 'חולצא', 'פשתון'][index % 3]!)],
    ['search: mistyped Arabic', (index) => search(['قميس', 'حقيبا', 'كتاتن'][index % 3]!)],
    ['search: Hebrew with niqqud', () => search('שִׂמְלָה')],
    ['counts of the filters', () => '/product-facets'],
  ];
  const figures = [];
  for (const [name, toPath] of asked) {
    const values: number[] = [];
    // The first three warm plans and caches up.
    for (let index = -3; index < REQUESTS; index += 1) {
      const seconds = await timeSeconds(() => studio.call('GET', toPath(Math.abs(index))));
      if (index >= 0) values.push(seconds * 1000);
    }
    const p95 = percentile(values, 0.95);
    isTooSlow ||= p95 > LIMIT_MS;
    figures.push({ name, unit: 'ms', values, limit: `p95 ≤ ${LIMIT_MS} ms`, note: `p95 ${p95.toFixed(0)} ms` });
  }
  printFigures(`Catalogue of ${PRODUCTS} products`, figures);
} finally {
  await studio.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = isTooSlow ? 1 : 0;

function search(words: string): string {
  return `/products?q=${encodeURIComponent(words)}`;
}

/** Cursors far from the beginning, by walking there once. */
async function findDeepCursors(): Promise<string[]> {
  const cursors: string[] = [];
  let cursor = '';
  for (let page = 0; page < 460; page += 1) {
    const answer: { nextCursor: string } = await studio.call(
      'GET',
      `/products?sort=name&limit=200${cursor && `&cursor=${cursor}`}`,
    );
    cursor = answer.nextCursor;
    if (page > 449) cursors.push(cursor);
  }
  return cursors;
}

/** Rows as imports would leave them, written by the database itself: a hundred thousand requests are another bench. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select id from organizations limit 1');
    await client.query('insert into organizations (id, name) values ($1, $2)', [NEIGHBOUR, 'Neighbour']);
    // Rows without files: there is nothing to look at.
    await client.query(
      'insert into safety_policies (organization_id, checks_pictures) select id, false from organizations',
    );
    await fillOrganization(client, rows[0].id, PRODUCTS);
    await fillOrganization(client, NEIGHBOUR, NEIGHBOURS);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function fillOrganization(client: pg.Client, organization: string, count: number): Promise<void> {
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
