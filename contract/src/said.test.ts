import { expect, test } from 'vitest';
import ar from './said/ar.json' with { type: 'json' };
import he from './said/he.json' with { type: 'json' };

/** What a daily mail tells, too: it puts values in their places and knows no forms of number. */
const TOLD_BY_MAIL =
  /^(job\.|notice\.(done|failed|asks|budget|budget_warned|budget_reached|payment_failed|payment_taken_back|webhook_failures|webhook_gone)$)/;

test.each([
  ['he', he],
  ['ar', ar],
])('what a mail tells in %s has no forms of number', (_language, texts) => {
  const told = Object.entries(texts).filter(([code]) => TOLD_BY_MAIL.test(code));
  expect(told.length).toBeGreaterThan(15);
  expect(told.filter(([, text]) => /\{\w+,/.test(text))).toEqual([]);
});
