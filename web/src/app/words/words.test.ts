import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import arabic from './ar.json' with { type: 'json' };
import english from './en.json' with { type: 'json' };
import { createFormat, toTimecode } from './format.ts';
import hebrew from './he.json' with { type: 'json' };
import type { Words } from './words.ts';

const languages: Record<string, Record<string, string>> = { en: english, he: hebrew, ar: arabic };
const names = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();
/** What a message is told, read from its compiled form: arms of plurals hold words in braces, too. */
function valuesOf(text: string): string[] {
  const found = new Set<string>();
  const walk = (part: unknown) => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === 'string') found.add(part[0]);
    for (const arm of Object.values((part[2] as object | undefined) ?? {})) if (Array.isArray(arm)) arm.forEach(walk);
  };
  const compiled = compileMessage(text) as unknown;
  if (Array.isArray(compiled)) compiled.forEach(walk);
  return [...found].sort();
}

describe.each(['he', 'ar'])('%s', (language) => {
  test('has exactly the messages of English', () => {
    expect(Object.keys(languages[language] ?? {}).sort()).toEqual(Object.keys(english).sort());
  });

  test('uses the same values in each message', () => {
    for (const [key, text] of Object.entries(english)) {
      expect(valuesOf(languages[language]?.[key] ?? ''), `${language} ${key}`).toEqual(valuesOf(text));
    }
  });
});

describe.each(Object.entries(languages))('%s', (language, messages) => {
  test('renders every count as a whole sentence', () => {
    i18n.loadAndActivate({
      locale: language,
      messages: Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, compileMessage(text)])),
    });
    for (const key of Object.keys(messages).filter((name) => messages[name]?.includes('plural'))) {
      for (const count of [0, 1, 2, 3, 11, 100]) {
        const values = Object.fromEntries(names(messages[key] ?? '').map((name) => [name ?? '', count]));
        const text = i18n._(key, values);
        expect(text, `${language} ${key} ${count}`).not.toMatch(/[{}]|undefined|plural/);
        expect(text.trim().length).toBeGreaterThan(0);
      }
    }
  });

  test('declares every plural arm the language needs', () => {
    const needed = {
      en: ['one', 'other'],
      he: ['one', 'two', 'other'],
      ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
    };
    for (const [key, text] of Object.entries(messages)) {
      if (!text.includes(', plural,')) continue;
      for (const arm of needed[language as keyof typeof needed])
        expect(text, `${language} ${key}`).toContain(`${arm} {`);
      // Two of a thing is a form of its own in both: a number before the plural of many is a mistake.
      expect(text, `${language} ${key}`).not.toMatch(/two \{[^{}]*#/);
    }
  });
});

test('a timecode counts frames at the film rate', () => {
  expect(toTimecode(0, 30)).toBe('00:00:00:00');
  expect(toTimecode(449, 30)).toBe('00:00:14:29');
  expect(toTimecode(24 * 61 + 5, 24)).toBe('00:01:01:05');
});

test('sizes are read in decimal units', () => {
  const echo: Words = (key) => key;
  expect(createFormat('en', echo).size(61_000_000)).toBe('61 MB');
  expect(createFormat('ar', echo).size(2_400_000)).toBe('2.4 MB');
});
