import type { Page } from 'playwright-core';
import type { View } from '../browser.ts';

/** Who sets the studio up in browser journeys. */
export const OWNER = { name: 'Dana Levy', email: 'dana@sable.example', password: 'four calm quiet words' };

/** Theme and language go round with the screens, so that each pair is met several times on the way. */
export const TURNS: readonly Pick<View, 'theme' | 'language'>[] = [
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'he' },
  { theme: 'dark', language: 'ar' },
];

/** Fills the page of the one-time link and presses; the page is open. */
export async function createOwner(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Mail').fill(OWNER.email);
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByLabel('Organization').fill('Sable House');
  await page.getByRole('button', { name: 'Create the studio' }).click();
}
