import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, findBrowser, listAxeViolations, openContext, turnPage, untilQuiet, watchErrors } from './browser.ts';
import { type Inhabited, inhabitStudio } from './hebrew-studio.ts';
import { startTestStudio, type TestStudio } from './studio.ts';

const browser: Browser | undefined = await findBrowser();

/** Names that are the same in every language: of products, networks, fonts, file formats, units, and codes. */
const NAMES =
  /\b(Kinora|ComfyUI|API|Webhooks?|webhook|CSV|ZIP|zip|SRT|VTT|SVG|MP4|MOV|YouTube|OpenAI|Stripe|SKU|English|Shift|Enter|Esc|Space|Chrome|Linux|Mozilla|DM Sans|Medium|Italic|Amiri|Cairo|Heebo|Rubik|Fraunces|Cormorant Garamond|Frank Ruhl Libre|SHA-256|LUFS|UTC|USD|EUR|KB|MB|GB|ms|kHz|px|fps|AAC|dBTP|node-av|Jellyfin|nsfwjs|MobileNetV2)\b/g;
const MACHINE_TEXT =
  /Mozilla\/.*|[\w.-]+@[\w.-]+|https?:\S+|kin_\w+…?|\S+\.(svg|wav|jpg|mp4|json|srt|vtt)\b|\b\w+\/[\w+-]+|(\w+:)?\b(read|write|admin)\b/g;

/** So long React shows a place empty once it has shown it so, whatever has come meanwhile. */
const HELD_BACK_MS = 300;

/** A person who reads Hebrew or Arabic meets no English of ours, works by keyboard, and loses nothing that was typed. */
describe.skipIf(!browser)('the words', () => {
  let studio: TestStudio;
  let page: Page;
  let there: Inhabited;
  const errors: string[] = [];

  beforeAll(async () => {
    studio = await startTestStudio();
    const context = await openContext(browser as Browser, studio.address, { ...DESKTOP, language: 'he' });
    there = await inhabitStudio(context, studio);
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    watchErrors(page, errors);
    await page.goto(`${there.prefix}/`);
    await page.locator('#content').waitFor();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await studio?.close();
  });

  /** Goes inside the app, as a press would: a load of every screen would take four times as long. */
  async function open(path: string): Promise<void> {
    await page.evaluate((to) => {
      history.pushState(null, '', to);
    }, there.prefix + path);
    await page.locator('#content').waitFor();
    await untilQuiet(page);
  }

  test('a screen that is opened for the first time is there when its code is, and is not held back', async () => {
    await page.locator('h1').waitFor({ state: 'attached' });
    const took: number[] = [];
    for (const path of ['/projects', '/queue', '/deliveries', '/brands', '/library/assets'])
      took.push(await page.evaluate(openScreen, there.prefix + path));
    // The machine may be busy with others at one of them, not at all: what is held back is so each time.
    expect(Math.min(...took), took.join(', ')).toBeLessThan(HELD_BACK_MS / 2);
  });

  test.each(['he', 'ar'] as const)('every screen speaks %s', async (language) => {
    await turnPage(page, { theme: 'dark', language });
    await page.locator('#content').waitFor();
    const english: string[] = [];
    for (const path of there.paths) {
      await open(path);
      const texts = await page.evaluate(readTexts);
      for (const text of texts) {
        const left = text.replace(MACHINE_TEXT, '').replace(NAMES, '');
        if (/[A-Za-z]{2}/.test(left)) english.push(`${path.replace(/[0-9a-f-]{36}/, '…')}: ${text}`);
      }
    }
    expect([...new Set(english)]).toEqual([]);
  });

  test('the palette acts on the row in focus and finds things by name, by keyboard alone, in Hebrew', async () => {
    await turnPage(page, { theme: 'light', language: 'he' });
    await open('/products');
    await page.locator('.product-open').first().focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'מצב: פעיל' }).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    await page.keyboard.type('פעיל');
    await page.keyboard.press('Enter');
    await page.locator('.toast').filter({ hasText: 'מוצר אחד' }).waitFor();
    await expect.poll(async () => (await readProducts())[0]?.status).toBe('active');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('נמל');
    const found = page.getByRole('group', { name: 'פרויקטים' }).getByRole('option', { name: 'מעיל נמל' });
    await found.waitFor();
    while ((await found.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/film\//);
    await page.locator('#content').waitFor();
    await page.keyboard.press('Control+k');
    await page
      .getByRole('group', { name: 'נפתחו לאחרונה' })
      .getByRole('option', { name: 'מעיל נמל' })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });

  async function readProducts(): Promise<{ status: string; description?: string; id: string }[]> {
    return (await (await page.request.get('/api/v1/products')).json()).items;
  }

  test('what was typed into a brief and not saved is there after a reload, and can be given up', async () => {
    await open(`/film/${there.filmId}/brief`);
    const brief = page.locator('.brief-tab textarea').first();
    const before = await brief.inputValue();
    await brief.fill('מעיל שחוזר.');
    await page.reload();
    await brief.waitFor();
    expect(await brief.inputValue()).toBe('מעיל שחוזר.');
    await page.getByRole('button', { name: 'חזרה למה שנשמר' }).click();
    expect(await brief.inputValue()).toBe(before);
    await page.reload();
    await brief.waitFor();
    expect(await brief.inputValue()).toBe(before);
  });

  test('a description typed just before a reload is kept', async () => {
    const [product] = await readProducts();
    await open(`/products/${product?.id}`);
    const description = page.getByLabel('תיאור');
    await description.fill('חם ביום קר.');
    await page.reload();
    await expect
      .poll(async () => (await (await page.request.get(`/api/v1/products/${product?.id}`)).json()).description)
      .toBe('חם ביום קר.');
    await description.waitFor();
    await expect.poll(() => description.inputValue()).toBe('חם ביום קר.');
  });

  test('a bar says that the studio is out of reach, what is kept and when it is tried again, and goes by itself', async () => {
    await open(`/film/${there.filmId}/brief`);
    await page.locator('.brief-tab textarea').first().fill('מעיל אחר.');
    await page.context().setOffline(true);
    const bar = page.locator('.offline');
    await bar.filter({ hasText: 'עריכה אחת שמורה' }).waitFor();
    await bar.filter({ hasText: /ניסיון נוסף בעוד \d+ שנ׳/ }).waitFor();
    expect(await listAxeViolations(page)).toEqual([]);
    expect(await page.locator('.toast').count()).toBe(0);
    await page.context().setOffline(false);
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'שמירה' }).click();
    await page.locator('.toast').filter({ hasText: 'הבריף נשמר.' }).waitFor();
  });

  test.each([
    ['he', 'webhook חדש', 'חובה למלא שדה זה.', 'אי אפשר להשאיר ריק.', 'הכתובת צריכה להתחיל'],
    ['ar', 'webhook جديد', 'هذا الحقل مطلوب.', 'لا يمكن تركه فارغًا.', 'يجب أن يبدأ العنوان'],
  ] as const)('a field that is refused says why in %s', async (language, create, missing, empty, address) => {
    await turnPage(page, { theme: 'light', language });
    await open('/settings/webhooks');
    await page.getByRole('button', { name: create }).click();
    const [name, url] = [page.locator('.settings-ask input').nth(0), page.locator('.settings-ask input').nth(1)];
    const told = () => name.evaluate((input) => (input as HTMLInputElement).validationMessage);
    const send = page.locator('.settings-ask button[type=submit]');
    await send.click();
    // What the browser refuses by itself it tells in its own language, which is English here.
    expect(await told()).toBe(missing);
    expect(await url.evaluate((input) => (input as HTMLInputElement).validationMessage)).toBe(missing);
    await url.fill('nowhere');
    await send.click();
    expect(await url.evaluate((input) => (input as HTMLInputElement).validationMessage)).toMatch(/example\.com/);
    await name.fill('  ');
    await url.fill('ftp://example.com');
    await send.click();
    await page.locator('.settings-ask .help-bad').filter({ hasText: empty }).waitFor();
    await page.locator('.settings-ask .help-bad').filter({ hasText: address }).waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.settings-ask [role=alert]').count()).toBe(0);
    expect(await listAxeViolations(page)).toEqual([]);
    await page.locator('.settings-ask button:not([type=submit])').last().click();
  });

  test('nothing broke on the way', () => {
    // 412: words sent both as their page went away and by the next; the second sees that they are there.
    expect(errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|412|422/.test(error))).toEqual([]);
  });
});

/** Goes there as a press would and tells after how many milliseconds the screen's own title stood; runs in the browser. */
async function openScreen(path: string): Promise<number> {
  const before = document.querySelector('h1');
  const startedAt = performance.now();
  history.pushState(null, '', path);
  for (;;) {
    const title = document.querySelector('h1');
    if (title && title !== before) return Math.round(performance.now() - startedAt);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** Every text and name of the page but ids, codes and keys, which are set in their own type; runs in the browser. */
function readTexts(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isOurs = node.parentElement?.closest('script,style,code,.key,.kbd,.time:not(.time-words)') === null;
    if (isOurs && node.textContent) texts.push(node.textContent.trim());
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? '');
  return texts;
}
