import type { Page } from 'playwright-core';
import type { View } from '../browser.ts';
import { IS_FULL } from './full-run.ts';

/** Who sets the studio up in browser journeys. */
export const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };

/** Theme and language go round with the screens, so that each pair is met several times on the way. */
export const TURNS: readonly Pick<View, 'theme' | 'language'>[] = [
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'he' },
  { theme: 'dark', language: 'ar' },
];

let turn = 0;

/** Every pair in the long run; in the short one the next pair alone, so that each screen is judged once (rulings §6.9). */
export function takeTurns(): readonly Pick<View, 'theme' | 'language'>[] {
  if (IS_FULL) return TURNS;
  turn += 1;
  return [TURNS[turn % TURNS.length]!];
}

/**
 * Fills the page of the one-time link and presses; the page is open. A journey that never looks at the sample starts empty:
 * its photographs take two cores ten seconds to draw and to look at.
 */
export async function createOwner(page: Page, { withSample = true } = {}): Promise<void> {
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByLabel('Organization').fill('Sable House');
  if (!withSample) await page.getByText('Start empty').click();
  await page.getByRole('button', { name: 'Create the studio' }).click();
}
