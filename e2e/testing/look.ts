import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { DESKTOP, fitsWidth, listAxeViolations, PHONE, turnPage, untilQuiet } from '../browser.ts';
import { takeTurns } from './owner.ts';

/** Where pictures of the screens go, when somebody wants to look at them. */
export const PICTURES = process.env['KINORA_PICTURES'];

async function settle(page: Page): Promise<void> {
  await page.locator('#content').waitFor();
  await untilQuiet(page);
}

/**
 * The page as it stands, in the themes and languages whose turn it is and on a phone: nothing for axe to complain of, and
 * nothing that scrolls sideways.
 * @param place what the pictures are of, as a selector
 */
export async function look(page: Page, name: string, place: string): Promise<void> {
  for (const view of takeTurns()) {
    await turnPage(page, view);
    await settle(page);
    expect(await listAxeViolations(page), `${name} ${view.theme} ${view.language}`).toEqual([]);
    await shoot(page, `${name}-${view.theme}-${view.language}`, place);
  }
  await turnPage(page, DESKTOP);
  await page.setViewportSize({ width: PHONE.width, height: PHONE.height });
  await settle(page);
  await shoot(page, `${name}-phone`, place);
  await page.setViewportSize({ width: DESKTOP.width, height: DESKTOP.height });
  await settle(page);
}

async function shoot(page: Page, name: string, place: string): Promise<void> {
  expect(await fitsWidth(page), `${name} scrolls sideways`).toBe(true);
  await page
    .locator(place)
    .last()
    .scrollIntoViewIfNeeded({ timeout: 2000 })
    .catch(() => undefined);
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
