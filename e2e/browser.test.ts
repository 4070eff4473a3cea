import type { Browser } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser, listAxeViolations } from './browser.ts';

const browser: Browser | undefined = await findBrowser();
const toPage = (inside: string) => `<!doctype html><html lang="en"><title>Words</title><main>${inside}</main></html>`;

/** Every screen's test says that axe found nothing: here it finds something. */
describe.skipIf(!browser)('what the tests of screens look with', () => {
  afterAll(() => browser?.close());

  it('tells of pale words, of a field without a name, and of nothing where nothing is wrong', async () => {
    const page = await browser!.newPage();
    await page.setContent(toPage('<h1>Good</h1>'));
    expect(await listAxeViolations(page)).toEqual([]);
    await page.setContent(toPage('<h1>Good</h1><p style="color: #bbb; background: #fff">Pale</p><input>'));
    expect(await listAxeViolations(page)).toEqual([
      expect.stringMatching(/^color-contrast: .*\(p\)$/),
      expect.stringMatching(/^label: .*\(input\)$/),
    ]);
  });

  it('says of a page with frames that it cannot be looked at', async () => {
    const page = await browser!.newPage();
    await page.setContent(toPage('<h1>Good</h1><iframe title="Inside" srcdoc="words"></iframe>'));
    await expect(listAxeViolations(page)).rejects.toThrow(/has frames/);
  });
});
