import { startArkEmulator, startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
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
} from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { createOwner, takeTurns } from './testing/owner.ts';

/** Where pictures of the screens go, when somebody wants to look at them. */
const PICTURES = process.env['KINORA_PICTURES'];
const browser: Browser | undefined = await findBrowser();

/** What vendors can do stands where people decide it. */
describe.skipIf(!browser)('vendors on the screens', () => {
  const emulators: VendorEmulator[] = [];
  let studio: TestStudio;
  let page: Page;
  let prefix = '';

  const ask = async <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, data?: object) => {
    const headers = { origin: studio.address, 'idempotency-key': `${Math.random()}-of-the-test` };
    const answer = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data ? { data } : {}) });
    return (await answer.json()) as Answer;
  };

  /** @param place what the pictures are of, as a selector */
  async function look(name: string, place: string): Promise<void> {
    const show = () =>
      page
        .locator(place)
        .last()
        .scrollIntoViewIfNeeded({ timeout: 2000 })
        .catch(() => undefined);
    for (const view of takeTurns()) {
      await turnPage(page, view);
      await page.locator('#content').waitFor();
      await untilQuiet(page);
      expect(await listAxeViolations(page), `${name} ${view.theme} ${view.language}`).toEqual([]);
      expect(await fitsWidth(page), `${name} scrolls sideways`).toBe(true);
      await show();
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${view.theme}-${view.language}.png` });
    }
    await turnPage(page, DESKTOP);
    await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
    await page.locator('#content').waitFor();
    await untilQuiet(page);
    expect(await fitsWidth(page), `${name} scrolls sideways on a phone`).toBe(true);
    await show();
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-phone.png` });
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
    await untilQuiet(page);
  }

  async function connect(provider: string, { key: secret, baseUrl }: VendorEmulator, name: string): Promise<string> {
    return (await ask<{ id: string }>('POST', '/connections', { provider, name, secret, baseUrl })).id;
  }

  beforeAll(async () => {
    const [replicate, ark] = [
      await startReplicateEmulator({ picture: { width: 1024, height: 576 } }),
      await startArkEmulator(),
    ];
    emulators.push(replicate, ark);
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(studio.setupLink);
    await createOwner(page, { withSample: false });
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
    await connect('replicate', replicate, 'Pictures');
    await connect('ark', ark, 'Films');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    for (const emulator of emulators) await emulator.close();
  });

  test('a brand’s films know who tries and who finishes', { timeout: 120_000 }, async () => {
    const { id } = await ask<{ id: string }>('POST', '/brands', { name: 'Maison Halden' });
    await page.goto(`${prefix}/brands/${id}/kit`);
    const draft = page.getByLabel('Pictures, while trying');
    await draft.locator('option', { hasText: 'FLUX schnell' }).waitFor({ state: 'attached' });
    await draft.selectOption({ label: 'FLUX schnell · Pictures' });
    await page.getByLabel('Motion, to finish').selectOption({ label: 'Seedance 1.5 Pro · Films' });
    await expect
      .poll(() => ask<{ items: object[] }>('GET', `/route-choices?brandId=${id}`))
      .toMatchObject({
        items: [
          { capability: 'motion', purpose: 'finish', model: 'seedance-1-5-pro-251215' },
          { capability: 'picture', purpose: 'draft', model: 'black-forest-labs/flux-schnell' },
        ],
      });
    await look('kit', '.kit-form select');
    await draft.selectOption({ label: 'No choice' });
    await expect
      .poll(async () => (await ask<{ items: object[] }>('GET', `/route-choices?brandId=${id}`)).items.length)
      .toBe(1);
  });

  test('a new budget that stops may let through what has no price', { timeout: 90_000 }, async () => {
    await page.goto(`${prefix}/settings/budgets`);
    await page.getByRole('button', { name: 'Add a budget' }).first().click();
    await page.getByLabel('Limit', { exact: true }).last().fill('20');
    await page.getByLabel('In', { exact: true }).selectOption('USD');
    await page.getByRole('radio', { name: 'Stop' }).click();
    await page.getByRole('checkbox', { name: /Let through what has no known price/ }).click();
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/budget.png` });
    await page.getByRole('button', { name: 'Add the budget' }).click();
    await expect
      .poll(() => ask<{ items: object[] }>('GET', '/budgets'))
      .toMatchObject({ items: [{ mode: 'stop', unit: 'USD', allowsUnpriced: true }] });
  });

  test('a voice’s consent names the voice, and a picture says whom it shows', { timeout: 120_000 }, async () => {
    await page.goto(`${prefix}/settings/safety`);
    await page.getByRole('button', { name: 'Record a consent' }).click();
    await page.getByLabel('Person').fill('Noa Levi');
    await page.getByLabel('For', { exact: true }).selectOption('voice');
    await page.getByLabel('Voice ID').fill('noa-clone');
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/consent.png`, fullPage: true });
    const face = { personName: 'Noa Levi', kind: 'face', scope: 'Films of the autumn', proof: 'Folder 12' };
    await ask('POST', '/consents', face);
    const picture = await ask<{ id: string }>('POST', '/assets', {
      name: 'portrait.png',
      dataUri: `data:image/png;base64,${(await page.screenshot()).toString('base64')}`,
    });
    await page.goto(`${prefix}/library/assets/${picture.id}`);
    await page.getByRole('checkbox', { name: 'Shows a person who could be recognised' }).check();
    await page.getByText('Stays in the studio').waitFor();
    await page.getByRole('button', { name: 'Add who agreed' }).click();
    await page.getByRole('menuitem', { name: /^Noa Levi/ }).click();
    await page.getByText('Stays in the studio').waitFor({ state: 'detached' });
    // The model that ships looks at it beside everything else, and the page sees it come.
    await page.locator('.rights', { hasText: 'Picture check' }).getByText('Passed', { exact: true }).waitFor();
    await look('person', '.rights');
  });
});
