import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TOTP } from 'otpauth';
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
import { startTestStudio, type TestStudio } from './studio.ts';
import { until } from './testing/until.ts';

const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };
/** Where pictures of the screens go, when somebody wants to look at them. */
const PICTURES = process.env['KINORA_PICTURES'];
const VIEWS: readonly Pick<View, 'theme' | 'language'>[] = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'he' },
  { theme: 'light', language: 'ar' },
];

const browser: Browser | undefined = await findBrowser();

/** A person secures their sign-in, has another program told of events, and is told of what needs them. */
describe.skipIf(!browser)('a team', () => {
  let studio: TestStudio;
  let receiver: Server;
  let page: Page;
  let prefix = '';
  let secret = '';
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.end('taken');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
    receiver?.close();
  });

  /** Axe finds nothing in any theme and language, nothing scrolls sideways, on a phone neither. */
  async function expectAccessible(name: string): Promise<void> {
    for (const view of [DESKTOP, ...VIEWS]) {
      if (view !== DESKTOP) await turnPage(page, view);
      await page.locator('#content').waitFor();
      await page.waitForLoadState('networkidle', { timeout: 1000 }).catch(() => undefined);
      expect(await listAxeViolations(page), `${name} ${view.theme} ${view.language}`).toEqual([]);
      expect(await fitsWidth(page), `${name} scrolls sideways`).toBe(true);
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${view.theme}-${view.language}.png` });
    }
    await turnPage(page, DESKTOP);
    await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
    await page.locator('#content').waitFor();
    expect(await fitsWidth(page), `${name} scrolls sideways on a phone`).toBe(true);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-phone.png` });
    await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
  }

  test('the owner sets two-step sign-in up with a computed code and keeps the recovery codes', async () => {
    await page.goto(studio.setupLink);
    await page.getByLabel('Your name').fill(OWNER.name);
    await page.getByLabel('Mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByLabel('Organization').fill('Sable House');
    await page.getByRole('button', { name: 'Create the studio' }).click();
    await page.waitForURL(/\/o\/[^/]+/);
    prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
    await page.goto(`${prefix}/me/security`);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Show the code to scan' }).click();
    await page.getByRole('img', { name: 'QR code for your authenticator' }).waitFor();
    secret = (await page.locator('.second-step-text').innerText()).replaceAll(' ', '');
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/second-step-set-up.png` });
    await page.getByLabel('Code').fill(new TOTP({ secret }).generate());
    await page.getByRole('button', { name: 'Turn on' }).click();
    expect(await page.locator('.recovery-codes code').count()).toBe(10);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/recovery-codes.png` });
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText(/On since/).waitFor();
    await expectAccessible('security');
  });

  test('signing in asks for a code, and a recovery code opens as well', async () => {
    const context = await openContext(browser as Browser, studio.address, { ...DESKTOP, theme: 'light' });
    const visitor = await context.newPage();
    watchErrors(visitor, errors);
    await visitor.goto('/login');
    await visitor.getByLabel('Mail').fill(OWNER.email);
    await visitor.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await visitor.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
    expect(await listAxeViolations(visitor)).toEqual([]);
    if (PICTURES) await visitor.screenshot({ path: `${PICTURES}/sign-in-code.png` });
    await visitor.getByLabel('Code').fill('000000');
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await visitor.getByText(/The code is wrong/).waitFor();
    // The code of the set-up was used: the one of the next half minute is taken as well.
    const next = new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 });
    await visitor.getByLabel('Code').fill(next);
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await visitor.waitForURL(/\/o\/[^/]+/);
    await context.close();
  });

  test('another program is told by a signed message, and the log shows what it answered', async () => {
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/kinora`;
    await page.goto(`${prefix}/settings/webhooks`);
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByLabel('Name').fill('Stock system');
    await page.getByLabel('Address').fill(address);
    await page.getByRole('button', { name: 'Add the webhook' }).click();
    const signing = await page.locator('.once-text').innerText();
    await page.getByRole('link', { name: 'Stock system' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText(/Taken: status 200/).waitFor();
    const film = { name: 'Linen', brief: 'A linen shirt.', seconds: 15, music: 'none', ratios: ['16:9'], pictures: [] };
    const headers = { origin: studio.address };
    const upload = await page.request.post('/api/v1/assets', {
      headers,
      data: {
        name: 'dot.svg',
        dataUri: 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/%3E',
      },
    });
    expect([200, 201]).toContain(upload.status());
    expect((await page.request.post('/api/v1/projects', { headers, data: film })).status()).toBe(201);
    await until(() => received.some(({ body }) => body.includes('asset.created')), 'an event of the studio');
    for (const { headers: sent, body } of received) {
      const signed = `${sent['webhook-id']}.${sent['webhook-timestamp']}.${body}`;
      const key = Buffer.from(signing.replace('whsec_', ''), 'base64');
      const expected = createHmac('sha256', key).update(signed).digest('base64');
      expect(sent['webhook-signature']).toBe(`v1,${expected}`);
    }
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: /webhook\.test/ }).click();
    await page.getByRole('button', { name: 'Send again' }).waitFor();
    await expectAccessible('webhook');
  });

  test('settings of the person, the team and the bell are usable in every language', async () => {
    for (const path of ['me/notifications', 'me/profile', 'settings/members', 'settings/organization']) {
      await page.goto(`${prefix}/${path}`);
      await expectAccessible(path.replace('/', '-'));
    }
    await page.goto(`${prefix}/`);
    await page.getByRole('button', { name: 'Notifications' }).first().click();
    await page.getByRole('dialog', { name: 'Notifications' }).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/bell.png` });
    await page.keyboard.press('Escape');
    expect(errors).toEqual([]);
  });
});
