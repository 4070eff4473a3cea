import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StripeEmulator } from '../server/src/domains/billing/testing/stripe-emulator.ts';
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

/** Where pictures of the screens go, when somebody wants to look at them. */
const PICTURES = process.env['KINORA_PICTURES'];
const browser: Browser | undefined = await findBrowser();

/** An owner of a hosted studio buys credits and a plan, sees every movement, and caps what is spent. */
describe.skipIf(!browser)('money', () => {
  const stripe = new StripeEmulator();
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  let told = 0;
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio({
      KINORA_PRESET: 'hosted',
      STRIPE_SECRET_KEY: 'sk_test_emulated',
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_URL: await stripe.listen(),
    });
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
    // Stripe's own page: whoever comes there is sent back as after a payment.
    await context.route('https://checkout.stripe.test/**', async (route) => {
      const session = stripe.find(route.request().url().split('/').at(-1) ?? '');
      stripe.pay(session.id);
      await route.fulfill({ status: 303, headers: { location: String(session['success_url']) } });
    });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    await stripe.close();
  });

  /** Everything Stripe has to tell that it has not told yet. */
  async function tellEvents(): Promise<void> {
    for (const event of stripe.events.slice(told)) {
      const { payload, signature } = stripe.sign(event);
      const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
      const address = `${studio.address}/api/v1/billing/stripe-events`;
      expect((await fetch(address, { method: 'POST', body: payload, headers })).status).toBe(204);
    }
    told = stripe.events.length;
  }

  const open = async (path: string) => {
    await page.goto(`${prefix}/settings/${path}`);
    await page.locator('#content').waitFor();
  };

  async function expectAccessible(name: string): Promise<void> {
    for (const view of takeTurns()) {
      await turnPage(page, view);
      await page.locator('#content').waitFor();
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
    await page.locator('#content').waitFor();
  }

  test('is bought: the credits arrive while the page is open', async () => {
    await page.goto(studio.setupLink);
    await createOwner(page, { withSample: false });
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
    await open('billing');
    const balance = page.locator('.figure-large');
    await expect.poll(() => balance.textContent()).toBe('50');
    await page.getByRole('button', { name: /^Buy 100 credits for USD.10$/ }).click();
    await page.getByText('The credits arrive as soon as Stripe confirms').waitFor();
    expect(await balance.textContent()).toBe('50');
    await tellEvents();
    await expect.poll(() => balance.textContent()).toBe('150');
    await page.getByText('The credits arrive as soon as Stripe confirms').waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: '100 credits bought' }).waitFor();
    await open('billing');
    await page.getByRole('button', { name: 'Choose the plan Pro' }).click();
    await page.getByText('The credits arrive as soon as Stripe confirms').waitFor();
    await tellEvents();
    await expect.poll(() => balance.textContent()).toBe('1,350');
    await page.getByText(/Renews on/).waitFor();
    await page.getByText('Sum of all accounts of the ledger: 0').waitFor();
    await expectAccessible('billing');
  });

  test('is found again by kind, and taken home as a table', async () => {
    await open('billing');
    await page.getByLabel('Kind').selectOption('refund');
    await page.getByText('No movement fits this filter.').waitFor();
    expect(page.url()).toContain('kind=refund');
    await page.getByLabel('Kind').selectOption('grant');
    await expect.poll(() => page.locator('.movements tbody tr').count()).toBe(3);
    await page.locator('.movements').scrollIntoViewIfNeeded();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/movements.png` });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download CSV' }).click(),
    ]);
    const table = await readFile(await download.path(), 'utf8');
    expect(table.trim().split('\r\n')).toHaveLength(4);
  });

  test('is capped, and what would go above the cap is refused before it starts', async () => {
    await open('budgets');
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/budgets-empty.png` });
    await page.getByRole('button', { name: 'Add a budget' }).click();
    await page.getByLabel('Limit', { exact: true }).fill('ten');
    await page.getByText('Type a number').waitFor();
    await page.getByLabel('Limit', { exact: true }).fill('5');
    await page.getByRole('radio', { name: 'Stop' }).check({ force: true });
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/budgets-form.png` });
    await page.getByRole('button', { name: 'Add the budget' }).click();
    await page.getByText('0 of 5').waitFor();
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByLabel('What the film is for, who should see it, what it must say').fill('A linen shirt. 39 euros.');
    const make = page.getByRole('button', { name: /Make the film/ });
    await expect.poll(() => make.isEnabled(), { timeout: 20_000 }).toBe(true);
    await make.click();
    await page.getByRole('alert').getByText('above a budget of your organization').waitFor();
    await page.getByRole('link', { name: 'Raise the budget' }).click();
    await page.waitForURL(/settings\/budgets/);
    expect((await (await page.request.get('/api/v1/credits')).json()).reserved).toBe(0);
    await page.getByLabel('Limit in credits').fill('2000');
    await page.getByLabel('Limit in credits').press('Enter');
    await page.getByText('0 of 2,000').waitFor();
    await expectAccessible('budgets');
    await page.getByRole('button', { name: 'Remove the budget of Everybody' }).click();
    await page.getByText('No budget yet.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('No budget yet.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove the budget of Everybody' }).waitFor();
  });

  test('shows in the rail where it went', async () => {
    await page.getByRole('button', { name: /^Credits/ }).click();
    await page.getByRole('dialog').waitFor();
    // While it fades in nothing has its colours yet.
    await expect.poll(() => listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/meter.png` });
    await page.getByRole('button', { name: 'Every movement' }).click();
    await page.waitForURL(/settings\/billing/);
    expect(errors.filter((line) => !/402/.test(line))).toEqual([]);
  });
});
