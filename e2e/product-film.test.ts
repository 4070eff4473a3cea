import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, findBrowser, fitsWidth, listAxeViolations, openContext, turnPage, watchErrors } from './browser.ts';
import { drawProductPictures } from './product-pictures.ts';
import { startTestStudio, type TestStudio } from './studio.ts';

const FILM_LIMIT_MS = 40_000;

const browser: Browser | undefined = await findBrowser();

/** A product film from its form to a film that opens as every film does, as a draft in one shape. */
describe.skipIf(!browser)('a product film', () => {
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    page = await (await openContext(browser as Browser, studio.address, DESKTOP)).newPage();
    page.setDefaultTimeout(20_000);
    watchErrors(page, errors);
    await page.goto(studio.setupLink);
    await page.getByLabel('Your name').fill('Dana Levy');
    await page.getByLabel('Mail').fill('dana@sable.example');
    await page.getByLabel('Password', { exact: true }).fill('four calm quiet words');
    await page.getByLabel('Organization').fill('Sable House');
    await page.getByRole('button', { name: 'Create the studio' }).click();
    await page.getByRole('heading', { name: 'Your first film is one press away' }).waitFor();
    prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  test('is chosen from four templates, in every language and theme', async () => {
    await page.goto(`${prefix}/studios/product-film`);
    for (const turn of [
      { theme: 'dark', language: 'en' },
      { theme: 'light', language: 'he' },
      { theme: 'dark', language: 'ar' },
    ] as const) {
      await turnPage(page, turn);
      await page.locator('.template').nth(3).waitFor();
      expect(await listAxeViolations(page), `${turn.theme} ${turn.language}`).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await fitsWidth(page), `${turn.language} scrolls sideways`).toBe(true);
      await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    }
    await turnPage(page, DESKTOP);
  });

  test('shows each template moving from the sample, two at a time, and still where motion is unwanted', async () => {
    await page.goto(`${prefix}/studios/product-film`);
    await page.locator('.film-preview[data-state=shown]').nth(3).waitFor({ timeout: 60_000 });
    const looped = page.locator('.film-preview canvas[data-draw-ms]');
    // Each loop hands on to the next, so that more than two have played in time.
    await expect.poll(() => looped.count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    const figures = await looped.evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['drawMs'])));
    expect(Math.max(...figures)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Pause the previews' }).click();
    await page.getByRole('button', { name: 'Play the previews' }).waitFor();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Play the previews' }).waitFor({ state: 'detached' });
    await page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  test('is made by a changed copy of a template, kept by itself and undone', async () => {
    await page.goto(`${prefix}/studios/product-film`);
    await page.getByRole('button', { name: 'Change a copy of Runway' }).click();
    await page.waitForURL(/product-film\/templates\//);
    await page.locator('.film-preview[data-state=shown]').waitFor({ timeout: 60_000 });
    const id = page.url().split('/').at(-1);
    const read = async () => {
      const { items } = await (await page.request.get('/api/v1/product-templates')).json();
      return items.find((one: { id: string }) => one.id === id);
    };
    await page.getByLabel('Name of the template').fill('Slow walk');
    await page.getByLabel('Pace', { exact: true }).fill('0.6');
    await page.getByRole('button', { name: /^Remove shot 2/ }).click();
    await expect.poll(async () => (await read()).template.parameters.pace).toBe(0.6);
    await expect.poll(async () => (await read()).template.timing['10'].length).toBe(3);
    expect((await read()).name).toBe('Slow walk');
    expect(await listAxeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await fitsWidth(page)).toBe(true);
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await read()).template.timing['10'].length).toBe(4);
    await page.getByRole('link', { name: 'Use in a film' }).click();
    await page.getByRole('radio', { name: /^Slow walk/ }).waitFor();
    expect(await page.getByRole('radio', { name: /^Slow walk/ }).isChecked()).toBe(true);
  });

  test('is priced, made and opened with the title and the price it was given', async () => {
    await page.getByRole('radio', { name: /^Spotlight/ }).check();
    const pictures = await drawProductPictures(page.context());
    await page.locator('.new-film-form input[type=file][multiple]').setInputFiles(pictures);
    // The sample's own pictures are drawn and looked at meanwhile.
    await page.locator('.shelf-remove').nth(1).waitFor({ timeout: 60_000 });
    await page.getByLabel('Title').fill('Nera bottle');
    await page.getByLabel('Price', { exact: true }).fill('€29');
    await page.getByRole('radio', { name: '5 s', exact: true }).check();
    for (const ratio of ['9:16', '1:1', '4:5']) await page.getByRole('button', { name: ratio }).click();
    await page.getByRole('radio', { name: 'Draft, half size' }).check();
    const make = page.getByRole('button', { name: /Make the film/ });
    await expect.poll(() => make.isEnabled(), { timeout: 20_000 }).toBe(true);
    await make.click();
    await page.waitForURL(/\/film\/[^/]+\/storyboard/);
    const id = /\/film\/([^/]+)/.exec(page.url())?.[1];
    const readTree = async () => (await page.request.get(`/api/v1/projects/${id}/tree`)).json();
    await expect.poll(async () => (await readTree()).project.status, { timeout: FILM_LIMIT_MS }).toBe('completed');
    const tree = await readTree();
    expect(JSON.stringify(tree.storyboard)).toContain('€29');
    expect(tree.project.name).toBe('Nera bottle');
    expect(tree.files.some((file: { kind: string }) => file.kind === 'film')).toBe(true);
    expect(errors).toEqual([]);
  });
});
