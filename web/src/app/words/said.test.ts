import { readFileSync } from 'node:fs';
import { FIELD_FAULTS, MESSAGES, type MessageCode, messagesOf, readMessage, readTitle } from '@kinora/contract';
import arabic from '@kinora/contract/said/ar.json' with { type: 'json' };
import hebrew from '@kinora/contract/said/he.json' with { type: 'json' };
import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test, vi } from 'vitest';
import { learnMessages } from '../../api/index.ts';
import { said, sayCode } from './words.ts';

/** Refusals of starting, restoring and moving a studio: read in a terminal, never in the web app. */
const IN_THE_TERMINAL = /^(backup|config|database|secrets|studio|worker)\./;
const SEEN_ALL_THE_SAME = ['database.unavailable', 'secrets.unreadable'];
const errorCodes = [
  ...readFileSync(new URL('../../../../docs/reference/errors.md', import.meta.url), 'utf8').matchAll(/^\| `([^`]+)`/gm),
]
  .map(([, code]) => code ?? '')
  .filter((code) => !IN_THE_TERMINAL.test(code) || SEEN_ALL_THE_SAME.includes(code));
const codes = [...Object.keys(MESSAGES), ...FIELD_FAULTS, ...errorCodes];
const FAULT_VALUES = { kind: 'string', least: 10, most: 2, prefix: 'data:', choices: '1, 2', of: 2, keys: '“x”' };

/** A sentence of the code with values that no template holds, as the studio would write it. */
function example(code: MessageCode) {
  const values: Record<string, string | number> = {};
  const sentence = MESSAGES[code].replace(/\{(\w+)([#@]?)\}/g, (_, name: string, kind: string) => {
    values[name] = kind === '#' ? 12.5 : kind === '@' ? '2A' : '“Kyoto”, Osaka';
    return String(values[name]);
  });
  return { sentence, values };
}

test.each(Object.keys(MESSAGES) as MessageCode[])('%s is read back from its sentence with its values', (code) => {
  const { sentence, values } = example(code);
  expect(readTitle(sentence)).toEqual({ code, values });
});

test('a title is read as one only where work has its title', () => {
  expect(readTitle('Nera, 24 s, 15 s')).toEqual({ code: 'job.film', values: { name: 'Nera, 24 s', seconds: 15 } });
  expect(messagesOf(['Nera, 15 s', 'Finish'])).toBeUndefined();
  expect(messagesOf([], ['Nera, 15 s'])).toEqual({
    'Nera, 15 s': { code: 'job.film', values: { name: 'Nera', seconds: 15 } },
  });
});

test('words of other people have no code', () => {
  for (const words of ['', 'Nera water bottle, 15 s', 'Cutting edge', 'Shot of a coat in the rain'])
    expect(readMessage(words)).toBeUndefined();
});

describe.each([
  ['he', hebrew as Record<string, string>, /[\u0590-\u05ff]/],
  ['ar', arabic as Record<string, string>, /[\u0600-\u06ff]/],
] as const)('%s', (language, texts, letters) => {
  test('has a message for every code, and none for codes that are gone', () => {
    expect(Object.keys(texts).sort()).toEqual([...codes].sort());
  });

  test('says every code with its values in its own letters', () => {
    // A message that is no ICU is left as it is, and only the console says so.
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const messages = Object.entries(texts).map(([code, text]) => [`said.${code}`, compileMessage(text)]);
    expect(complaints.mock.calls).toEqual([]);
    complaints.mockRestore();
    i18n.loadAndActivate({ locale: language, messages: Object.fromEntries(messages) });
    for (const code of Object.keys(MESSAGES) as MessageCode[]) {
      const { sentence, values } = example(code);
      learnMessages({ scenes: [{ messages: { [sentence]: { code, values } } }] });
      const text = said(sentence);
      expect(text, code).not.toMatch(/[{}]|undefined/);
      if (/[a-z]{2}/.test(MESSAGES[code].replace(/\{.*?\}|dBTP|px/g, ''))) expect(text, code).toMatch(letters);
    }
    expect(sayCode('comfy.workflow_no_prompt', {}, '')).toContain('{prompt=text}');
    for (const code of errorCodes) expect(sayCode(code, {}, ''), code).toMatch(letters);
    for (const code of FIELD_FAULTS) {
      expect(sayCode(code, FAULT_VALUES, ''), code).toMatch(letters);
      expect(sayCode(code, FAULT_VALUES, ''), code).not.toMatch(/[{}]|undefined/);
    }
    expect(said('Nera water bottle')).toBe('Nera water bottle');
    expect(sayCode('tomorrow.code', {}, 'A sentence of a newer studio.')).toBe('A sentence of a newer studio.');
  });
});
