import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page, Route } from 'playwright-core';
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
import { drawProductPictures } from './product-pictures.ts';
import { startTestStudio, type TestStudio } from './studio.ts';
import { createOwner, OWNER, TURNS } from './testing/owner.ts';
import { readZip, sha256 } from './zip-entries.ts';

const FILM_LIMIT_MS = 150_000;
const BRIEF =
  'Nera water bottle. Steel, 500 ml, cold for 24 hours. Price 29 euro. For people who walk to work. Calm and honest. Call to action: Order today.';

const browser: Browser | undefined = await findBrowser();

/**
 * One person from the first link to a delivered film, in one page and in order: each test goes on where the one before
 * stopped. The film is a draft in one shape, so that the journey stays short on two cores.
 */
describe.skipIf(!browser)('the journey', () => {
  let studio: TestStudio;
  let page: Page;
  let prefix = '';
  let film = '';
  let turn = 0;
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    watchErrors(page, errors);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  /** Axe finds nothing in the open screen in the next pair of theme and language, and nothing scrolls sideways. */
  async function expectAccessible(): Promise<void> {
    const next = TURNS[turn % TURNS.length] ?? DESKTOP;
    turn += 1;
    if (next.language !== DESKTOP.language) await turnPage(page, next);
    await page.locator('#content').waitFor();
    await untilQuiet(page);
    expect(await listAxeViolations(page), `${page.url()} ${next.theme} ${next.language}`).toEqual([]);
    expect(await fitsWidth(page), `${page.url()} scrolls sideways`).toBe(true);
    if (next.language === DESKTOP.language) return;
    await turnPage(page, DESKTOP);
    await page.locator('#content').waitFor();
  }

  /** The film as the API tells it. */
  async function readTree() {
    const id = /\/film\/([^/]+)/.exec(film)?.[1];
    return (await page.request.get(`/api/v1/projects/${id}/tree`)).json();
  }

  async function download(press: () => Promise<void>): Promise<Buffer> {
    const [started] = await Promise.all([page.waitForEvent('download') as Promise<Download>, press()]);
    return readFile(await started.path());
  }

  test('the one-time link makes the owner, and home does not wait for the sample', async () => {
    await page.goto(studio.setupLink);
    await page.getByLabel('Your name').waitFor();
    await expectAccessible();
    await createOwner(page);
    await page.getByRole('heading', { name: 'Your first film is one press away' }).waitFor({ timeout: 10_000 });
    prefix = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
    await expectAccessible();
  });

  test('an own brief with dropped pictures is planned while it is written, and made as a draft in one shape', async () => {
    await page.goto(`${prefix}/projects/new/film`);
    await page.getByLabel('What the film is for, who should see it, what it must say').fill(BRIEF);
    await page
      .locator('.new-film-form input[type=file][multiple]')
      .setInputFiles(await drawProductPictures(page.context()));
    // The sample's own pictures are drawn and looked at meanwhile.
    await page.locator('.shelf-remove').nth(1).waitFor({ timeout: 60_000 });
    for (const ratio of ['9:16', '1:1', '4:5']) await page.getByRole('button', { name: ratio }).click();
    await page.getByRole('radio', { name: 'Draft, half size' }).check();
    await page.locator('.new-film-plan').getByText('Nera').first().waitFor();
    await expectAccessible();
    const make = page.getByRole('button', { name: /Make the film/ });
    await expect.poll(() => make.isEnabled(), { timeout: 20_000 }).toBe(true);
    await make.click();
    await page.waitForURL(/\/film\/[^/]+\/storyboard/, { timeout: 20_000 });
    film = new URL(page.url()).pathname;
    await page.locator('.shot .media img').first().waitFor({ timeout: 60_000 });
    const { project, scenes } = await readTree();
    const { leaves } = await (await page.request.get(`/api/v1/jobs/${project.activeJobId}`)).json();
    const shotIds = scenes.flatMap(({ shots }: { shots: { id: string }[] }) => shots.map(({ id }) => id));
    const working = leaves.find(({ kind }: { kind: string }) => kind === 'film/shot');
    expect(shotIds).toContain(working.about.shotId);
  });

  test.each([
    ['/projects', 'Projects'],
    ['/library/assets', 'Library'],
    ['/queue', 'Queue'],
    ['/settings/organization', 'Settings'],
    ['/settings/members', 'Settings'],
    ['/settings/billing', 'Settings'],
    ['/settings/budgets', 'Settings'],
    ['/settings/api-keys', 'Settings'],
    ['/settings/webhooks', 'Settings'],
    ['/me/sessions', 'My account'],
    ['/me/security', 'My account'],
    ['/nowhere', 'Not found'],
  ])('while it is made, %s is usable', async (path, heading) => {
    await page.goto(prefix + path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' });
    await expectAccessible();
  });

  test(
    'the film is made to its end, shot by shot',
    async () => {
      await page.goto(film);
      await page
        .locator('.top')
        .getByRole('link', { name: 'Deliver' })
        .and(page.locator('.button-main'))
        .waitFor({ timeout: FILM_LIMIT_MS });
      expect(await page.locator('.shot-empty').count()).toBe(0);
      await expectAccessible();
    },
    FILM_LIMIT_MS + 30_000,
  );

  test('it plays by frames', async () => {
    await page
      .getByRole('button', { name: 'Play Space' })
      .or(page.getByRole('button', { name: 'Play', exact: true }))
      .first()
      .click();
    const player = page.getByRole('dialog');
    await player.waitFor();
    await page.keyboard.press('k');
    const before = await player.locator('.timecode').textContent();
    await page.keyboard.press('.');
    await expect.poll(() => player.locator('.timecode').textContent()).not.toBe(before);
    expect(await listAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await player.waitFor({ state: 'detached' });
  });

  test(
    'changed words make their shot out of date, also on the screen of somebody else; a refresh redoes that shot only',
    async () => {
      const other = await openSecond();
      await other.context().setOffline(true);
      await other.locator('.offline').waitFor();
      const edited = page.locator('.shot-open').first();
      await edited.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Words on screen').fill('Marble');
      await page.getByText('The old take stays.').waitFor();
      expect(await listAxeViolations(page)).toEqual([]);
      await page.reload();
      expect(await dialog.getByLabel('Words on screen').inputValue()).toBe('Marble');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await other.context().setOffline(false);
      await other.locator('.offline').waitFor({ state: 'detached' });
      await other.locator('.shot-selected').getByText('Out of date').waitFor();
      const refresh = page.getByRole('button', { name: /Refresh 1 shot/ });
      await refresh.waitFor();
      expect(await refresh.textContent()).toContain('Free');
      await refresh.click();
      await expect
        .poll(() => page.locator('.shot-caption').first().textContent(), { timeout: FILM_LIMIT_MS })
        .toContain('2 takes');
      expect(await page.locator('.shot-caption', { hasText: 'takes' }).count()).toBe(1);
      await other.locator('.shot-caption', { hasText: '2 takes' }).waitFor();
      await refuseAnEdit(other);
      // Closed, its context would keep Chromium from answering anybody for 15 s: it ends with the browser.
      await other.goto('about:blank');
    },
    FILM_LIMIT_MS + 60_000,
  );

  /** The same film in a browser of its own. */
  async function openSecond(): Promise<Page> {
    const context = await openContext(browser as Browser, studio.address, DESKTOP);
    await context.addCookies((await page.context().storageState()).cookies);
    const second = await context.newPage();
    second.setDefaultTimeout(20_000);
    await second.goto(film);
    await second.locator('.shot-open').first().waitFor();
    return second;
  }

  /** An edit made from an old revision is taken back on screen with the reason, and made again when asked. */
  async function refuseAnEdit(second: Page): Promise<void> {
    await second.locator('.shot-open').nth(1).focus();
    await second.keyboard.press('Enter');
    const words = second.getByRole('dialog').getByLabel('Words on screen');
    const before = await words.inputValue();
    await second.route('**/api/v1/shots/*', (route) =>
      route.continue({ headers: { ...route.request().headers(), 'if-match': '0' } }),
    );
    await words.fill('Granite');
    await second.getByText('Somebody changed this while you were editing.').waitFor();
    await expect.poll(() => words.inputValue()).toBe(before);
    await second.unroute('**/api/v1/shots/*');
    await second.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => words.inputValue()).toBe('Granite');
    await second.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => words.inputValue()).toBe(before);
    await expect
      .poll(async () => JSON.stringify(await readTree()).includes('Granite'), { timeout: 10_000 })
      .toBe(false);
  }

  test(
    'it is delivered, with every file and all of them as one zip',
    async () => {
      await page.locator('.tabs').getByRole('link', { name: 'Deliver' }).click();
      await page.locator('.deliver-column video').first().waitFor({ timeout: FILM_LIMIT_MS });
      // The refresh cuts the film anew after its shot has its second take.
      await expect.poll(async () => (await readTree()).project.activeJobId, { timeout: FILM_LIMIT_MS }).toBe(null);
      await expect.poll(() => page.locator('.deliver-old').count(), { timeout: FILM_LIMIT_MS }).toBe(0);
      expect(await page.locator('.deliver-column video').count()).toBe(1);
      await expectAccessible();
      const { files } = (await readTree()) as { files: { name: string; kind: string; asset: { hash: string } }[] };
      const whole = await download(() => page.getByRole('button', { name: 'Download for YouTube, 16:9' }).click());
      expect(sha256(whole)).toBe(files.find(({ kind }) => kind === 'film')?.asset.hash);
      const zip = readZip(await download(() => page.getByRole('link', { name: 'Everything as one zip' }).click()));
      for (const file of files) expect(zip.get(file.name), file.name).toBe(file.asset.hash);
      await turnPage(page, { theme: 'dark', language: 'he' });
      await page.locator('.checks li').first().waitFor();
      const checks = await page.locator('.checks bdi').allTextContents();
      expect(checks.filter((text) => /[a-z]{3}/i.test(text.replace(/LUFS|dBTP/g, '')))).toEqual([]);
      await turnPage(page, DESKTOP);
    },
    FILM_LIMIT_MS + 30_000,
  );

  test('another placement plays in step, gets a cover and words of its own, and all that went out is noted', async () => {
    await page.getByRole('button', { name: 'Placements' }).click();
    await page.getByRole('menuitem', { name: /^X/ }).click();
    await expect.poll(() => page.locator('.deliver-column video').count()).toBe(2);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLVideoElement>('.deliver-column video')].every((video) => video.readyState > 0),
    );
    for (const _ of [1, 2, 3]) await page.keyboard.press('.');
    expect(await page.locator('.deliver-clock .timecode').textContent()).toBe('00:00:00:03');
    await expect
      .poll(() =>
        page.evaluate(() =>
          [...document.querySelectorAll<HTMLVideoElement>('.deliver-column video')].map(({ currentTime }) =>
            Math.floor(currentTime * 30),
          ),
        ),
      )
      .toEqual([3, 3]);

    await page.getByRole('button', { name: 'Cover of 16:9' }).first().click();
    const picker = page.getByRole('dialog', { name: 'Cover of 16:9' });
    for (const _ of [1, 2, 3, 4, 5]) await page.keyboard.press('.');
    await picker.getByRole('button', { name: 'Use this frame' }).click();
    await picker.getByText('A frame of the film').waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });

    await page.getByRole('radio', { name: 'X', exact: true }).check();
    await page.getByLabel('Words', { exact: true }).fill('Cold for a day. '.repeat(20).trim());
    await page.getByLabel('Hashtags').fill('#nera steel');
    await page.getByLabel('Hashtags').blur();
    await page.getByText('Kept as you wrote it').waitFor();
    await page.getByText('up to 280 characters').waitFor();

    const zip = readZip(await download(() => page.getByRole('button', { name: /Download all/ }).click()));
    const { project, files } = await readTree();
    const hash = files.find(({ kind }: { kind: string }) => kind === 'film').asset.hash;
    const cover = files.find(({ kind }: { kind: string }) => kind === 'cover').asset.hash;
    const folder = `${project.name}_x_16x9`;
    expect(zip.get(`${folder}/${folder}.mp4`)).toBe(hash);
    expect(zip.get(`${folder}/cover.jpg`)).toBe(cover);
    expect([...zip.keys()]).toEqual(expect.arrayContaining([`${folder}/post.txt`, 'manifest.json']));

    await page.goto(`${prefix}/deliveries`);
    await expect.poll(() => page.locator('.delivery').count()).toBe(3);
    await expectAccessible();
    for (const row of [0, 1]) await page.locator('.delivery .check').nth(row).check();
    const again = readZip(await download(() => page.getByRole('button', { name: /Zip again/ }).click()));
    expect([...again.values()].filter((each) => each === hash)).toHaveLength(2);
  });

  test('a phone sees every screen without sideways scroll', async () => {
    const state = await page.context().storageState();
    const context = await openContext(browser as Browser, studio.address, { ...PHONE, language: 'ar' });
    await context.addCookies(state.cookies);
    const phone = await context.newPage();
    for (const path of [
      prefix,
      `${prefix}/projects`,
      `${prefix}/queue`,
      `${prefix}/projects/new/film`,
      film,
      film.replace('storyboard', 'deliver'),
      `${prefix}/deliveries`,
    ]) {
      await phone.goto(path);
      await phone.locator('#content').waitFor();
      await untilQuiet(phone);
      expect(await fitsWidth(phone), path).toBe(true);
      expect(await listAxeViolations(phone), path).toEqual([]);
    }
    await phone.goto('about:blank');
  });

  test('one press opens the sample film with its plan; cancelling it in the tray stops it', async () => {
    await page.goto(prefix);
    await page.getByRole('button', { name: /Make the sample film/ }).click();
    await page.waitForURL((url) => url.pathname !== film && url.pathname.endsWith('/storyboard'), { timeout: 60_000 });
    await page.locator('.shot-open').first().waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: /^Open the list of jobs/ }).click();
    await page
      .locator('.tray-list')
      .getByRole('button', { name: /^Cancel/ })
      .first()
      .click();
    await page.locator('.tray-list').getByText('Cancelled').waitFor();
  });

  test('Retry in the tray begins it again', async () => {
    // Whatever was stopped may be begun again; the tray offers it for what failed, so the list says that of this one.
    const asFailed = async (route: Route) => {
      const response = await route.fetch();
      const body = (await response.text()).replaceAll('"status":"cancelled"', '"status":"failed"');
      await route.fulfill({ response, body });
    };
    await page.route('**/api/v1/jobs?**', asFailed);
    await page.reload();
    await page.getByRole('button', { name: /^Open the list of jobs/ }).click();
    const tray = page.locator('.tray-list');
    const retry = tray.getByRole('button', { name: /^Retry/ }).first();
    await retry.waitFor();
    await page.unroute('**/api/v1/jobs?**', asFailed);
    const [answer] = await Promise.all([page.waitForResponse(/\/jobs\/[^/]+\/retry$/), retry.click()]);
    expect(answer.status()).toBe(202);
    await tray
      .getByRole('button', { name: /^Cancel/ })
      .first()
      .click();
    await tray.getByText('Cancelled').waitFor();
  });

  test('a job that ended is deleted from its page, and Undo brings it back', async () => {
    const listed = async () => {
      const answer = await page.request.get('/api/v1/jobs?active=false');
      return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    const [id] = await listed();
    await page.goto(`${prefix}/jobs/${id}`);
    await page.getByRole('button', { name: 'Delete from the list' }).click();
    await page.waitForURL(/\/queue$/);
    await expect.poll(listed).not.toContain(id);
    await page.locator('.toast', { hasText: '1 job deleted.' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(listed).toContain(id);
    await page.locator('.toast', { hasText: '1 job is back.' }).waitFor();
  });

  test('signing out closes the door, signing in opens it again', async () => {
    await page.goto(prefix);
    await page.getByText('Films finished').waitFor();
    await expectAccessible();
    await page.locator('.rail-foot .rail-row').last().click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectAccessible();
    await page.getByLabel('Mail').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor({ state: 'attached' });
  });

  test('nothing failed in the browser on the way', () => {
    expect(errors).toEqual([]);
  });
});
