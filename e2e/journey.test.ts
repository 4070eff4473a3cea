import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  DESKTOP,
  fitsWidth,
  launchBrowser,
  listAxeViolations,
  openContext,
  PHONE,
  turnPage,
  type View,
} from './browser.ts';
import { startTestStudio, type TestStudio } from './studio.ts';

const FILM_LIMIT_MS = 240_000;
let studio: TestStudio;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startTestStudio(), launchBrowser()]);
  const context = await openContext(browser, studio.address, DESKTOP);
  page = await context.newPage();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await studio?.close();
});

/** Theme and language go round with the screens, so that each pair is met somewhere on the way. */
const TURNS: readonly Pick<View, 'theme' | 'language'>[] = [
  { theme: 'light', language: 'he' },
  { theme: 'dark', language: 'ar' },
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'he' },
  { theme: 'light', language: 'ar' },
];
let turn = 0;

/** Axe finds nothing in the view that is open, nor in the next pair of theme and language; then back to where we were. */
async function expectAccessible(): Promise<void> {
  expect(await listAxeViolations(page)).toEqual([]);
  const next = TURNS[turn % TURNS.length] ?? DESKTOP;
  turn += 1;
  await turnPage(page, next);
  await page.locator('#content').waitFor();
  await page.waitForTimeout(600);
  expect(await listAxeViolations(page), `${page.url()} ${next.theme} ${next.language}`).toEqual([]);
  expect(await fitsWidth(page)).toBe(true);
  await turnPage(page, DESKTOP);
  await page.locator('#content').waitFor();
}

test('the one-time link makes the owner and opens the studio', async () => {
  await page.goto(studio.setupLink);
  await page.getByLabel('Your name').waitFor();
  await expectAccessible();
  await page.getByLabel('Your name').fill('Dana Levy');
  await page.getByLabel('Mail').fill('dana@sable.example');
  await page.getByLabel('Password', { exact: true }).fill('four calm quiet words');
  await page.getByLabel('Organization').fill('Sable House');
  await page.getByRole('button', { name: 'Create the studio' }).click();
  await page.getByRole('heading', { name: 'Your first film is one press away' }).waitFor({ timeout: 30_000 });
  await expectAccessible();
});

test(
  'one press makes the sample film, and it grows shot by shot',
  async () => {
    await page.getByRole('button', { name: /Make the sample film/ }).click();
    await page.waitForURL(/\/film\/[^/]+\/storyboard/, { timeout: 20_000 });
    await page.locator('.shot-open').first().waitFor({ timeout: 60_000 });
    await page.locator('.shot .media img').first().waitFor({ timeout: 120_000 });
    // Reload in the middle of the work: it is still there.
    await page.reload();
    await page.locator('.shot-open').first().waitFor();
    await page
      .locator('.top')
      .getByRole('link', { name: 'Deliver' })
      .and(page.locator('.button-main'))
      .waitFor({ timeout: FILM_LIMIT_MS });
    if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape');
    await expectAccessible();
  },
  FILM_LIMIT_MS + 60_000,
);

test('the film plays by frames', async () => {
  await page
    .getByRole('button', { name: /^Play Space|^Play$/ })
    .first()
    .click();
  const player = page.getByRole('dialog');
  await player.waitFor();
  await page.keyboard.press('k');
  const before = await player.locator('.timecode').innerText();
  await page.keyboard.press('.');
  await expect.poll(() => player.locator('.timecode').innerText()).not.toBe(before);
  expect(await listAxeViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await player.waitFor({ state: 'detached' });
});

test(
  'a changed word makes its shot out of date, and a refresh redoes that shot only',
  async () => {
    const edited = page.locator('.shot-open').nth(1);
    await edited.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Words on screen').fill('Marble');
    await page.getByText('The old take stays.').waitFor({ timeout: 15_000 });
    expect(await listAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const refresh = page.getByRole('button', { name: /Refresh 1 shot/ });
    await refresh.waitFor();
    expect(await refresh.innerText()).toContain('Free');
    await refresh.click();
    await expect
      .poll(() => page.locator('.shot-caption').nth(1).innerText(), { timeout: FILM_LIMIT_MS })
      .toContain('2 takes');
    await expect.poll(() => page.locator('.shot-caption', { hasText: 'takes' }).count()).toBe(1);
  },
  FILM_LIMIT_MS + 30_000,
);

test(
  'every shape is delivered, plays together and downloads as one zip',
  async () => {
    await page.waitForTimeout(500);
    await page.locator('.tabs').getByRole('link', { name: 'Deliver' }).click();
    await expect.poll(() => page.locator('.deliver-column video').count(), { timeout: FILM_LIMIT_MS }).toBe(4);
    await expectAccessible();
    const link = page.getByRole('link', { name: /Download all/ });
    const href = await link.getAttribute('href');
    const answer = await page.request.get(href ?? '');
    expect(answer.status()).toBe(200);
    expect((await answer.body()).subarray(0, 2).toString()).toBe('PK');
  },
  FILM_LIMIT_MS + 30_000,
);

test.each([
  ['/projects', 'Projects'],
  ['/projects/new/film', 'New film'],
  ['/library/assets', 'Library'],
  ['/queue', 'Queue'],
  ['/settings/organization', 'Settings'],
  ['/settings/members', 'Settings'],
  ['/settings/api-keys', 'Settings'],
  ['/settings/sessions', 'Settings'],
  ['/nowhere', 'Not found'],
])('%s is usable in each language and theme', async (path, heading) => {
  const prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
  await page.goto(prefix + path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
  await expectAccessible();
});

test('a phone sees home, film and delivery without sideways scroll', async () => {
  const state = await page.context().storageState();
  const context = await openContext(browser, studio.address, { ...PHONE, language: 'ar' });
  await context.addCookies(state.cookies);
  const phone = await context.newPage();
  const prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
  for (const path of ['/', '/projects', '/queue', '/projects/new/film']) {
    await phone.goto(prefix + path);
    await phone.locator('#content').waitFor();
    await phone.waitForTimeout(500);
    expect(await fitsWidth(phone), path).toBe(true);
    expect(await listAxeViolations(phone), path).toEqual([]);
  }
  await context.close();
});

test('signing out closes the door', async () => {
  await page.goto('/');
  await page.locator('.rail-foot .rail-row').last().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await listAxeViolations(page)).toEqual([]);
});
