import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type Page, chromium as playwright, type Request } from 'playwright-core';
import { until } from './testing/until.ts';

export type View = {
  width: number;
  height: number;
  theme: 'dark' | 'light';
  language: 'en' | 'he' | 'ar';
  reducedMotion: boolean;
};
export const DESKTOP: View = { width: 1440, height: 900, theme: 'dark', language: 'en', reducedMotion: false };
export const PHONE: View = { ...DESKTOP, width: 390, height: 844 };

/**
 * Arguments meant for cloud functions: with some a page's requests lose their Origin, and one crash ends all; with others
 * every page is drawn by a graphics card that two cores have to imitate, which takes twice the time of drawing by hand.
 */
const UNWANTED = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--ignore-gpu-blocklist',
  '--in-process-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
]);

/** The browser of the npm package, or the installed one named by `CHROMIUM_PATH`. */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env['CHROMIUM_PATH'];
  return playwright.launch({
    executablePath: installed ?? (await chromium.executablePath()),
    args: installed ? ['--no-sandbox'] : chromium.args.filter((argument) => !UNWANTED.has(argument)),
    headless: true,
  });
}

/**
 * A browser, or `undefined` with a line that says what is missing: the npm package carries one for Linux on x64 only. A
 * browser that a person named must start.
 */
export async function findBrowser(): Promise<Browser | undefined> {
  if (process.env['CHROMIUM_PATH']) return launchBrowser();
  return launchBrowser().catch((error: Error) => {
    const [reason] = error.message.split('\n');
    console.warn(`SKIPPED: the browser journey needs Chromium. Set CHROMIUM_PATH to an installed one. (${reason})`);
    return undefined;
  });
}

/** What a browser writes itself when a visitor is not signed in: the app asks who is here and is told nobody. */
const EXPECTED = /status of 401/;

/** Gathers what goes wrong in the page: thrown errors and lines of the console, with their address. */
export function watchErrors(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' || EXPECTED.test(message.text())) return;
    errors.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
}

/** A fresh visitor with this screen, theme and language. */
export async function openContext(browser: Browser, baseURL: string, view: View = DESKTOP): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: view.width, height: view.height },
    colorScheme: view.theme,
    reducedMotion: view.reducedMotion ? 'reduce' : 'no-preference',
    locale: view.language,
    hasTouch: view.width < 640,
  });
  context.on('page', watchRequests);
  await context.addInitScript(
    ([theme, language]) => {
      // An empty page has no storage and answers a look at it with an error.
      if (location.protocol === 'about:' || localStorage.getItem('kinora.test')) return;
      localStorage.setItem('kinora.test', 'set');
      localStorage.setItem('kinora.theme', theme ?? '');
      localStorage.setItem('kinora.language', language ?? '');
    },
    [view.theme, view.language],
  );
  return context;
}

type Traffic = { open: Set<Request>; quietSince: number };
const traffic = new WeakMap<Page, Traffic>();

function watchRequests(page: Page): void {
  const seen: Traffic = { open: new Set(), quietSince: performance.now() };
  traffic.set(page, seen);
  page.on('request', (request) => {
    // The event stream stays open for as long as the page does.
    if (request.resourceType() !== 'eventsource') seen.open.add(request);
  });
  const end = (request: Request) => {
    seen.open.delete(request);
    seen.quietSince = performance.now();
  };
  page.on('requestfinished', end);
  page.on('requestfailed', end);
}

const QUIET_MS = 150;

/**
 * Until the page has asked for nothing for a moment, so that what it shows is what it has to show; a page that never rests
 * is looked at as it is. `networkidle` counts the event stream and would be waited for to its limit on each screen.
 */
export async function untilQuiet(page: Page, limitMs = 1500): Promise<void> {
  const startedAt = performance.now();
  const isQuiet = () => {
    const seen = traffic.get(page);
    if (!seen) throw new Error('Only pages of openContext are watched.');
    const now = performance.now();
    return now - startedAt > limitMs || (seen.open.size === 0 && now - Math.max(seen.quietSince, startedAt) > QUIET_MS);
  };
  await until(isQuiet, 'a quiet page', { timeoutMs: 2 * limitMs });
}

/**
 * Changes theme and language of a page that is open, as a person would find them after a reload. One that has them is left
 * as it is.
 */
export async function turnPage(page: Page, view: Pick<View, 'theme' | 'language'>): Promise<void> {
  const isTurned = await page.evaluate(
    ([theme = '', language = '']) => {
      const wanted = Object.entries({ 'kinora.theme': theme, 'kinora.language': language });
      const isSame = wanted.every(([key, value]) => localStorage.getItem(key) === value);
      for (const [key, value] of wanted) localStorage.setItem(key, value);
      return isSame;
    },
    [view.theme, view.language],
  );
  if (!isTurned) await page.reload();
}

/**
 * What axe has against the page, one readable line each; empty when nothing. Axe runs in the page itself, which has no frames:
 * its adapter for Playwright opens a second page for each look, which takes three times as long.
 */
export async function listAxeViolations(page: Page): Promise<string[]> {
  await settle(page);
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, which axe is not told of.`);
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // Only what is wrong is written down: telling of all that is right takes a quarter of the time.
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
    );
  });
}

/** What still fades in has half its contrast. What runs for ever (a spinner) is not waited for. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
}

/** True when nothing can be scrolled sideways. */
export async function fitsWidth(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}
