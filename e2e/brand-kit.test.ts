import { readFile } from 'node:fs/promises';
import type { Brand } from '@kinora/contract';
import { FONT_SHELF } from '@kinora/media-core';
import { fontFile } from '@kinora/media-node';
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
  watchErrors,
} from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';

const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };
const browser: Browser | undefined = await findBrowser();

function drawLogo(ink: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><circle cx="100" cy="100" r="80" fill="none" stroke="${ink}" stroke-width="20"/><rect x="230" y="60" width="340" height="80" fill="${ink}"/></svg>`,
  );
}

/** One person sets a brand up from nothing, in one page and in order: each test goes on where the one before stopped. */
describe.skipIf(!browser)('the brand kit', () => {
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  let kit = '';
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    watchErrors(page, errors);
    await page.goto(studio.setupLink);
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('Mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByLabel('Organization').fill('Nera House');
    await page.getByText('Start empty').click();
    await page.getByRole('button', { name: 'Create the studio' }).click();
    await page.waitForURL(/\/o\/[^/]+/);
    prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  async function readKit(): Promise<Brand> {
    const { items } = await (await page.request.get('/api/v1/brands')).json();
    return items[0];
  }
  /** What is changed is saved by itself: the studio is asked until it knows. */
  const saved = (read: (brand: Brand) => unknown) =>
    expect.poll(async () => read(await readKit()), { timeout: 10_000 });
  const send = (label: string, name: string, buffer: Buffer, mimeType = 'image/svg+xml') =>
    page.locator(`input[type=file][aria-label="${label}"]`).first().setInputFiles({ name, mimeType, buffer });
  const waitForFrames = () =>
    page.waitForFunction(() => {
      const frames = [...document.querySelectorAll<HTMLImageElement>('.mark-picture')];
      return frames.length === 4 && frames.every((frame) => frame.complete && frame.naturalWidth > 0);
    });
  async function expectAccessible(what: string): Promise<void> {
    expect(await listAxeViolations(page), what).toEqual([]);
    expect(await fitsWidth(page), `${what} scrolls sideways`).toBe(true);
  }

  test('a brand is made from the rail, and its logo gives its colours', async () => {
    await page.goto(prefix);
    await page.getByRole('link', { name: 'Brands' }).click();
    await page.getByText('No brand yet.').waitFor();
    await page.getByRole('button', { name: 'New brand' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Nera');
    await send('Logo for light pictures', 'dark-ink.svg', drawLogo('#204080'));
    await saved((brand) => [brand.name, brand.logoAssetId !== null]).toEqual(['Nera', true]);
    await send('Logo for dark pictures', 'light-ink.svg', drawLogo('#f6efe2'));
    await page.getByRole('button', { name: 'Read colours from the logo' }).click();
    await page.getByRole('button', { name: 'Take #204080' }).click();
    await saved((brand) => brand.colours).toEqual(['#204080']);
    await page.getByTitle('Contrast on white', { exact: true }).getByText('10').waitFor();
    const neighbour = page.getByRole('button', { name: /^#\w{6} is the nearest that reads on black: take it$/ });
    const nearest = (await neighbour.getAttribute('aria-label'))?.slice(0, 7);
    await neighbour.click();
    await saved((brand) => brand.colours).toEqual([nearest]);
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await saved((brand) => brand.colours).toEqual(['#204080']);
  });

  test('the watermark is moved by keys and by hand over real frames, and undone', async () => {
    await page.getByText('Show a watermark').click();
    await page.getByRole('radio', { name: 'Top left' }).check({ force: true });
    await waitForFrames();
    const mark = page.getByRole('button', { name: /^Watermark, 1:1/ });
    const before = (await mark.boundingBox())!;
    await mark.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await saved(({ watermark: { anchor, offsetX, offsetY } }) => [anchor, offsetX, offsetY]).toEqual([
      'top_left',
      0.01,
      0.05,
    ]);
    const moved = (await mark.boundingBox())!;
    await page.mouse.move(moved.x + 4, moved.y + 4);
    await page.mouse.down();
    await page.mouse.move(moved.x + 34, moved.y + 14, { steps: 4 });
    await page.mouse.up();
    const dragged = (await mark.boundingBox())!;
    expect(Math.abs(dragged.x - moved.x - 30)).toBeLessThan(2);
    expect(moved.y).toBeGreaterThan(before.y + 5);
    for (let press = 0; press < 3; press += 1) {
      const undo = page.getByRole('button', { name: 'Undo' });
      await undo.click();
    }
    await saved(({ watermark: { offsetX, offsetY } }) => [offsetX, offsetY]).toEqual([0, 0]);
  });

  test('an own font comes with its licence and is set in the frames; what is no font is refused', async () => {
    const face = FONT_SHELF.find(({ family }) => family === 'Rubik Medium')!;
    await send('Upload a font…', 'Broken.ttf', Buffer.from('OTTO no font at all'), 'font/ttf');
    await page
      .locator('.font-form [role=alert]')
      .getByText(/Broken\.ttf/)
      .waitFor();
    await send('Upload a font…', 'Nera Sans.ttf', await readFile(fontFile(face)), 'font/ttf');
    await page.getByLabel('Licence of Nera Sans.ttf').fill('Open Font License');
    await page.getByRole('button', { name: 'Add the font' }).click();
    await page.locator('.own-font').getByText('Nera Sans').waitFor();
    const words = async () => {
      const id = (await readKit()).id;
      return (await page.request.get(`/api/v1/brands/${id}/frame?view=words&ratio=1:1&width=240`)).body();
    };
    const plain = await words();
    await page.getByLabel('Latin').first().selectOption({ label: 'Nera Sans' });
    await saved((brand) => brand.fonts.display.latin?.kind).toBe('file');
    expect((await words()).equals(plain)).toBe(false);
  });

  test('a font that is taken out comes back with its note and where it was chosen', async () => {
    await page.getByRole('button', { name: 'Remove: Nera Sans' }).click();
    await saved((brand) => [brand.files.length, brand.fonts.display.latin]).toEqual([0, null]);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await saved((brand) => brand.fonts.display.latin?.kind).toBe('file');
    const { files } = await readKit();
    expect(files.map(({ name, licence }) => [name, licence])).toEqual([['Nera Sans', 'Open Font License']]);
  });

  test('words to avoid are kept, and the kit is chosen where a film is made', async () => {
    await page.getByLabel('Words to avoid').fill('cheap,');
    await saved((brand) => brand.wordsToAvoid).toEqual(['cheap']);
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByLabel('Brand', { exact: true }).selectOption({ label: 'Nera' });
    await page.getByRole('link', { name: 'Edit the kit' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nera' }).waitFor();
    kit = page.url();
  });

  test.each([
    { theme: 'dark', language: 'en' },
    { theme: 'light', language: 'he' },
    { theme: 'dark', language: 'ar' },
  ] as const)('everybody can use it: $theme $language', async (view) => {
    if (!page.url().includes('/kit')) await page.goto(kit);
    await turnPage(page, view);
    await waitForFrames();
    await expectAccessible(`kit ${view.theme} ${view.language}`);
    await page.goto(`${prefix}/brands`);
    await page.locator('.brand-card').waitFor();
    await expectAccessible(`brands ${view.theme} ${view.language}`);
  });

  test('one goes from the kit of a brand to that of another, and Back returns', async () => {
    const made = await page.request.post('/api/v1/brands', {
      data: { name: 'Sable' },
      headers: { origin: studio.address },
    });
    expect(made.status()).toBe(201);
    await page.goto(kit);
    await turnPage(page, DESKTOP);
    await page.getByRole('button', { name: 'Another brand' }).click();
    await page.getByRole('menuitem', { name: 'Sable' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sable' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Nera' }).waitFor();
  });

  test('it fits a phone, and nothing went wrong in the page', async () => {
    await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
    await page.goto(kit);
    await turnPage(page, { theme: 'light', language: 'he' });
    await waitForFrames();
    await expectAccessible('kit on a phone');
    // The browser writes a line of its own for the font that was refused.
    expect(errors.filter((line) => !/status of 415/.test(line))).toEqual([]);
  });
});
