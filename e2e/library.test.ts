import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@kinora/media-node';
import type { Browser, BrowserContext, Page } from 'playwright-core';
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
import { drawLibraryPictures, makeTone } from './library-files.ts';
import type { PictureFile } from './product-pictures.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { makeRecording } from './testing/recorded-films.ts';

const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };
const REEL = { name: 'reel.webm', width: 640, height: 360, seconds: 2, framesPerSecond: 25 } as const;

type Listed = { id: string; name: string };
const browser: Browser | undefined = await findBrowser();

/** The library from its first dropped files to a film that takes one of them, in one page and in order. */
describe.skipIf(!browser)('the library', () => {
  let studio: TestStudio;
  let context: BrowserContext;
  let page: Page;
  let prefix = '';
  let pictures: PictureFile[] = [];
  let films = '';
  const errors: string[] = [];
  const headers = () => ({ origin: studio.address });
  const tile = (name: string) => page.locator('.asset-tile', { has: page.getByText(name, { exact: true }) });
  const isShown = (name: string) => tile(name).first().waitFor();

  beforeAll(async () => {
    studio = await startTestStudio();
    context = await openContext(browser as Browser, studio.address, DESKTOP);
    const token = new URL(studio.setupLink).searchParams.get('token');
    const data = { token, ...OWNER, organizationName: 'Sable House', withSample: false };
    const made = await context.request.post('/api/v1/setup', { headers: headers(), data });
    expect(made.status(), await made.text()).toBe(201);
    prefix = `/o/${(await (await context.request.get('/api/v1/me')).json()).organization.id}`;
    pictures = await drawLibraryPictures(context);
    films = await mkdtemp(join(tmpdir(), 'kinora-library-'));
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    await rm(films, { recursive: true, force: true });
  });

  async function listAssets(query = ''): Promise<Listed[]> {
    return (await (await page.request.get(`/api/v1/assets?limit=100&${query}`)).json()).items;
  }
  async function idOf(name: string): Promise<string> {
    const found = (await listAssets()).find((one) => one.name === name);
    if (!found) throw new Error(`no file ${name}`);
    return found.id;
  }

  /** Axe finds nothing in the screen as it is, in this theme and language, and nothing scrolls sideways. */
  async function expectAccessible(view: Pick<View, 'theme' | 'language'>, settled: string): Promise<void> {
    await turnPage(page, view);
    await page.locator(settled).first().waitFor();
    expect(await listAxeViolations(page), `${page.url()} ${view.theme} ${view.language}`).toEqual([]);
    expect(await fitsWidth(page), `${page.url()} scrolls sideways`).toBe(true);
    await turnPage(page, DESKTOP);
    await page.locator(settled).first().waitFor();
  }

  test('an empty library says how to begin, and many files come in at once with what is refused said in place', async () => {
    await page.goto(`${prefix}/library/assets`);
    await page.getByText('No file yet.').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    const engine = await openEngine();
    const film = await makeRecording(engine, films, { ...REEL, container: 'webm', encoder: 'libvpx' });
    await engine.close();
    const files = [
      ...pictures,
      makeTone(2),
      { name: 'harbour reel.webm', mimeType: 'video/webm', buffer: await readFile(film) },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('nothing to see '.repeat(40)) },
    ];
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.getByRole('alert').filter({ hasText: 'notes.txt' }).waitFor({ timeout: 90_000 });
    await isShown('harbour reel.webm');
    expect(await listAssets()).toHaveLength(pictures.length + 2);
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }, 150_000);

  test('a file comes by its address through the guard, and a refusal stands under the field', async () => {
    const mark =
      '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect width="180" height="180" fill="#245fd4"/></svg>';
    const site = createServer((request, response) => {
      if (request.url !== '/mark.svg') response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(mark);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    await page.getByRole('button', { name: 'Other ways to add files' }).click();
    await page.getByRole('menuitem', { name: 'Add from an address' }).click();
    const field = page.getByLabel('Address of the file');
    await field.fill(`${base}/gone.png`);
    await page.getByRole('button', { name: 'Fetch the file' }).click();
    await page.getByText('answered with status 404').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await field.fill(`${base}/mark.svg`);
    await page.getByRole('button', { name: 'Fetch the file' }).click();
    await page.getByText('mark.svg is in the library.').waitFor();
    await isShown('mark.svg');
    site.close();
  });

  test('rows keep every shape, and filters, search and order stand in the address that Back undoes', async () => {
    await page.goto(`${prefix}/library/assets`);
    await isShown('field watch.png');
    const box = await tile('campaign banner.png').locator('.media').boundingBox();
    expect(box!.width / box!.height).toBeCloseTo(1600 / 500, 1);
    const square = await tile('field watch.png').locator('.media').boundingBox();
    expect(square!.width / square!.height).toBeCloseTo(1, 1);
    await page.getByRole('button', { name: /^Sound 1/ }).click();
    await page.waitForURL(/kind=audio/);
    await expect.poll(() => page.locator('.asset-tile').count()).toBe(1);
    await page.goBack();
    await expect.poll(() => page.locator('.asset-tile').count()).toBe(pictures.length + 3);
    await page.keyboard.press('/');
    await page.keyboard.type('harbour coat');
    await page.waitForURL(/q=harbour/);
    await expect.poll(() => page.locator('.asset-tile').count()).toBe(2);
    await page.reload();
    await expect.poll(() => page.locator('.asset-tile').count()).toBe(2);
    await page.goto(`${prefix}/library/assets?q=${encodeURIComponent('מעיל')}`);
    await isShown('מעיל נמל.png');
    await page.goto(`${prefix}/library/assets?q=nothing-like-it`);
    await page.getByText('No file like this.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await isShown('field watch.png');
  });

  test('what is in use stays and says where; the rest goes to the trash by keys and comes back by undo', async () => {
    const media = [{ assetId: await idOf('harbour coat front.png') }];
    const data = { kind: 'garment', name: 'Harbour coat', media };
    await page.request.post('/api/v1/products', { headers: headers(), data });
    await page.request.post('/api/v1/brands', { headers: headers(), data: { name: 'Sable', colours: ['#3d5a6c'] } });
    await page.goto(`${prefix}/library/assets?sort=name`);
    await tile('field watch.png').locator('.asset-open').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+X');
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('Escape');
    await tile('field watch.png').locator('input').check();
    await tile('harbour coat front.png')
      .locator('.asset-open')
      .click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    const chosen = page.getByLabel('Selected files');
    await chosen.getByRole('button', { name: 'Delete to trash' }).click();
    await page.getByText('harbour coat front.png stays: it is used by the product “Harbour coat”.').waitFor();
    await page.getByText('2 files are in the trash.').waitFor();
    await expect.poll(async () => (await listAssets('deleted=true')).length).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await listAssets('deleted=true')).length).toBe(0);

    await tile('market stall.png').locator('input').check();
    await chosen.getByRole('button', { name: 'Delete to trash' }).click();
    await page.getByRole('button', { name: /^Trash 1/ }).click();
    await page.getByText('30 days left').waitFor();
    await tile('market stall.png').locator('.asset-open').click();
    await page.getByText('In the trash.').waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(async () => (await listAssets('deleted=true')).length).toBe(0);
  });

  test('a picture is looked at to its single pixels, its colour read against the brand’s, and its neighbours reached by keys', async () => {
    await page.goto(`${prefix}/library/assets/${await idOf('harbour coat front.png')}?sort=name`);
    const layer = page.locator('.zoom-layer');
    await layer.waitFor();
    const scale = async () => Number(/scale\(([\d.]+)\)/.exec((await layer.getAttribute('style')) ?? '')?.[1]);
    // Whole is whatever fits: the stage still changes its size while the details beside it arrive.
    await expect.poll(scale).toBeLessThan(1);
    await page.keyboard.press('1');
    await expect.poll(scale).toBe(1);
    await page.keyboard.press('8');
    await expect.poll(scale).toBe(8);
    await page.getByTestId('pixel-grid').waitFor();
    await page.keyboard.press('i');
    const stage = (await page.locator('.zoom-stage').boundingBox())!;
    await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2);
    await page.locator('.readout').getByText('#3d5a6c').first().waitFor();
    await page.locator('.readout').getByText('ΔE₀₀ 0').waitFor();
    await page.keyboard.press('i');
    await page.keyboard.press('f');
    await expect.poll(scale).toBeLessThan(1);
    const whole = await scale();
    await page.mouse.wheel(0, -400);
    await expect.poll(scale).toBeGreaterThan(whole);
    await page.keyboard.press('f');
    await page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Harbour coat' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { level: 1, name: 'harbour reel.webm' }).waitFor();
    await page.keyboard.press('PageUp');
    await page.getByRole('heading', { level: 1, name: 'harbour coat front.png' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/library\/assets\?sort=name$/);
  });

  test('two pictures are compared in one address: side by side with one zoom, wiped, and what differs', async () => {
    await page.goto(`${prefix}/library/assets/${await idOf('harbour coat front.png')}`);
    await page.locator('.zoom-layer').waitFor();
    await page.keyboard.press('v');
    await page.locator('.modal-picker').getByRole('button', { name: 'harbour coat back.png' }).click();
    await page.getByRole('button', { name: 'Choose 1 file' }).click();
    await page.waitForURL(/with=/);
    const layers = page.locator('.zoom-layer');
    await expect.poll(() => layers.count()).toBe(2);
    await page.keyboard.press('+');
    const scaleOf = async (index: number) =>
      /scale\([\d.]+\)/.exec((await layers.nth(index).getAttribute('style'))!)?.[0];
    expect(await scaleOf(0)).toBe(await scaleOf(1));
    expect(await listAxeViolations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Slider' }).click();
    await page.waitForURL(/look=wipe/);
    await page.getByLabel('Where one picture ends').fill('20');
    await expect.poll(() => page.locator('.compare-wiped').getAttribute('style')).toContain('20%');
    await page.getByRole('radio', { name: 'Difference × 4' }).click();
    await page.locator('.compare-difference').waitFor();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await expect.poll(() => layers.count()).toBe(1);
  });

  test('a sound shows its waveform and plays from a moment; a film goes frame by frame', async () => {
    await page.goto(`${prefix}/library/assets/${await idOf('harbour theme.wav')}`);
    await page.locator('.sound-outline').waitFor();
    await page.getByLabel('Position').fill('1.5');
    await page.getByText('0:01.5').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await page.goto(`${prefix}/library/assets/${await idOf('harbour reel.webm')}`);
    await page.locator('.player video').waitFor();
    await page.keyboard.press('.');
    await page.locator('.player-bar .timecode', { hasText: '00:00:00:01' }).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
  });

  test('a file is renamed in its place, and the other open page hears of it', async () => {
    const other = await context.newPage();
    await other.goto(`${prefix}/library/assets`);
    await other.getByText('story cover.png').waitFor();
    await page.goto(`${prefix}/library/assets/${await idOf('story cover.png')}`);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name of the file').fill('Story cover, spring.png');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { level: 1, name: 'Story cover, spring.png' }).waitFor();
    await other.getByText('Story cover, spring.png').waitFor();
    await other.close();
  });

  test('a film takes pictures that are in the library already', async () => {
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByRole('button', { name: 'From the library' }).click();
    const picker = page.getByRole('dialog', { name: 'Pictures and films for this film' });
    await picker.getByRole('button', { name: 'field watch.png' }).click();
    await picker.getByRole('button', { name: 'market stall.png' }).click();
    await picker.getByText('2 chosen of 24 at most').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await picker.getByRole('button', { name: 'Choose 2 files' }).click();
    await expect.poll(() => page.locator('.shelf-tile').count()).toBe(2);
  });

  test('every face of it passes axe in both themes and in Hebrew, and fits a phone', async () => {
    await page.goto(`${prefix}/library/assets`);
    await expectAccessible({ theme: 'light', language: 'en' }, '.asset-tile');
    await expectAccessible({ theme: 'dark', language: 'he' }, '.asset-tile');
    await page.goto(`${prefix}/library/assets/${await idOf('market stall.png')}`);
    await expectAccessible({ theme: 'light', language: 'he' }, '.zoom-layer');
    await expectAccessible({ theme: 'dark', language: 'ar' }, '.zoom-layer');
    const phone = await openContext(browser as Browser, studio.address, { ...PHONE, width: 360 });
    await phone.addCookies(await context.cookies());
    const small = await phone.newPage();
    for (const path of ['', `/${await idOf('market stall.png')}`]) {
      await small.goto(`${prefix}/library/assets${path}`);
      await small
        .locator(path === '' ? '.asset-tile' : '.zoom-layer')
        .first()
        .waitFor();
      expect(await fitsWidth(small), path).toBe(true);
      expect(await listAxeViolations(small), path).toEqual([]);
    }
    await phone.close();
    // What the browser itself writes of the two files that were refused.
    expect(errors.filter((line) => !/status of (415|422)/.test(line))).toEqual([]);
  }, 120_000);
});
