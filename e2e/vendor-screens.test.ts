import {
  startArkEmulator,
  startFalEmulator,
  startGoogleEmulator,
  startReplicateEmulator,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, findBrowser, listAxeViolations, openContext } from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { type AskAsPage, askAsPage } from './testing/ask-as-page.ts';
import { look, PICTURES } from './testing/look.ts';
import { createOwner } from './testing/owner.ts';

const browser: Browser | undefined = await findBrowser();

/** What vendors can do stands where people decide it. */
describe.skipIf(!browser)('vendors on the screens', () => {
  const emulators: VendorEmulator[] = [];
  let studio: TestStudio;
  let page: Page;
  let prefix = '';

  let ask: AskAsPage;

  async function connect(provider: string, { key: secret, baseUrl }: VendorEmulator, name: string): Promise<string> {
    return (await ask<{ id: string }>('POST', '/connections', { provider, name, secret, baseUrl })).id;
  }

  beforeAll(async () => {
    const [fal, google] = [await startFalEmulator(), await startGoogleEmulator()];
    const [replicate, ark] = [
      await startReplicateEmulator({ picture: { width: 1024, height: 576 } }),
      await startArkEmulator(),
    ];
    emulators.push(replicate, ark, fal, google);
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    ask = askAsPage(page, studio);
    await page.goto(studio.setupLink);
    await createOwner(page, { withSample: false });
    await page.waitForURL(/\/o\/[^/]+\/?$/);
    prefix = new URL(page.url()).pathname.replace(/\/$/, '');
    await connect('replicate', replicate, 'Pictures');
    await connect('ark', ark, 'Films');
    await connect('fal', fal, 'Acts');
    await connect('google', google, 'Voices');
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
    await draft.locator('option', { hasText: 'FLUX schnell · Pictures' }).waitFor({ state: 'attached' });
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
    await look(page, 'kit', '.kit-form select');
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
    await look(page, 'person', '.rights');
  });

  test('a picture is cut out and a garment tried on by a connected model', { timeout: 120_000 }, async () => {
    const send = (name: string, dataUri: string) => ask<{ id: string }>('POST', '/assets', { name, dataUri });
    const shot = async () => `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
    const coat = await send('coat.png', await shot());
    await page.goto(`${prefix}/library/assets/${coat.id}`);
    const acts = page.locator('.picture-acts');
    await acts.getByRole('button', { name: /^Take the ground away/ }).click();
    await acts.getByRole('link', { name: 'Open the result' }).click();
    await page.getByRole('heading', { name: 'coat cut-out.png' }).waitFor();
    await send('figure.png', await shot());
    await page.goto(`${prefix}/library/assets/${coat.id}`);
    await acts.getByRole('radio', { name: 'Try on' }).check();
    await acts.getByRole('radio', { name: 'The garment' }).check();
    await acts.getByRole('button', { name: 'Choose a picture…' }).click();
    const picker = page.getByRole('dialog', { name: 'The person' });
    await picker.getByRole('button', { name: 'figure.png' }).click();
    await picker.getByRole('button', { name: 'Choose 1 file' }).click();
    await acts.getByLabel('Worn as').selectOption({ label: 'Top' });
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/acts.png` });
    await acts.getByRole('button', { name: /^Put it on/ }).click();
    await acts.getByRole('link', { name: 'Open the result' }).click();
    await page.getByRole('heading', { name: 'figure try-on.png' }).waitFor();
    await look(page, 'acts', '.picture-acts');
  });

  test('what a provider may still hold stands in a tab of the library, and is copied here', async () => {
    await page.goto(`${prefix}/library/assets`);
    await page.getByRole('link', { name: 'Held at providers' }).click();
    const row = page.locator('.held-row').first();
    await row.getByText('Kept by the account’s settings').waitFor();
    await row.getByRole('button', { name: 'Look whether it is still there' }).click();
    await row.getByText('1 file is there').waitFor();
    await row.getByRole('button', { name: 'Copy it here' }).click();
    await page.locator('.toast', { hasText: '1 file copied.' }).waitFor();
    await look(page, 'held', '.held-row');
  });

  test('a film is spoken by a voice that is chosen by its name and character', { timeout: 60_000 }, async () => {
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByLabel('Voice by').selectOption({ label: 'Gemini 3.8 Flash speech · Voices' });
    const voice = page.getByLabel('Voice', { exact: true }).last();
    await voice.selectOption({ label: 'Sulafat · warm' });
    expect(await voice.inputValue()).toBe('Sulafat');
    await look(page, 'voice', '.new-film-form');
  });
});
