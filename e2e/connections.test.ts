import { startOpenAiEmulator, startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
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
  untilQuiet,
  watchErrors,
} from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { createOwner, takeTurns } from './testing/owner.ts';
import { stopFilm } from './testing/stopped-film.ts';
import { createStudioApi } from './testing/studio-api.ts';

/** Where pictures of the screens go, when somebody wants to look at them. */
const PICTURES = process.env['KINORA_PICTURES'];
const browser: Browser | undefined = await findBrowser();
const WRONG_KEY = 'r8_a_key_that_nobody_made';
const OPERATORS_KEY = 'r8_key_of_the_operator';

type Board = { projectId: string; shotId: string };

const FILM = {
  name: 'Linen',
  brief: 'A linen shirt that breathes.',
  seconds: 15,
  music: 'none',
  ratios: ['16:9'],
  quality: 'draft',
};

/** A film with a shot to ask pictures and motion for: what its own run would draw of it is of no use here. */
async function planFilm(page: Page, origin: string): Promise<Board> {
  const api = createStudioApi(page.context(), origin);
  const { projectId } = await stopFilm(api, FILM);
  const tree = await api.get<{ scenes: { shots: { id: string }[] }[] }>(`/projects/${projectId}/tree`);
  return { projectId, shotId: tree.scenes.flatMap(({ shots }) => shots)[1]?.id ?? '' };
}

/** An owner connects an account at a vendor, sees what it offers and costs, and takes it away again. */
describe.skipIf(!browser)('connections', () => {
  let emulator: VendorEmulator;
  let openAi: VendorEmulator;
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  const errors: string[] = [];

  beforeAll(async () => {
    emulator = await startReplicateEmulator({ picture: { width: 1024, height: 576 } });
    studio = await startTestStudio({ KINORA_CONNECTION_REPLICATE: OPERATORS_KEY });
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
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
    await emulator?.close();
    await openAi?.close();
  });

  const open = async (path: string) => {
    await page.goto(`${prefix}/settings/${path}`);
    await page.locator('.settings-body').waitFor();
    await untilQuiet(page);
  };

  async function expectAccessible(name: string): Promise<void> {
    for (const view of takeTurns()) {
      await turnPage(page, view);
      await page.locator('.settings-body').waitFor();
      await untilQuiet(page);
      expect(await listAxeViolations(page), `${name} ${view.theme} ${view.language}`).toEqual([]);
      expect(await fitsWidth(page), `${name} scrolls sideways`).toBe(true);
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${view.theme}-${view.language}.png` });
    }
    await page.setViewportSize({ width: 360, height: PHONE.height });
    expect(await fitsWidth(page), `${name} scrolls sideways on a phone`).toBe(true);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-phone.png`, fullPage: true });
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    await turnPage(page, DESKTOP);
    await page.locator('.settings-body').waitFor();
  }

  async function fillForm(key: string): Promise<void> {
    await page.getByLabel('Vendor').selectOption({ label: 'Replicate' });
    await page.getByLabel('Key', { exact: true }).fill(key);
    await page.getByLabel('Name').fill('Studio account');
    await page.getByText('Limits and address').click();
    await page.getByLabel('Address').fill(emulator.baseUrl);
  }

  test('a key is tried on entry: a wrong one is refused in words and nothing is kept', async () => {
    await open('providers');
    await page.getByText('set by the operator').waitFor();
    await page.getByRole('button', { name: 'Add an account' }).click();
    await fillForm(WRONG_KEY);
    await page
      .getByText(/the words of that request, and the pictures it works on, to Replicate at .?127\.0\.0\.1/)
      .waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/form.png`, fullPage: true });
    await page.getByRole('button', { name: 'Try the key and add' }).click();
    await page.getByText(/The provider refused this key/).waitFor();
    const kept = await page.request.get('/api/v1/connections');
    expect(((await kept.json()) as { items: object[] }).items).toHaveLength(1);
    await page.setViewportSize({ width: 360, height: PHONE.height });
    expect(await fitsWidth(page), 'the form scrolls sideways on a phone').toBe(true);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/form-phone.png`, fullPage: true });
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
  });

  test('the right one works, says whose account it is, and is nowhere on the page', async () => {
    await page.getByLabel('Key', { exact: true }).fill(emulator.key);
    await page.getByRole('button', { name: 'Try the key and add' }).click();
    await page.getByRole('heading', { name: 'Studio account' }).waitFor();
    await page.getByText('works', { exact: true }).waitFor();
    expect(await page.locator('.connection-head').innerText()).toContain(`•••• ${emulator.key.slice(-4)}`);
    expect(await page.content()).not.toContain(emulator.key);
    await expectAccessible('connection');
    await page.getByRole('link', { name: 'All providers' }).click();
    await page.getByRole('link', { name: 'Studio account' }).waitFor();
    await expectAccessible('providers');
  });

  test('is renamed, limited, turned off and on, and given another key by keyboard', async () => {
    await page.getByRole('link', { name: 'Studio account' }).click();
    await page.getByRole('button', { name: 'Name and limits' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').fill('House account');
    await page.getByLabel('At once').fill('0');
    await page.getByText('A whole number from 1 to 100.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('At once').fill('3');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'House account' }).waitFor();
    await page.getByRole('checkbox', { name: 'On' }).click();
    await page.getByText('off', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'On' }).click();
    await page.getByText('works', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Replace the key' }).click();
    await page.getByLabel('Key', { exact: true }).fill(WRONG_KEY);
    await page.keyboard.press('Enter');
    await page.getByText(/The provider refused this key/).waitFor();
    await page.getByLabel('Key', { exact: true }).fill(emulator.key);
    await page.keyboard.press('Enter');
    await page.getByText(/The key works and is in place/).waitFor();
    emulator.failNext('account', { kind: 'answer', answer: { status: 401, body: { detail: 'Unauthenticated' } } });
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.locator('.connection-head').getByText('key refused').waitFor();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.locator('.connection-head').getByText('works', { exact: true }).waitFor();
  });

  test('models say what they cost, since when that is known, and which account they lack', async () => {
    await open('models');
    const row = (title: string) => page.getByRole('row').filter({ hasText: title });
    await row('Nano Banana').first().getByRole('link', { name: 'House account' }).waitFor();
    await row('GPT Image 2.5 Flare').getByText('needs an account at OpenAI').waitFor();
    await row('Kling 2.6 Pro')
      .getByText(/USD.0\.07.* a second/)
      .waitFor();
    await row('Seedance 1 Pro').getByText('costs credits').waitFor();
    await row('Seedance 1 Pro')
      .getByText(/as others report, 20 Nov 2026/)
      .waitFor();
    await expectAccessible('models');
    await page.getByRole('button', { name: 'speech' }).click();
    expect(page.url()).toContain('for=speech');
    await expect.poll(() => page.locator('.models tbody tr').count()).toBe(6);
    await page.getByRole('button', { name: 'fal', exact: true }).click();
    await page.getByText('No model fits this filter.').waitFor();
    await page.getByRole('button', { name: 'Show all models' }).click();
    await row('Nano Banana').first().waitFor();
  });

  /** By its name: price and time stand beside it in the list. */
  async function chooseMaker(model: string): Promise<void> {
    const list = page.getByLabel('Picture made by');
    const option = list.locator('option', { hasText: `${model} · ` }).first();
    await option.waitFor({ state: 'attached' });
    await list.selectOption((await option.getAttribute('value')) ?? '');
  }

  test('a shot’s picture is made by the model a person names, at its price, and the take says so', {
    timeout: 240_000,
  }, async () => {
    const board = await planFilm(page, studio.address);
    await page.goto(`${prefix}/film/${board.projectId}/storyboard?shot=${board.shotId}`);
    await chooseMaker('FLUX schnell · House account');
    await page.getByText('About $0.0030').waitFor();
    await page.getByText(/A new picture from the picture’s words by Replicate/).waitFor();
    const press = page.getByRole('button', { name: /^Have the picture made/ });
    await expect.poll(() => press.innerText()).toMatch(/USD.0\.003.* on your account/);
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/shot.png` });
    const submissions = emulator.countOf('submit');
    expect(submissions).toBe(0);
    await press.click();
    const takes = page.getByRole('region', { name: 'Takes' });
    await takes.getByText('Replicate · FLUX schnell + Built-in engine').waitFor({ timeout: 120_000 });
    expect(emulator.countOf('submit')).toBe(1);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/shot-take.png` });
    await page.getByRole('radio', { name: 'Motion', exact: true }).click();
    const films = page.getByLabel('Motion made by').locator('option', { hasText: 'Seedance 1 Pro' });
    await expect.poll(() => films.first().innerText()).toMatch(/^Seedance 1 Pro · .+ · USD\s0\.75$/);
  });

  test('a request whose outcome nobody knows asks at the film and in the queue, and is paid again only when told to', {
    timeout: 240_000,
  }, async () => {
    openAi = await startOpenAiEmulator();
    const account = { provider: 'openai', name: 'Drawings', secret: openAi.key, baseUrl: openAi.baseUrl };
    const made = await page.request.post('/api/v1/connections', { headers: { origin: studio.address }, data: account });
    expect(made.status()).toBe(201);
    openAi.failNext('submit', { kind: 'lose_answer' });
    await page.reload();
    await chooseMaker('GPT Image 2');
    await page.getByRole('button', { name: /^Have the picture made.*billed by OpenAI/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/no answer since. We do not know if OpenAI took it/).waitFor({ timeout: 60_000 });
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/shot-unknown.png` });
    await page.keyboard.press('Escape');
    await page
      .locator('.banner')
      .getByText(/We do not know if OpenAI took it/)
      .waitFor();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/board-unknown.png` });
    await page.goto(`${prefix}/queue`);
    await page.getByText(/We do not know if OpenAI took it/).waitFor();
    await page.getByRole('button', { name: 'Close: OpenAI may bill' }).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/queue-unknown.png` });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('Asked again: OpenAI has nothing to say about it.').waitFor();
    expect(openAi.countOf('submit')).toBe(1);
    await page.getByRole('button', { name: 'Treat as not sent: pays again' }).click();
    await page.getByText(/We do not know if OpenAI took it/).waitFor({ state: 'detached', timeout: 60_000 });
    await expect.poll(() => openAi.countOf('submit'), { timeout: 60_000 }).toBe(2);
  });

  test('is removed after a question, with its key', async () => {
    await open('providers');
    await page.getByRole('link', { name: 'House account' }).click();
    await page.getByRole('button', { name: 'Remove House account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove House account' });
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/remove.png` });
    await dialog.getByRole('button', { name: 'Delete the key and remove' }).click();
    await page.getByText('House account is removed and its key deleted.').waitFor();
    await page.getByRole('link', { name: 'House account' }).waitFor({ state: 'detached' });
    expect(studio.log()).not.toContain(emulator.key);
    // What is refused answers 4xx, which the browser writes to its console by itself.
    expect(errors.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
  });
});
