import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
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
import { createOwner, TURNS } from './testing/owner.ts';

/** Where pictures of the screens go, when somebody wants to look at them. */
const PICTURES = process.env['KINORA_PICTURES'];
const browser: Browser | undefined = await findBrowser();
const WRONG_KEY = 'r8_a_key_that_nobody_made';
const OPERATORS_KEY = 'r8_key_of_the_operator';

/** An owner connects an account at a vendor, sees what it offers and costs, and takes it away again. */
describe.skipIf(!browser)('connections', () => {
  let emulator: VendorEmulator;
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
    await createOwner(page);
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    await emulator?.close();
  });

  const open = async (path: string) => {
    await page.goto(`${prefix}/settings/${path}`);
    await page.locator('.settings-body').waitFor();
    await page.waitForLoadState('networkidle', { timeout: 600 }).catch(() => undefined);
  };

  async function expectAccessible(name: string): Promise<void> {
    for (const view of TURNS) {
      await turnPage(page, view);
      await page.locator('.settings-body').waitFor();
      await page.waitForLoadState('networkidle', { timeout: 600 }).catch(() => undefined);
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
    await page.getByRole('radio', { name: 'Replicate' }).check({ force: true });
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
    await row('Nano Banana').getByRole('link', { name: 'House account' }).waitFor();
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
    await expect.poll(() => page.locator('.models tbody tr').count()).toBe(3);
    await page.getByRole('button', { name: 'fal', exact: true }).click();
    await page.getByText('No model fits this filter.').waitFor();
    await page.getByRole('button', { name: 'Show all models' }).click();
    await row('Nano Banana').waitFor();
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
    // A refused key answers 422, which the browser writes to its console by itself.
    expect(errors.filter((line) => !line.includes('status of 422'))).toEqual([]);
  });
});
