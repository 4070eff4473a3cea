import hebrew from '@kinora/contract/said/he.json' with { type: 'json' };
import { i18n } from '@lingui/core';
import { expect, test } from 'vitest';
import { sayFault } from './say-fault.ts';

const speak = (locale: string, texts: Record<string, string>) =>
  i18n.loadAndActivate({
    locale,
    messages: Object.fromEntries(Object.entries(texts).map(([code, text]) => [`said.${code}`, text])),
  });
const failed = { errorCode: 'engine.failed', errorSentence: 'The film engine stopped with an error.' };

test('an error is said in words, never by its code alone', () => {
  speak('en', {});
  expect(sayFault(failed)).toBe(failed.errorSentence);
  speak('he', hebrew);
  expect(sayFault(failed)).toBe(hebrew['engine.failed']);
  expect(sayFault({ ...failed, errorCode: 'tomorrow.code' })).toBe(hebrew['jobs.failed']);
  expect(sayFault({ errorCode: null })).toBe('');
});
