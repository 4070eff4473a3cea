import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DESKTOP,
  findBrowser,
  fitsWidth,
  listAxeViolations,
  openContext,
  PHONE,
  turnPage,
  type View,
  watchErrors,
} from './browser.ts';
import { drawProductPictures, type PictureFile } from './product-pictures.ts';
import { startTestStudio, type TestStudio } from './studio.ts';

const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };
const TABLE = [
  'Name,SKU,Price,Currency,Colour',
  'Harbour coat,SB-9001,"329,00",EUR,navy',
  'Harbour hat,SB-9002,"12,5O",EUR,grey',
  'צעיף נמל,SB-9003,59,EUR,כחול',
].join('\n');

const browser: Browser | undefined = await findBrowser();

/** A brand's catalogue from its first dropped photographs to an import taken back, in one page and in order. */
describe.skipIf(!browser)('the catalogue', () => {
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  let pictures: PictureFile[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    const token = new URL(studio.setupLink).searchParams.get('token');
    const made = await context.request.post('/api/v1/setup', {
      headers: { origin: studio.address },
      data: { token, ...OWNER, organizationName: 'Sable House', withSample: false },
    });
    expect(made.status(), await made.text()).toBe(201);
    const me = await (await context.request.get('/api/v1/me')).json();
    prefix = `/o/${me.organization.id}`;
    pictures = await drawProductPictures(context);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  /** Axe finds nothing in the screen as it is, in this theme and language, and nothing scrolls sideways. */
  async function expectAccessible(view: Pick<View, 'theme' | 'language'>, settled: string): Promise<void> {
    await turnPage(page, view);
    await page.locator(settled).first().waitFor();
    expect(await listAxeViolations(page), `${page.url()} ${view.theme} ${view.language}`).toEqual([]);
    expect(await fitsWidth(page), `${page.url()} scrolls sideways`).toBe(true);
    await turnPage(page, DESKTOP);
    await page.locator(settled).first().waitFor();
  }

  async function listProducts(query = ''): Promise<{ id: string; name: string; status: string; revision: number }[]> {
    return (await (await page.request.get(`/api/v1/products?${query}`)).json()).items;
  }

  async function findProduct(words: string) {
    const [found] = await listProducts(`q=${words}`);
    if (!found) throw new Error(`no product by ${words}`);
    return found;
  }

  test('photographs become products after a look over', async () => {
    await page.goto(`${prefix}/products`);
    await page.getByText('No product yet.').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    const [front, second] = pictures as [PictureFile, PictureFile];
    await page.locator('input[type=file]').setInputFiles([
      { ...front, name: 'nera-bottle_front.png' },
      { ...second, name: 'nera-bottle_detail.png' },
      { ...second, name: 'field-watch.png', buffer: Buffer.concat([second.buffer, Buffer.alloc(1)]) },
    ]);
    const review = page.getByRole('dialog');
    await review.getByRole('textbox', { name: 'Name' }).nth(1).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await review.getByRole('textbox', { name: 'Name' }).first().fill('Nera bottle');
    await review.getByRole('radio', { name: 'Object' }).check();
    await review.getByRole('button', { name: 'Make 2 products' }).click();
    await page.getByText('2 products made.').waitFor({ timeout: 30_000 });
    await review.waitFor({ state: 'detached' });
    await page.locator('.product-tile', { hasText: 'Nera bottle' }).locator('img').waitFor();
    expect((await listProducts()).map(({ name }) => name).sort()).toEqual(['Field watch', 'Nera bottle']);
  });

  test('a dropped folder is looked over with its files in groups', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kinora-drop-'));
    await mkdir(join(folder, 'spring', 'harbour-bag'), { recursive: true });
    for (const [index, { buffer }] of pictures.entries())
      await writeFile(
        join(folder, 'spring', 'harbour-bag', `${['front', 'back'][index]}.png`),
        Buffer.concat([buffer, Buffer.alloc(7)]),
      );
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [join(folder, 'spring')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data });
    const review = page.getByRole('dialog');
    await review.getByRole('textbox', { name: 'Name' }).first().waitFor();
    expect(await review.getByRole('textbox', { name: 'Name' }).first().inputValue()).toBe('Harbour bag');
    expect(await review.locator('img').count()).toBe(2);
    await page.keyboard.press('Escape');
    await review.waitFor({ state: 'detached' });
    await rm(folder, { recursive: true });
  });

  test('search, filters and look stand in the address; Back undoes a filter', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('wacth');
    await expect.poll(() => page.locator('.product-tile').count()).toBe(1);
    await page.getByText('Shown instead:').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('wacth');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await expect.poll(() => page.locator('.product-tile').count()).toBe(2);
    await page.getByRole('button', { name: /^Active/ }).click();
    await page.getByText('No product like this.').waitFor();
    await page.goBack();
    await expect.poll(() => page.locator('.product-tile').count()).toBe(2);
    await page.getByRole('radio', { name: 'Rows' }).check();
    await page.locator('.product-row').nth(1).waitFor();
    expect(new URL(page.url()).searchParams.get('look')).toBe('table');
    await expectAccessible({ theme: 'light', language: 'he' }, '.product-row');
    await page.getByRole('radio', { name: 'Pictures' }).check();
    await expectAccessible({ theme: 'dark', language: 'ar' }, '.product-tile');
  });

  test('Space shows one large, arrows its neighbours; focus goes along', async () => {
    await page.locator('[data-place="0"]').focus();
    const first = (await page.locator('[data-place="0"] .strong').textContent()) ?? '';
    await page.keyboard.press(' ');
    const look = page.getByRole('dialog');
    await look.getByRole('heading', { name: first }).waitFor();
    expect(await look.evaluate((own) => own.scrollWidth <= own.clientWidth)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => look.getByRole('heading').textContent()).not.toBe(first);
    await page.keyboard.press('Escape');
    await look.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-place'))).toBe('1');
  });

  test('many are changed at once and changed back', async () => {
    await page.locator('[data-place="0"]').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitem', { name: 'Active' }).click();
    await page.getByText('2 products are active.').waitFor();
    expect((await listProducts('status=active')).length).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await listProducts('status=draft')).length).toBe(2);
  });

  test('a product is written, its pictures get roles by keys, its variants rows; all of it can be undone', async () => {
    await page.locator('.product-open', { hasText: 'Nera bottle' }).click();
    await page.locator('.gallery-open').nth(1).click();
    await page.keyboard.press('1');
    const heroIs = async (name: string) => {
      const { id } = await findProduct('nera');
      const product = await (await page.request.get(`/api/v1/products/${id}`)).json();
      return product.media.find(({ role }: { role: string }) => role === 'hero')?.asset.name === name;
    };
    await expect.poll(() => heroIs('nera-bottle_detail.png')).toBe(true);
    await page.getByLabel('Text for those who do not see it').fill('The cap from above');
    await page.getByLabel('Description').fill('Steel, 500 ml, cold for a day.');
    await page.getByRole('button', { name: 'Add a variant' }).click();
    await page.getByLabel('Colour of New variant').fill('green');
    await page.locator('.variants .button').first().focus();
    await page.getByText(/^Saved/).waitFor();
    await page.getByLabel('Colour of green').waitFor();
    await expect
      .poll(async () => (await page.request.get(`/api/v1/products/${(await findProduct('nera')).id}`)).json())
      .toMatchObject({ description: 'Steel, 500 ml, cold for a day.', variants: [{ colour: 'green' }] });
    await page.reload();
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Steel, 500 ml, cold for a day.');
    expect(await page.getByLabel('Colour of green').inputValue()).toBe('green');
    await page.locator('.gallery-open').first().click();
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('.gallery-open').count()).toBe(1);
    await page.locator('.top').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.locator('.gallery-open').count()).toBe(2);
    await expect.poll(() => heroIs('nera-bottle_detail.png')).toBe(true);
    await expectAccessible({ theme: 'light', language: 'ar' }, '.gallery-open');
  });

  test('its pictures are dragged to another place and role, and one arrives over a broken connection', async () => {
    const { id } = await findProduct('nera');
    const readMedia = async (): Promise<{ id: string; role: string; asset: { name: string } }[]> =>
      (await (await page.request.get(`/api/v1/products/${id}`)).json()).media;
    const before = (await readMedia()).map((one) => one.id);
    const tiles = page.locator('.gallery-open');
    await tiles.nth(1).dragTo(tiles.first());
    await expect.poll(async () => (await readMedia()).map((one) => one.id)).toEqual(before.toReversed());
    const [dragged] = before as [string];
    const roleOf = async () => (await readMedia()).find((one) => one.id === dragged)?.role;
    await page.locator(`[data-media="${dragged}"]`).dragTo(page.locator('.roles .chip', { hasText: 'Lifestyle' }));
    await expect.poll(roleOf).toBe('lifestyle');
    let broken = 0;
    await page.route('**/uploads/*/parts/*', (route) => {
      broken += 1;
      return broken <= 2 ? route.abort('connectionreset') : route.continue();
    });
    const [front] = pictures as [PictureFile];
    const late = { ...front, name: 'late.png', buffer: Buffer.concat([front.buffer, Buffer.alloc(3)]) };
    await page.locator('.gallery input[type=file]').setInputFiles(late);
    await expect
      .poll(async () => (await readMedia()).some(({ asset }) => asset.name === 'late.png'), { timeout: 30_000 })
      .toBe(true);
    expect(broken).toBe(3);
    await page.unroute('**/uploads/*/parts/*');
    // The browser's own lines about the two cuts that the test made.
    for (const line of errors.splice(0)) if (!line.includes('ERR_CONNECTION_RESET')) errors.push(line);
    await tiles.nth(2).waitFor();
    await page.locator('.top').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => tiles.count()).toBe(2);
  });

  test('a large file goes on where it stopped after a reload in the middle of it', { timeout: 120_000 }, async () => {
    const { id } = await findProduct('nera');
    const [front] = pictures as [PictureFile];
    const folder = await mkdtemp(join(tmpdir(), 'kinora-large-'));
    const path = join(folder, 'large.png');
    // Signs behind a picture's end belong to no picture and are kept: three parts of what the studio takes at once.
    await writeFile(path, Buffer.concat([front.buffer, Buffer.alloc(20_000_000, 7)]));
    const sent: string[] = [];
    await page.route('**/uploads/*/parts/*', async (route) => {
      const part = route.request().url().split('/').at(-1)!;
      sent.push(part);
      // The second part stays on its way until the page is left.
      if (part === '2' && sent.filter((one) => one === '2').length === 1) return;
      await route.continue();
    });
    const choose = () => page.locator('.gallery input[type=file]').setInputFiles(path);
    await choose();
    await expect.poll(() => sent, { timeout: 30_000 }).toEqual(['1', '2']);
    await page.reload();
    await page.locator('.gallery-open').first().waitFor();
    await choose();
    const names = async (): Promise<string[]> =>
      (await (await page.request.get(`/api/v1/products/${id}`)).json()).media.map(
        ({ asset }: { asset: { name: string } }) => asset.name,
      );
    await expect.poll(names, { timeout: 60_000 }).toContain('large.png');
    expect(sent).toEqual(['1', '2', '2', '3']);
    await page.unroute('**/uploads/*/parts/*');
    const made = (await (await page.request.get(`/api/v1/products/${id}`)).json()).media.find(
      ({ asset }: { asset: { name: string } }) => asset.name === 'large.png',
    );
    expect(made.asset.sizeBytes).toBe(front.buffer.length + 20_000_000);
    await page.locator('.top').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(names).not.toContain('large.png');
    await rm(folder, { recursive: true });
  });

  test('somebody else sees it change without reload', async () => {
    const { id, revision } = await findProduct('nera');
    const changed = await page.request.patch(`/api/v1/products/${id}`, {
      headers: { origin: studio.address, 'if-match': String(revision) },
      data: { name: 'Nera flask' },
    });
    expect(changed.status()).toBe(200);
    await page.getByRole('heading', { level: 1, name: 'Nera flask' }).waitFor();
  });

  test('who else has the product open is seen, on both sides, until they leave', async () => {
    const headers = { origin: studio.address };
    const invited = await page.request.post('/api/v1/invitations', {
      headers,
      data: { email: 'omar@sable.example', role: 'viewer' },
    });
    const { link } = await invited.json();
    const theirs = await openContext(browser as Browser, studio.address, DESKTOP);
    await theirs.request.post(`/api/v1/auth/invitations/${link.split('/').at(-1)}/accept`, {
      headers,
      data: { name: 'Omar Haddad', password: 'four other quiet words' },
    });
    const other = await theirs.newPage();
    await other.goto(page.url());
    const here = (one: Page) => one.getByRole('list', { name: 'Here now' });
    await here(page).getByText('Omar Haddad').waitFor();
    // Told at once, and again every 20 s to a page whose stream was not open yet.
    await here(other).getByText(OWNER.name).waitFor({ timeout: 25_000 });
    expect(await listAxeViolations(page)).toEqual([]);
    await other.getByRole('link', { name: 'Catalogue' }).click();
    await here(page).waitFor({ state: 'detached' });
    await theirs.close();
  });

  test('an edit beside somebody else’s is kept; one of the same words is refused and offered again', async () => {
    const { id } = await findProduct('nera');
    const path = `**/api/v1/products/${id}`;
    let theirs: object | undefined;
    await page.route(path, async (route) => {
      const data = theirs;
      if (route.request().method() === 'PATCH' && data) {
        theirs = undefined;
        const { revision } = await findProduct('nera');
        const url = `/api/v1/products/${id}`;
        await page.request.patch(url, { headers: { origin: studio.address, 'if-match': String(revision) }, data });
      }
      await route.continue();
    });
    const description = page.getByLabel('Description');
    const readProduct = async () => (await page.request.get(`/api/v1/products/${id}`)).json();
    theirs = { sku: 'NERA-9' };
    await description.fill('Steel, 750 ml.');
    await description.blur();
    await expect.poll(readProduct).toMatchObject({ description: 'Steel, 750 ml.', sku: 'NERA-9' });
    theirs = { description: 'Theirs.' };
    await description.fill('Ours.');
    await description.blur();
    await page.getByText('Somebody changed this product while you were editing.').waitFor();
    expect(await readProduct()).toMatchObject({ description: 'Theirs.' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(readProduct).toMatchObject({ description: 'Ours.' });
    await description.fill('Steel, 500 ml, cold for a day.');
    await description.blur();
    await expect.poll(readProduct).toMatchObject({ description: 'Steel, 500 ml, cold for a day.' });
    await page.unroute(path);
    // The browser's own lines about the two refusals that the test made.
    for (const line of errors.splice(0)) if (!line.includes('412')) errors.push(line);
  });

  test('a film begins with its pictures and its words', async () => {
    await page.getByRole('link', { name: 'Make a film' }).click();
    await page.locator('.shelf-remove').nth(1).waitFor();
    const brief = page.getByLabel('What the film is for, who should see it, what it must say');
    expect(await brief.inputValue()).toContain('Nera flask. Steel, 500 ml, cold for a day.');
    expect(new URL(page.url()).search).toBe('');
  });

  test('several products become a film each by one press, priced together', async () => {
    const headers = { origin: studio.address };
    // Held in the queue: nothing is drawn here.
    await page.request.post('/api/v1/queue/paused', { headers, data: { isPaused: true } });
    await page.goto(`${prefix}/products`);
    await page.locator('[data-place="0"]').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'A film of each' }).click();
    await page.getByRole('heading', { level: 1, name: 'A film of each' }).waitFor();
    await page.getByRole('radio', { name: /^Spotlight/ }).check();
    await page.getByRole('radio', { name: '5 s', exact: true }).check();
    for (const ratio of ['9:16', '1:1', '4:5']) await page.getByRole('button', { name: ratio }).click();
    await page.getByText('2 files of 5 s.').waitFor();
    await expectAccessible({ theme: 'light', language: 'he' }, '.many-products');
    await page.getByRole('radio', { name: '5 s', exact: true }).check();
    const make = page.getByRole('button', { name: /^Make 2 films/ });
    await expect.poll(() => make.isEnabled()).toBe(true);
    await make.click();
    await page.waitForURL(/\/queue/);
    const { items } = await (await page.request.get('/api/v1/jobs')).json();
    const films = items.filter(({ kind }: { kind: string }) => kind === 'product-film');
    expect(films.map(({ title }: { title: string }) => title).sort()).toEqual(
      (await listProducts('hasHero=true')).map(({ name }) => `${name}, 5 s`).sort(),
    );
    await page.request.post('/api/v1/queue/clear', { headers, data: {} });
    await page.goto(prefix);
    await page
      .locator('.make')
      .getByRole('link', { name: /^Product film/ })
      .waitFor();
    await page.keyboard.press('3');
    await page.waitForURL(/studios\/product-film$/);
    await page.request.post('/api/v1/queue/paused', { headers, data: { isPaused: false } });
  });

  test('a table is matched, put right in place, imported and taken back', async () => {
    await page.goto(`${prefix}/products/import`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'spring.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
    await page.waitForURL(/\/products\/import\/.+/);
    await page.getByRole('button', { name: 'Import 2 rows, skip 1' }).waitFor();
    await expectAccessible({ theme: 'light', language: 'he' }, '.import-faults');
    for (const [language, sentence] of [
      ['he', 'Price: ״12,5O״ אינו מחיר.'],
      ['ar', 'Price: «12,5O» ليس سعرًا.'],
    ] as const) {
      await turnPage(page, { theme: 'dark', language });
      await page.getByText(sentence).waitFor();
    }
    await turnPage(page, DESKTOP);
    await page.locator('.import-faults').waitFor();
    await page.getByLabel('Row 3 Price').fill('12.50');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByText('Imported', { exact: true }).waitFor();
    expect((await listProducts('q=harbour')).length).toBe(2);
    expect(await listAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo the whole import' }).click();
    await page.getByText('Taken back', { exact: true }).waitFor();
    await expect.poll(async () => (await listProducts()).length).toBe(2);
  });

  test('a phone sees every screen without sideways scroll', async () => {
    const context = await openContext(browser as Browser, studio.address, { ...PHONE, language: 'he', theme: 'light' });
    await context.addCookies((await page.context().storageState()).cookies);
    const phone = await context.newPage();
    watchErrors(phone, errors);
    const { id } = await findProduct('nera');
    for (const path of ['/products', '/products?look=table', `/products/${id}`, '/products/import']) {
      await phone.goto(prefix + path);
      await phone.locator('.products .product-open, .product-row, .gallery-open, .import-drop').first().waitFor();
      expect(await fitsWidth(phone), path).toBe(true);
      expect(await listAxeViolations(phone), path).toEqual([]);
    }
    await context.close();
  });

  test('nothing failed in the browser on the way', () => {
    expect(errors).toEqual([]);
  });
});
