import type { Brand, Job, SavedTemplate } from '@kinora/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, findBrowser, openContext, PHONE, watchErrors } from './browser.ts';
import { drawProductPictures } from './product-pictures.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { createOwner } from './testing/owner.ts';
import { createStudioApi, type StudioApi } from './testing/studio-api.ts';
import { until } from './testing/until.ts';

const browser: Browser | undefined = await findBrowser();

/** Nothing that a person typed is lost by a reload, by a studio that is away or by going on too soon; nor does it land elsewhere. */
describe.skipIf(!browser)('what was typed', () => {
  let studio: TestStudio;
  let api: StudioApi;
  let page: Page;
  let prefix = '';
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    api = createStudioApi(context, studio.address);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
    await page.goto(studio.setupLink);
    await createOwner(page, { withSample: false });
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  /** As a link of the app's own would: no page is loaded. */
  const turnTo = (path: string) => page.evaluate((to) => history.pushState(null, '', to), prefix + path);
  const brand = async (id: string) =>
    (await api.get<{ items: Brand[] }>('/brands')).items.find((one) => one.id === id) as Brand;
  const template = async (id: string) =>
    (await api.get<{ items: SavedTemplate[] }>('/product-templates')).items.find(
      (one) => one.id === id,
    ) as SavedTemplate;
  const makeBrand = async (name: string) => (await api.post<Brand>('/brands', { name })).id as string;

  test('in the form of a product film is there after a reload and on a phone, and gone once the film is begun', async () => {
    await page.goto(`${prefix}/studios/product-film`);
    const [picture] = await drawProductPictures(page.context());
    await page.locator('.new-film-form input[type=file][multiple]').setInputFiles([picture!]);
    await page.locator('.shelf-remove').waitFor();
    await page.getByRole('radio', { name: /^Macro/ }).check();
    await page.getByLabel('Title').fill('Nera bottle');
    await page.getByLabel('Price', { exact: true }).fill('€29');
    await page.getByLabel('Music').selectOption('epic');
    await page.getByLabel('Name on the end card').fill('Nera');
    await page.getByRole('radio', { name: '5 s', exact: true }).check();
    await page.getByRole('button', { name: '4:5' }).click();
    await page.getByRole('radio', { name: 'Draft, half size' }).check();
    await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
    await page.reload();
    await page.locator('.shelf-remove').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Nera bottle');
    expect(await page.getByLabel('Price', { exact: true }).inputValue()).toBe('€29');
    expect(await page.getByLabel('Music').inputValue()).toBe('epic');
    expect(await page.getByLabel('Name on the end card').inputValue()).toBe('Nera');
    for (const chosen of [/^Macro/, '5 s', 'Draft, half size'])
      expect(await page.getByRole('radio', { name: chosen, exact: true }).isChecked(), String(chosen)).toBe(true);
    expect(await page.getByRole('button', { name: '4:5' }).getAttribute('aria-pressed')).toBe('false');
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    const make = page.getByRole('button', { name: /Make the film/ });
    await expect.poll(() => make.isEnabled()).toBe(true);
    await make.click();
    await page.waitForURL(/\/film\/[^/]+\/storyboard/);
    // Nothing needs to be drawn here.
    const { items } = await api.get<{ items: Job[] }>('/jobs');
    for (const { id } of items) await api.post(`/jobs/${id}/cancel`, {});
    await page.goto(`${prefix}/studios/product-film`);
    await page.getByLabel('Title').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('');
    expect(await page.locator('.shelf-remove').count()).toBe(0);
  });

  test('of one product is put aside where a film of another is asked for, and comes back with Undo', async () => {
    const other = await api.post<{ id: string }>('/products', { name: 'Harbour coat', kind: 'garment' });
    await page.goto(`${prefix}/studios/product-film`);
    await page.getByLabel('Title').fill('Nera bottle');
    await turnTo(`/studios/product-film?product=${other.id}`);
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Harbour coat');
    await page
      .locator('.toast')
      .filter({ hasText: 'This form is of Harbour coat now.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    expect(await page.getByLabel('Title').inputValue()).toBe('Nera bottle');
  });

  test('into a kit just before a reload is there and is saved, a word that is not whole too', async () => {
    const id = await makeBrand('Nera');
    await page.goto(`${prefix}/brands/${id}/kit`);
    await page.getByLabel('Legal line').fill('Nera Ltd. Only while stocks last.');
    await page.getByLabel('Words to avoid').fill('chea');
    await page.reload();
    await page.getByLabel('Legal line').waitFor();
    await expect.poll(() => page.getByLabel('Legal line').inputValue()).toBe('Nera Ltd. Only while stocks last.');
    expect(await page.getByLabel('Words to avoid').inputValue()).toBe('chea');
    await expect.poll(async () => (await brand(id)).legalLine).toBe('Nera Ltd. Only while stocks last.');
  });

  test('into a kit while the studio is away waits in its field and over a reload, and is saved when it answers', async () => {
    const id = await makeBrand('Away');
    await page.goto(`${prefix}/brands/${id}/kit`);
    const prompt = page.getByLabel('What every picture should have');
    await prompt.waitFor();
    await page.route('**/api/v1/brands/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await prompt.fill('linen, morning light');
    await page.waitForRequest((request) => request.method() === 'PATCH');
    await page.waitForTimeout(200);
    expect(await prompt.inputValue()).toBe('linen, morning light');
    expect(await page.locator('.toast').count()).toBe(0);
    await page.reload();
    await expect.poll(() => prompt.inputValue()).toBe('linen, morning light');
    await page.unroute('**/api/v1/brands/*');
    await expect.poll(async () => (await brand(id)).prompt).toBe('linen, morning light');
    // What has arrived is sent no second time over what somebody else writes later.
    await until(async () => (await keptKeys()).length === 0, 'nothing kept');
  });

  const keptKeys = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kinora.typed.')));

  test('into a kit that is left at once is of that kit alone, and is not sent again over newer words', async () => {
    const [first, second] = [await makeBrand('First'), await makeBrand('Second')];
    await page.goto(`${prefix}/brands/${second}/kit`);
    await page.getByRole('heading', { level: 1, name: 'Second' }).waitFor();
    await turnTo(`/brands/${first}/kit`);
    await page.getByRole('heading', { level: 1, name: 'First' }).waitFor();
    await page.getByLabel('Legal line').fill('Of the first.');
    await turnTo(`/brands/${second}/kit`);
    await page.getByRole('heading', { level: 1, name: 'Second' }).waitFor();
    await expect.poll(async () => (await brand(first)).legalLine).toBe('Of the first.');
    // Longer than the half second after which a change is sent.
    await page.waitForTimeout(800);
    expect((await brand(second)).legalLine).toBeNull();
    expect(await keptKeys()).toEqual([]);
  });

  test('over a name may be typed from an empty field, and an empty one leaves the name as it was', async () => {
    const id = await makeBrand('Nera House');
    await page.goto(`${prefix}/brands/${id}/kit`);
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('');
    expect(await name.inputValue()).toBe('');
    await name.blur();
    expect(await name.inputValue()).toBe('Nera House');
    await name.fill('');
    await name.pressSequentially('Quo');
    await expect.poll(async () => (await brand(id)).name).toBe('Quo');
  });

  test('into a template that is left at once is of that template alone', async () => {
    const copy = async (name: string) =>
      (await api.post<SavedTemplate>('/product-templates', { copyOf: 'runway', name })).id as string;
    const [first, second] = [await copy('Slow walk'), await copy('Quick walk')];
    const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
    await page.goto(`${prefix}/studios/product-film/templates/${first}`);
    await heading('Slow walk');
    await page.getByLabel('Pace', { exact: true }).fill('0.6');
    await turnTo(`/studios/product-film/templates/${second}`);
    await heading('Quick walk');
    await expect.poll(async () => (await template(first)).template.parameters.pace).toBe(0.6);
    await page.waitForTimeout(800);
    expect((await template(second)).template.parameters.pace).not.toBe(0.6);
  });

  test('nothing broke on the way', () => {
    expect(errors.filter((error) => !/ERR_FAILED/.test(error))).toEqual([]);
  });
});
