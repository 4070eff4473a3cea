import { type Asset, groupFilesByProduct, type Product, product as productSchema } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { deleteTrashedAssets } from '../assets/index.ts';
import { catalogueErrors } from './errors.ts';
import { purgeProducts } from './purge.ts';
import { createCatalogueRoutes } from './routes.ts';
import { createCatalogue } from './service.ts';

let app: SliceApp;
let owner: Person;
let editor: Person;
beforeAll(async () => {
  app = await createSliceApp();
  const { links, appendEvent } = app;
  const catalogue = createCatalogue({ database: app.test.database, links, appendEvent });
  await app.listen(() => createCatalogueRoutes(catalogue), [catalogueErrors]);
  owner = await app.addPerson('owner');
  editor = await app.addPerson('editor', owner.organizationId);
});
afterAll(() => app.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
async function call(
  method: Method,
  path: string,
  payload?: object,
  headers: Record<string, string> = {},
  person = owner,
) {
  const body = payload ? { payload } : {};
  const answer = await app.ask(person, { method, url: `/api/v1${path}`, headers, ...body });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}
async function create(body: object, person = owner): Promise<Product> {
  const made = await call('POST', '/products', { kind: 'garment', ...body }, {}, person);
  expect(made.body && made.status, JSON.stringify(made.body)).toBe(201);
  return productSchema.parse(made.body);
}
const codeOf = (answer: { body: { code?: string } | null }) => answer.body?.code;
const rolesOf = (product: Product) => product.media.map(({ role, variantId }) => (variantId ? `${role}*` : role));

let drawn = 0;
async function addPicture(): Promise<Asset> {
  drawn += 1;
  const shape = `<svg width="300" height="240"><rect width="100%" height="100%" fill="#e8e2d8"/>
    <circle cx="150" cy="120" r="${30 + drawn}" fill="#b3402a"/></svg>`;
  const bytes = await sharp(Buffer.from(shape)).png().toBuffer();
  return app.assets.takeSmall(
    { organizationId: owner.organizationId, userId: owner.userId },
    bytes,
    `view ${drawn}.png`,
    null,
  );
}

describe('a product', () => {
  it('is created, edited by revision, deleted, restored and duplicated', async () => {
    const shirt = await create({
      name: '  Linen shirt ',
      sku: 'LS-1',
      price: { amountMinor: 8900, currency: 'EUR' },
      tags: ['summer', 'linen', 'summer'],
      attributes: [
        { key: 'Weight', type: 'number', value: 180 },
        { key: 'Material', type: 'text', value: 'linen' },
      ],
    });
    expect(shirt).toMatchObject({ name: 'Linen shirt', status: 'draft', tags: ['summer', 'linen'], revision: 1 });
    expect(shirt.attributes.map(({ key }) => key)).toEqual(['Weight', 'Material']);
    const path = `/products/${shirt.id}`;
    expect((await call('PATCH', path, { status: 'active' })).status).toBe(428);
    const edited = await call('PATCH', path, { status: 'active', price: null }, { 'if-match': '1' });
    expect(edited.body).toMatchObject({ status: 'active', price: null, sku: 'LS-1', revision: 2 });
    const late = await call('PATCH', path, { name: 'Other' }, { 'if-match': '1' });
    expect([late.status, codeOf(late)]).toEqual([412, 'product.changed']);
    expect(codeOf(await call('POST', '/products', { kind: 'object', name: 'Cup', sku: 'ls-1' }))).toBe(
      'product.sku_taken',
    );

    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    const trash = await call('GET', '/products?deleted=true');
    expect(trash.body.items.map(({ id }: Product) => id)).toEqual([shirt.id]);
    const second = await create({ name: 'Second', sku: 'LS-1' });
    expect(codeOf(await call('POST', `${path}/restore`))).toBe('product.sku_taken');
    await call('DELETE', `/products/${second.id}`);
    expect((await call('POST', `${path}/restore`)).body).toMatchObject({ id: shirt.id, deletedAt: null });
    const copy = await call('POST', `${path}/duplicate`);
    expect(copy.body).toMatchObject({ name: 'Linen shirt', sku: null, status: 'draft', tags: ['summer', 'linen'] });
    const types = app.facts.filter(({ data }) => (data['productIds'] as string[])?.includes(shirt.id));
    expect(types.map(({ type }) => type)).toEqual([
      'product.created',
      'product.updated',
      'product.deleted',
      'product.created',
    ]);
  });

  it('gives one SKU to one of two who ask at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((index) => call('POST', '/products', { kind: 'object', name: `Lamp ${index}`, sku: 'LAMP' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});

describe('media', () => {
  it('keeps exactly one hero, whatever is added, moved or taken away', async () => {
    const [one, two, three] = [await addPicture(), await addPicture(), await addPicture()];
    const bag = await create({ name: 'Bag', media: [{ assetId: one.id }, { assetId: two.id }] });
    expect(rolesOf(bag)).toEqual(['hero', 'front']);
    const path = `/products/${bag.id}/media`;
    const again = await call('POST', path, { media: [{ assetId: two.id }, { assetId: three.id, role: 'hero' }] });
    expect(again.body.duplicates).toEqual([{ assetId: two.id, hash: two.hash, mediaId: bag.media[1]!.id }]);
    expect(rolesOf(again.body.product)).toEqual(['front', 'front', 'hero']);
    const ids = again.body.product.media.map(({ id }: { id: string }) => id);
    const moved = await call('PUT', `${path}/order`, { mediaIds: [ids[2], ids[0], ids[1]] });
    expect(rolesOf(moved.body)).toEqual(['hero', 'front', 'front']);
    expect(codeOf(await call('PUT', `${path}/order`, { mediaIds: [ids[0], ids[0], ids[1]] }))).toBe(
      'product.media_order',
    );
    const without = await call('DELETE', `${path}/${ids[2]}`);
    expect(rolesOf(without.body)).toEqual(['hero', 'front']);
    const swapped = await call('PATCH', `${path}/${ids[1]}`, { role: 'hero', altText: 'A red bag' });
    expect(rolesOf(swapped.body)).toEqual(['front', 'hero']);
    expect(swapped.body.hero).toMatchObject({ assetId: two.id, altText: 'A red bag' });
    expect(codeOf(await call('PATCH', `${path}/${ids[1]}`, { role: 'sound' }))).toBe('product.role_unfit');
    expect(swapped.body.revision).toBe(bag.revision + 4);
  });

  it('gives variants the product’s files until they have their own', async () => {
    const [shared, own] = [await addPicture(), await addPicture()];
    const car = await create({ kind: 'vehicle', name: 'Roadster', media: [{ assetId: shared.id }] });
    const variants = [
      { year: 2026, trim: 'GT', sku: 'R-GT' },
      { year: 2027, trim: 'S' },
    ];
    const path = `/products/${car.id}`;
    const withVariants = await call('PUT', `${path}/variants`, { variants }, { 'if-match': String(car.revision) });
    expect(withVariants.body.variants).toMatchObject([
      { year: 2026, trim: 'GT' },
      { year: 2027, trim: 'S', sku: null },
    ]);
    const [gt, s] = withVariants.body.variants;
    const added = await call('POST', `${path}/media`, { media: [{ assetId: own.id, role: 'hero' }], variantId: gt.id });
    expect(rolesOf(added.body.product)).toEqual(['hero', 'hero*']);
    const keep = { 'if-match': String(added.body.product.revision) };
    const reversed = await call(
      'PUT',
      `${path}/variants`,
      { variants: [{ id: s.id, year: s.year, trim: s.trim }] },
      keep,
    );
    expect(reversed.body.variants.map(({ trim }: { trim: string }) => trim)).toEqual(['S']);
    expect(rolesOf(reversed.body)).toEqual(['hero']);
    const foreign = await call('POST', `${path}/media`, { media: [{ assetId: own.id }], variantId: gt.id });
    expect(codeOf(foreign)).toBe('product.variant_unknown');
  });

  it('makes the cut-out a file of its own, once, and never loses a file in use', async () => {
    const picture = await addPicture();
    const vase = await create({ kind: 'object', name: 'Vase', media: [{ assetId: picture.id }] });
    expect(vase.media[0]!.cutoutTrust).toBeGreaterThan(0.5);
    const path = `/products/${vase.id}/media/${vase.media[0]!.id}/cut-out`;
    const [first, second] = [await call('POST', path), await call('POST', path)];
    expect([first.status, first.body.id]).toEqual([201, second.body.id]);
    expect(first.body).toMatchObject({ kind: 'image', mediaType: 'image/png', madeBy: 'Built-in engine' });
    const { hasAlpha } = await sharp((await app.ask(null, { url: first.body.url })).rawPayload).metadata();
    expect(hasAlpha).toBe(true);

    const refused = await call('DELETE', `/assets/${picture.id}`);
    expect([codeOf(refused), refused.body.detail]).toEqual([
      'asset.in_use',
      'This file is used by the product “Vase”. Remove it there first.',
    ]);
    await app.test.database.inOrganization(owner.organizationId, async (transaction) => {
      await transaction.query(`update assets set deleted_at = now() - interval '40 days' where id = $1`, [picture.id]);
      expect(await deleteTrashedAssets(transaction, 30)).toEqual([]);
      await transaction.query(`update assets set deleted_at = null where id = $1`, [picture.id]);
      await transaction.query(`update products set deleted_at = now() - interval '31 days' where id = $1`, [vase.id]);
      await purgeProducts(transaction, 30);
    });
    expect((await call('POST', `/products/${vase.id}/restore`)).status).toBe(404);
    expect((await call('GET', `/assets/${picture.id}`)).status).toBe(200);
  });
});

describe('the list', () => {
  let person: Person;
  const list = async (query: string) => {
    const answer = await call('GET', `/products?${query}`, undefined, {}, person);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as { items: Product[]; nextCursor: string | null; correctedQuery: string | null };
  };
  const namesOf = async (query: string) => (await list(query)).items.map(({ name }) => name);

  beforeAll(async () => {
    person = await app.addPerson('owner');
    const products = [
      {
        name: 'Linen shirt',
        sku: 'LS-100',
        tags: ['summer'],
        status: 'active',
        price: { amountMinor: 9000, currency: 'EUR' },
      },
      { name: 'Wool coat', sku: 'WC-7', tags: ['winter'], description: 'Goes well over a linen shirt.' },
      { name: 'חולצת פשתן', tags: ['קיץ'], price: { amountMinor: 100, currency: 'ILS' } },
      { name: 'שִׂמְלָה לבנה ארוכה', status: 'active' },
      { name: 'قميص كتان أبيض', status: 'archived' },
      { name: 'حقيبة جلدية', kind: 'object' },
      { name: 'Éclair Straße Bag', kind: 'object', tags: ['summer', 'bag'] },
    ];
    for (const product of products) await create(product, person);
  });

  it('finds in every script, with typing mistakes, best first', async () => {
    const found: [string, string[]][] = [
      ['linen shirt', ['Linen shirt', 'Wool coat']],
      ['shirt linen', ['Linen shirt', 'Wool coat']],
      ['LINNE', ['Linen shirt', 'Wool coat']],
      ['shrit', ['Linen shirt', 'Wool coat']],
      ['ls100', ['Linen shirt']],
      ['LS-100', ['Linen shirt']],
      ['strasse', ['Éclair Straße Bag']],
      ['eclair ba', ['Éclair Straße Bag']],
      ['פשתנ', ['חולצת פשתן']],
      ['שמלה', ['שִׂמְלָה לבנה ארוכה']],
      ['שמלח', ['שִׂמְלָה לבנה ארוכה']],
      ['קַיִץ', ['חולצת פשתן']],
      ['قَمِيص', ['قميص كتان أبيض']],
      ['ابيض', ['قميص كتان أبيض']],
      ['قميس كتان', ['قميص كتان أبيض']],
      ['حقيبه', ['حقيبة جلدية']],
      ['nothing like it', []],
      ['%', []],
    ];
    for (const [query, names] of found) expect(await namesOf(`q=${encodeURIComponent(query)}`), query).toEqual(names);
    expect((await list('q=shrit')).correctedQuery).toBe('shirt');
    expect(await namesOf('q=linen&status=active')).toEqual(['Linen shirt']);
    expect(await namesOf('q=linen&sort=-name')).toEqual(['Wool coat', 'Linen shirt']);
  });

  it('filters, sorts and pages without losing or repeating one', async () => {
    expect(await namesOf('tag=summer,winter&sort=name')).toEqual(['Éclair Straße Bag', 'Linen shirt', 'Wool coat']);
    expect(await namesOf('kind=object&tag=summer')).toEqual(['Éclair Straße Bag']);
    expect((await namesOf('status=active,archived')).length).toBe(3);
    expect((await namesOf('hasHero=true&hasFilms=false')).length).toBe(0);
    expect((await namesOf('sort=price')).slice(0, 2)).toEqual(['חולצת פשתן', 'Linen shirt']);
    expect((await namesOf('sort=-price')).slice(0, 2)).toEqual(['Linen shirt', 'חולצת פשתן']);
    for (const sort of ['name', '-name', 'updated', '-updated', 'created', '-created', 'price', '-price']) {
      const whole = await namesOf(`sort=${sort}`);
      const paged: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await list(`sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
        paged.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      expect(paged, sort).toEqual(whole);
      expect(new Set(paged).size).toBe(7);
    }
    const first = await list('q=linen&limit=1');
    expect(await namesOf(`q=linen&limit=1&cursor=${first.nextCursor}`)).toEqual(['Wool coat']);
    const { nextCursor } = await list('sort=updated&limit=1');
    expect(codeOf(await call('GET', `/products?sort=-updated&cursor=${nextCursor}`))).toBe('request.malformed');
  });

  it('shows every product of a search exactly once over its pages, the exact name first', async () => {
    const crowd = await app.addPerson('owner');
    await create({ name: 'Shirt' }, crowd);
    for (let number = 1; number <= 200; number += 1) await create({ name: `Shirt ${number}` }, crowd);
    for (const [query, first] of [
      ['q=shirt', 'Shirt'],
      ['q=shirt%2017', 'Shirt 17'],
      ['q=shirt&status=draft', 'Shirt'],
    ]) {
      const shown: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const from: string = cursor ? `&cursor=${cursor}` : '';
        const page = await call('GET', `/products?${query}&limit=50${from}`, undefined, {}, crowd);
        shown.push(...page.body.items.map((item: Product) => item.name));
        cursor = page.body.nextCursor;
      }
      expect(shown[0], query).toBe(first);
      expect(new Set(shown).size, query).toBe(shown.length);
      if (!query?.includes('17')) expect(shown.length, query).toBe(201);
    }
  });

  it('goes on with the word it found instead of a mistyped one, and mistakes none that a filter hides', async () => {
    const seller = await app.addPerson('owner');
    for (let number = 1; number <= 3; number += 1) await create({ name: `Liner ${number}` }, seller);
    await create({ name: 'Linen', status: 'archived' }, seller);
    const ask = async (query: string) => (await call('GET', `/products?${query}`, undefined, {}, seller)).body;
    const first = await ask('q=linre&limit=2');
    expect(first.correctedQuery).toBe('liner');
    const second = await ask(`q=linre&limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ correctedQuery: 'liner', nextCursor: null });
    expect(new Set([...first.items, ...second.items].map(({ id }: Product) => id)).size).toBe(3);
    expect(await ask('q=linen&status=draft')).toMatchObject({ items: [], correctedQuery: null });
    expect((await ask(`q=liner&cursor=${first.nextCursor}`)).code).toBe('request.malformed');
  });

  it('counts for its filters', async () => {
    const { body } = await call('GET', '/product-facets', undefined, {}, person);
    expect(body).toMatchObject({ total: 7, deleted: 0, withoutHero: 7, withoutFilms: 7 });
    expect(body.tags[0]).toEqual({ value: 'summer', count: 2 });
    expect(body.statuses).toEqual([
      { value: 'active', count: 2 },
      { value: 'archived', count: 1 },
      { value: 'draft', count: 4 },
    ]);
  });
});

describe('many at once', () => {
  it('are changed together and undone together, but for those changed since', async () => {
    const [one, two] = [await create({ name: 'One', tags: ['a'] }), await create({ name: 'Two' })];
    const ids = [one.id, two.id];
    const tagged = await call(
      'POST',
      '/products/bulk',
      { ids, change: { action: 'add_tags', tags: ['b', 'a'] } },
      {},
      editor,
    );
    expect(tagged.body).toMatchObject({ changed: 2, skipped: 0 });
    expect((await call('GET', `/products/${one.id}`)).body.tags).toEqual(['a', 'b']);
    await call('PATCH', `/products/${two.id}`, { name: 'Deux' }, { 'if-match': '2' });
    expect((await call('POST', `/products/bulk/${tagged.body.editId}/undo`)).body).toEqual({ changed: 1, skipped: 1 });
    expect((await call('GET', `/products/${one.id}`)).body.tags).toEqual(['a']);
    expect((await call('GET', `/products/${two.id}`)).body.tags).toEqual(['b', 'a']);
    expect(codeOf(await call('POST', `/products/bulk/${tagged.body.editId}/undo`))).toBe('product.edit_gone');
    const gone = await call('POST', '/products/bulk', { ids, change: { action: 'delete' } });
    expect((await call('GET', `/products/${one.id}`)).status).toBe(404);
    await call('POST', `/products/bulk/${gone.body.editId}/undo`);
    expect((await call('GET', `/products/${one.id}`)).body).toMatchObject({ name: 'One', tags: ['a'] });
  });

  it('are sorted out of dropped files by name, and recognised', async () => {
    const shirt = await create({ name: 'Silk Scarf' });
    const files = [
      'silk-scarf_front.jpg',
      'Silk Scarf back (2).jpg',
      'IMG_0412.jpg',
      'IMG_0413.jpg',
      'boot/1.jpg',
      'boot/inside.jpg',
    ];
    const { body } = await call('POST', '/product-groups', { files: files.map((name) => ({ name })) });
    expect(body.groups.map((group: { name: string; files: object[] }) => [group.name, group.files.length])).toEqual([
      ['Silk scarf', 2],
      ['IMG_0412', 1],
      ['IMG_0413', 1],
      ['Boot', 2],
    ]);
    expect(body.groups[0].existing).toEqual({ id: shirt.id, name: 'Silk Scarf' });
    expect(body.groups[0].files.map(({ role }: { role: string }) => role)).toEqual(['hero', 'back']);
  });

  it('reads what a file shows in three languages, and one folder of everything is no product', () => {
    const groups = groupFilesByProduct(
      ['נעל_גב.png', 'נעל-חזית.png', 'قميص أمامي.png'].map((name) => ({ name: `all/${name}` })),
    );
    expect(groups.map(({ name, files }) => [name, files.map(({ role }) => role)])).toEqual([
      ['נעל', ['back', 'hero']],
      ['قميص', ['hero']],
    ]);
  });
});
