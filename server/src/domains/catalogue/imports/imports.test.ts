import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ImportFault, ImportPreview, Product, ProductImport } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ZipFile } from 'yazl';
import { createSliceApp, type Person, type SliceApp } from '../../../testing/slice-app.ts';
import { catalogueErrors } from '../errors.ts';
import { createCatalogueRoutes } from '../routes.ts';
import { createCatalogue } from '../service.ts';
import { createImportService } from './imports.ts';
import { createProductImportRoutes } from './routes.ts';
import { createImportRunner, type ImportRunner } from './runner.ts';

let app: SliceApp;
let runner: ImportRunner;
let makeRunner: () => ImportRunner;
let web: Server;
/** What the pictures' web server does before it answers, by path. */
const onRequest = new Map<string, () => Promise<void> | void>();
/** Runs before each event is written; a test makes it fail. */
let beforeEvent: () => void = () => undefined;
const errors: unknown[] = [];

beforeAll(async () => {
  app = await createSliceApp();
  const { test, storage, links, parser, uploads, assets, diskGuard } = app;
  const appendEvent: SliceApp['appendEvent'] = async (...call) => {
    beforeEvent();
    return app.appendEvent(...call);
  };
  const { database } = test;
  const onError = (error: unknown) => void errors.push(error);
  const parts = { database, storage, links, parser, uploads, assets, disk: diskGuard, appendEvent, onError };
  makeRunner = () => createImportRunner(parts);
  runner = makeRunner();
  const imports = createImportService({ ...parts, wake: () => undefined });
  await app.listen(
    () => [...createCatalogueRoutes(createCatalogue(parts)), ...createProductImportRoutes(imports, parts)],
    [catalogueErrors],
  );
  const picture = await drawPicture(7);
  web = createServer(async (request, response) => {
    await onRequest.get(request.url!)?.();
    if (request.url?.endsWith('/shoe.png')) response.end(picture);
    else response.writeHead(404).end('no');
  }).listen(0, '127.0.0.1');
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await app.close();
});

function drawPicture(seed: number): Promise<Buffer> {
  return sharp({ create: { width: 40 + seed, height: 40, channels: 3, background: '#b3402a' } })
    .png()
    .toBuffer();
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
function caller(person: Person) {
  return async <Answer>(method: Method, path: string, payload?: object, headers: Record<string, string> = {}) => {
    const body = payload ? { payload } : {};
    const answer = await app.ask(person, { method, url: `/api/v1${path}`, headers, ...body });
    if (answer.statusCode >= 300) throw Object.assign(new Error(answer.body), { problem: answer.json() });
    const isJson = String(answer.headers['content-type']).includes('json');
    return (isJson ? answer.json() : answer.rawPayload) as Answer;
  };
}
type Call = ReturnType<typeof caller>;

function bring(call: Call, text: string | Buffer, name = 'products.csv'): Promise<ProductImport> {
  const dataUri = `data:text/csv;base64,${Buffer.from(text as string).toString('base64')}`;
  return call('POST', '/product-imports', { name, dataUri });
}
async function check(
  call: Call,
  table: ProductImport,
  more: object = {},
  defaults: object = {},
): Promise<ImportPreview> {
  const columns = table.columns.map(({ proposed }) => proposed);
  return call('POST', `/product-imports/${table.id}/preview`, { mapping: { columns, defaults }, ...more });
}
async function run(call: Call, id: string): Promise<ProductImport> {
  await call('POST', `/product-imports/${id}/run`);
  await runner.runDue();
  return call('GET', `/product-imports/${id}`);
}
const listAll = async (call: Call) =>
  (await call<{ items: Product[] }>('GET', '/products?sort=created&limit=200')).items;
const faultsOf = async (call: Call, id: string) =>
  (await call<{ items: ImportFault[] }>('GET', `/product-imports/${id}/faults`)).items;

const webAddress = () => `http://127.0.0.1:${(web.address() as AddressInfo).port}`;

async function upload(call: Call, name: string, bytes: Buffer): Promise<string> {
  const { id } = await call<{ id: string }>('POST', '/uploads', { name, sizeBytes: bytes.length });
  await call('PUT', `/uploads/${id}/parts/1`, bytes, { 'content-type': 'application/octet-stream' });
  return id;
}
async function zip(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) archive.addBuffer(bytes, name);
  archive.end();
  return buffer(archive.outputStream);
}

describe('an import', () => {
  it('checks every row, writes nothing before it is run, takes corrections, and is undone whole', async () => {
    const person = await app.addPerson('owner');
    const call = caller(person);
    const coat = await call<Product>('POST', '/products', { kind: 'garment', name: 'Coat', sku: 'C-1', tags: ['old'] });
    const table = await bring(
      call,
      'SKU;Name;Price;Type;Tags;Colour;attribute: Material\r\nC-1;Winter coat;129,00 €;;wool, warm;Red;wool\r\nC-1;;;;;Blue;\r\nS-1;חולצת פשתן;12,5O;garment;;;\r\nS-2;;9;shoe;;;\r\n;Cup;;;;;clay\r\n',
    );
    expect(table).toMatchObject({ delimiter: 'semicolon', encoding: 'utf-8', totalRows: 5, state: 'draft' });
    expect(table.columns.map(({ proposed }) => proposed)).toEqual([
      'sku',
      'name',
      'price',
      'kind',
      'tags',
      'variant_colour',
      'attribute:Material',
    ]);
    await expect(call('POST', `/product-imports/${table.id}/run`)).rejects.toThrow('product_import.not_checked');
    const preview = await check(call, table, {}, { currency: 'EUR' });
    expect(preview).toMatchObject({ creates: 1, updates: 1, unchanged: 0, skippedRows: 2, faultCount: 3 });
    expect(preview.faults[0]?.messages).toEqual({
      'Price is “12,5O”, which is no price.': {
        code: 'import_row.no_price',
        values: { column: 'Price', value: '12,5O' },
      },
    });
    expect(preview.faults.map(({ row, column, sentence }) => [row, column, sentence])).toEqual([
      [4, 'Price', 'Price is “12,5O”, which is no price.'],
      [5, 'Type', 'Type is “shoe”; it takes garment, vehicle, object.'],
      [5, 'name', 'A new product needs a name.'],
    ]);
    expect(await listAll(call)).toHaveLength(1);
    const mended = await check(
      call,
      table,
      { corrections: [{ row: 4, column: 2, value: '12,50' }] },
      { currency: 'EUR' },
    );
    expect(mended).toMatchObject({ creates: 2, updates: 1, skippedRows: 1 });

    const done = await run(call, table.id);
    expect(done).toMatchObject({ state: 'completed', created: 2, updated: 1, skipped: 1, doneRows: 6 });
    expect((await faultsOf(call, table.id)).map(({ row }) => row)).toEqual([5, 5]);
    const changed = await call<Product>('GET', `/products/${coat.id}`);
    expect(changed).toMatchObject({
      name: 'Winter coat',
      price: { amountMinor: 12900, currency: 'EUR' },
      tags: ['wool', 'warm'],
    });
    expect(changed.variants.map(({ colour }) => colour)).toEqual(['Red', 'Blue']);
    const shirt = (await listAll(call)).find(({ sku }) => sku === 'S-1')!;
    expect(shirt.price).toEqual({ amountMinor: 1250, currency: 'EUR' });
    expect((await call<{ items: Product[] }>('GET', `/products?q=${encodeURIComponent('פשתנ')}`)).items[0]?.id).toBe(
      shirt.id,
    );

    await call('PATCH', `/products/${shirt.id}`, { status: 'active' }, { 'if-match': String(shirt.revision) });
    await call('POST', `/product-imports/${table.id}/undo`);
    await runner.runDue();
    expect(await call('GET', `/product-imports/${table.id}`)).toMatchObject({
      state: 'undone',
      undone: { restored: 2, kept: 1 },
    });
    const before = await call<Product>('GET', `/products/${coat.id}`);
    expect(before).toMatchObject({ name: 'Coat', price: null, tags: ['old'], variants: [], attributes: [] });
    expect((await listAll(call)).map(({ name }) => name)).toEqual(['Coat', 'חולצת פשתן']);
  });

  it('writes each product once, however often it is broken off, and two programs at once', async () => {
    const call = caller(await app.addPerson('owner'));
    const rows = Array.from({ length: 450 }, (_, index) => `N-${index},Product ${index}`);
    const table = await bring(call, ['sku,name', ...rows].join('\n'));
    await check(call, table);
    let left = 3;
    beforeEvent = () => {
      left -= 1;
      if (left === 0) throw new Error('the power goes');
    };
    await call('POST', `/product-imports/${table.id}/run`);
    await runner.runDue();
    beforeEvent = () => undefined;
    expect(errors.splice(0).map(String)).toEqual(['Error: the power goes']);
    const broken = await call<ProductImport>('GET', `/product-imports/${table.id}`);
    expect(broken).toMatchObject({ state: 'failed', created: 100, doneRows: 101 });
    // As a killed program leaves it: running, with a lease that ran out.
    await app.test.database.inOrganization(await organizationOf(table.id), (transaction) =>
      transaction.query(
        `update product_imports set state = 'running', lease_until = now() - interval '1 s' where id = $1`,
        [table.id],
      ),
    );
    await Promise.all([runner.runDue(), runner.runDue()]);
    expect(await call('GET', `/product-imports/${table.id}`)).toMatchObject({
      state: 'completed',
      created: 450,
      skipped: 0,
    });
    expect((await call<{ total: number }>('GET', '/product-facets')).total).toBe(450);
  });

  it('takes files by address, out of a ZIP and from the library, and lists those that fail by row', async () => {
    const call = caller(await app.addPerson('owner'));
    const address = webAddress();
    const csv = `name,images,back\nShoe,${address}/shoe.png | ${address}/gone.png,Views/BACK.png\nBoot,missing.png,\n`;
    const table = await bring(call, csv);
    const bytes = await zip({ 'views/back.png': await drawPicture(1), 'notes.txt': Buffer.from('text') });
    const withZip = await call<ProductImport>('PUT', `/product-imports/${table.id}/archive`, {
      uploadId: await upload(call, 'views.zip', bytes),
    });
    expect(withZip.archive).toEqual({ name: 'views.zip', files: 2 });
    const preview = await check(call, table);
    expect(preview.faults.map(({ row, kind, value }) => [row, kind, value])).toEqual([[3, 'picture', 'missing.png']]);
    const done = await run(call, table.id);
    expect(done).toMatchObject({ state: 'completed', created: 2, pictures: { total: 4, done: 2, failed: 2 } });
    const [shoe] = await listAll(call);
    const { media } = await call<Product>('GET', `/products/${shoe!.id}`);
    expect(media.map(({ role, asset }) => [role, asset.name])).toEqual([
      ['hero', 'shoe.png'],
      ['back', 'back.png'],
    ]);
    expect((await faultsOf(call, table.id)).map(({ row, sentence }) => [row, sentence])).toEqual([
      [2, 'The address answered with status 404 instead of a file.'],
      [3, 'The ZIP holds no “missing.png”.'],
    ]);
    await call('POST', `/product-imports/${table.id}/undo`);
    await runner.runDue();
    expect(await listAll(call)).toEqual([]);
  });

  it('unpacks a ZIP some files at a time, and a damaged one takes none of the others with it', async () => {
    const call = caller(await app.addPerson('owner'));
    const count = 40;
    const names = Array.from({ length: count }, (_, index) => `${index}.png`);
    const table = await bring(call, ['name,images', ...names.map((name) => `Thing ${name},${name}`)].join('\n'));
    const files: Record<string, Buffer> = {};
    for (const [index, name] of names.entries()) files[name] = await drawPicture(100 + index);
    files['21.png'] = Buffer.alloc(4000, 'x');
    const bytes = await zip(files);
    // What is left of that entry is no deflated data.
    bytes.fill(0xff, bytes.indexOf('21.png') + 6, bytes.indexOf('21.png') + 12);
    const uploadId = await upload(call, 'views.zip', bytes);
    await call('PUT', `/product-imports/${table.id}/archive`, { uploadId });
    await check(call, table);
    const parse = vi.spyOn(app.parser, 'parse');
    expect(await run(call, table.id)).toMatchObject({ state: 'completed', pictures: { done: count - 1, failed: 1 } });
    const unpacked = parse.mock.calls.filter(([work]) => work === 'extract').length;
    parse.mockRestore();
    // Two whole lots, and between them one by one as far as the damaged file lies ahead.
    expect(unpacked).toBeLessThan(count / 2);
    expect((await faultsOf(call, table.id)).map(({ row }) => row)).toEqual([23]);
    const media = (await listAll(call)).map((product) => product.hero?.assetId);
    expect(new Set(media).size).toBe(count);
  });

  it('checks thousands of names against thousands of entries in seconds', async () => {
    const call = caller(await app.addPerson('owner'));
    const names = Array.from({ length: 2500 }, (_, index) => index);
    const table = await bring(call, ['name,images', ...names.map((index) => `N,gone-${index}.png`)].join('\n'));
    const bytes = await zip(Object.fromEntries(names.map((index) => [`views/${index}.png`, Buffer.from('x')])));
    const uploadId = await upload(call, 'views.zip', bytes);
    await call('PUT', `/product-imports/${table.id}/archive`, { uploadId });
    const begin = performance.now();
    expect(await check(call, table)).toMatchObject({ creates: 2500, faultCount: 2500 });
    // Comparing each name with each entry takes a quarter of a minute.
    expect(performance.now() - begin).toBeLessThan(6000);
  });

  it('goes on past a product that can take no more files', async () => {
    const person = await app.addPerson('owner');
    const call = caller(person);
    const full = await call<Product>('POST', '/products', { kind: 'object', name: 'Full', sku: 'F' });
    const variants = Array.from({ length: 150 }, (_, index) => ({ size: String(index) }));
    await call('PUT', `/products/${full.id}/variants`, { variants }, { 'if-match': String(full.revision) });
    const two = [await drawPicture(21), await drawPicture(22)];
    const files = await Promise.all(two.map((bytes) => app.assets.takeSmall(person, bytes, 'a.png', null)));
    await app.test.database.inOrganization(person.organizationId, (transaction) =>
      transaction.query(
        `insert into product_media (id, organization_id, product_id, variant_id, asset_id, role, position)
         select gen_random_uuid(), v.organization_id, v.product_id, v.id, a.id, 'detail', row_number() over ()
         from product_variants v cross join unnest($2::uuid[]) as a (id) where v.product_id = $1`,
        [full.id, files.map(({ id }) => id)],
      ),
    );
    const address = webAddress();
    const table = await bring(call, `sku,name,images\nF,Full,${address}/shoe.png\nG,Good,${address}/shoe.png\n`);
    await check(call, table);
    expect(await run(call, table.id)).toMatchObject({
      state: 'completed',
      pictures: { total: 2, done: 1, failed: 1 },
    });
    expect((await faultsOf(call, table.id)).map(({ row, sentence }) => [row, sentence])).toEqual([
      [2, 'A product may have up to 300 files.'],
    ]);
  });

  it('waits for room on the disk, is not ended by a deadlock, and goes on by itself', async () => {
    const call = caller(await app.addPerson('owner'));
    const address = webAddress();
    const table = await bring(call, `name,images\nA,${address}/1/shoe.png | ${address}/2/shoe.png\n`);
    await check(call, table);
    const freeBytes = app.disk.freeBytes;
    onRequest.set('/1/shoe.png', () => {
      // Hardly room for what is there, and none for one more file.
      app.disk.freeBytes = 5.01e10;
    });
    await call('POST', `/product-imports/${table.id}/run`);
    beforeEvent = () => {
      beforeEvent = () => undefined;
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    };
    await runner.runDue();
    expect(errors.splice(0).map(String)).toEqual(['Error: deadlock detected']);
    expect(await call('GET', `/product-imports/${table.id}`)).toMatchObject({ state: 'running', doneRows: 0 });
    await runner.runDue();
    expect(errors.splice(0).map(String)).toEqual(['KinoraError: disk 94 % used']);
    app.disk.freeBytes = 1e9;
    await runner.runDue();
    const waiting = await call('GET', `/product-imports/${table.id}`);
    app.disk.freeBytes = freeBytes;
    expect(waiting).toMatchObject({ state: 'running', doneRows: 2, pictures: { total: 2, done: 1, failed: 0 } });
    await runner.runDue();
    const done = await call<ProductImport>('GET', `/product-imports/${table.id}`);
    expect(done).toMatchObject({ state: 'completed', pictures: { total: 2, done: 2, failed: 0 } });
    const told = app.facts.filter(({ data }) => data['importId'] === table.id).at(-1);
    expect(told?.data).toMatchObject({ state: 'completed', doneRows: 2, totalRows: 1, picturesDone: 2 });
  });

  it('stops at once while an address does not answer, and takes that file at the next start', async () => {
    const call = caller(await app.addPerson('owner'));
    const table = await bring(call, `name,images\nA,${webAddress()}/slow/shoe.png\n`);
    await check(call, table);
    await call('POST', `/product-imports/${table.id}/run`);
    const stopped = makeRunner();
    const asked = new Promise<void>((resolve) => {
      onRequest.set('/slow/shoe.png', () => {
        onRequest.delete('/slow/shoe.png');
        resolve();
        return new Promise(() => undefined);
      });
    });
    const work = stopped.runDue();
    await asked;
    const begin = performance.now();
    await stopped.stop();
    await work;
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(await call('GET', `/product-imports/${table.id}`)).toMatchObject({ state: 'running', failure: null });
    await runner.runDue();
    expect(await call('GET', `/product-imports/${table.id}`)).toMatchObject({
      state: 'completed',
      pictures: { total: 1, done: 1, failed: 0 },
    });
  });

  it('folds SKUs as the database does, and goes on with the product to which somebody gave a row’s SKU meanwhile', async () => {
    const person = await app.addPerson('owner');
    const call = caller(person);
    const table = await bring(call, 'sku,name\nİSK-1,A\nΚΩΔΙΚΟΣ,C\nκωδικοσ,D\nX-1,E\nX-2,F\nİSK-1,B\n');
    expect(await check(call, table)).toMatchObject({ faultCount: 0 });
    let commit!: () => void;
    let begun!: () => void;
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const other = app.test.database.inOrganization(person.organizationId, async (transaction) => {
      await transaction.query(
        `insert into products (id, organization_id, kind, name, sku) values (gen_random_uuid(), $1, 'object', 'Quicker', 'x-1')`,
        [person.organizationId],
      );
      begun();
      await new Promise<void>((resolve) => {
        commit = resolve;
      });
    });
    await isBegun;
    await call('POST', `/product-imports/${table.id}/run`);
    const work = runner.runDue();
    await expect
      .poll(async () => {
        const waiting = 'select 1 from pg_locks where not granted';
        return (await app.test.database.jobs.query(waiting)).rowCount;
      })
      .toBeGreaterThan(0);
    commit();
    await Promise.all([work, other]);
    expect(errors).toEqual([]);
    const done = await call<ProductImport>('GET', `/product-imports/${table.id}`);
    expect(done).toMatchObject({ state: 'completed', created: 3, updated: 3, skipped: 0 });
    expect((await listAll(call)).map(({ name }) => name).sort()).toEqual(['B', 'D', 'E', 'F']);
  });

  it('refuses a ZIP that reaches outside itself or unpacks without end', async () => {
    const call = caller(await app.addPerson('owner'));
    const table = await bring(call, 'name\nA\n');
    const good = await zip({ 'aa/b.png': Buffer.from('x') });
    const outside = Buffer.from(good.toString('latin1').replaceAll('aa/b.png', '../b.png'), 'latin1');
    const bomb = await zip({ 'a.png': Buffer.alloc(50_000_000) });
    for (const bytes of [outside, bomb]) {
      const uploadId = await upload(call, 'views.zip', bytes);
      await expect(call('PUT', `/product-imports/${table.id}/archive`, { uploadId })).rejects.toThrow(
        'intake.archive_unsafe',
      );
    }
    const uploadId = await upload(call, 'views.zip', good.subarray(0, 60));
    await expect(call('PUT', `/product-imports/${table.id}/archive`, { uploadId })).rejects.toThrow('intake.damaged');
  });
});

describe('an export', () => {
  it.each([
    ['comma', 'utf-8'],
    ['semicolon', 'utf-16le'],
  ])('with %s in %s changes nothing when imported again, and makes the same elsewhere', async (delimiter, encoding) => {
    const person = await app.addPerson('owner');
    const call = caller(person);
    const picture = await app.assets.takeSmall(person, await drawPicture(3), 'front.png', null);
    const bag = await call<Product>('POST', '/products', {
      kind: 'object',
      name: '=Bag "Nº 1"; small, red',
      sku: '-1',
      price: { amountMinor: 1250, currency: 'KWD' },
      description: ' Lines\r\nand "quotes",\n\ttabs; שָׁלוֹם 👟 ',
      tags: ['a b', 'قماش'],
      attributes: [
        { key: 'Weight, g', type: 'number', value: -0.5 },
        { key: 'Care', type: 'text', value: '+30°\n@home' },
      ],
      media: [{ assetId: picture.id }],
    });
    const variants = [
      { size: 'S', colour: '=red', sku: 'v1', price: { amountMinor: 1, currency: 'EUR' } },
      { year: 2027, trim: 'GT', attributes: [{ key: 'Doors', type: 'number', value: 5 }] },
    ];
    await call('PUT', `/products/${bag.id}/variants`, { variants }, { 'if-match': String(bag.revision) });
    await call('POST', '/products', { kind: 'vehicle', name: 'Plain', status: 'archived' });
    const before = await readProducts(call);

    const csv = await call<Buffer>('GET', `/product-export?delimiter=${delimiter}&encoding=${encoding}`);
    const table = await bring(call, csv);
    expect(table.columns.every(({ proposed }) => proposed !== null)).toBe(true);
    expect(await check(call, table)).toMatchObject({
      creates: 0,
      updates: 0,
      unchanged: 2,
      faultCount: 0,
      pictures: 0,
    });
    expect(await run(call, table.id)).toMatchObject({ state: 'completed', unchanged: 2 });
    expect(await readProducts(call)).toEqual(before);

    const elsewhere = caller(await app.addPerson('owner'));
    const copy = await bring(elsewhere, csv);
    await check(elsewhere, copy);
    expect(await run(elsewhere, copy.id)).toMatchObject({ created: 2, pictures: { total: 1, failed: 1 } });
    expect((await readProducts(elsewhere)).map(withoutIds)).toEqual(before.map(withoutIds));
  });
});

async function readProducts(call: Call): Promise<Product[]> {
  const products: Product[] = [];
  for (const { id } of await listAll(call)) products.push(await call<Product>('GET', `/products/${id}`));
  return products;
}

/** What a table carries from one organization to another: facts, not ids, files or times. Attributes stand in its order. */
function withoutIds(product: Product) {
  const { kind, name, sku, price, status, description, tags, attributes, variants } = product;
  const inOrder = [...attributes].sort((a, b) => a.key.localeCompare(b.key));
  const bare = variants.map(({ id: _id, ...variant }) => variant);
  return { kind, name, sku, price, status, description, tags, attributes: inOrder, variants: bare };
}

async function organizationOf(importId: string): Promise<string> {
  const { rows } = await app.test.database.jobs.query<{ organization_id: string }>(
    'select organization_id from product_imports where id = $1',
    [importId],
  );
  return rows[0]!.organization_id;
}
