import type { Page } from 'playwright-core';
import type { TestStudio } from '../studio.ts';

export type AskAsPage = <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, data?: object) => Promise<Answer>;

/** Calls of the API as whoever is signed in on the page. */
export function askAsPage(page: Page, studio: TestStudio): AskAsPage {
  return async <Answer>(method: string, path: string, data?: object) => {
    const headers = { origin: studio.address, 'idempotency-key': `${Math.random()}-of-the-test` };
    const answer = await page.request.fetch(`/api/v1${path}`, { method, headers, ...(data ? { data } : {}) });
    return (await answer.json()) as Answer;
  };
}
