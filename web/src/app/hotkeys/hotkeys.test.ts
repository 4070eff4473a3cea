import { expect, test } from 'vitest';
import { chordOf, keyLabel, letterOf } from './hotkeys.ts';

const press = (key: string, code: string, extra: object = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...extra,
});

test('a Latin letter is taken as typed, so AZERTY keeps its letters', () => {
  expect(letterOf(press('a', 'KeyQ'))).toBe('a');
});

test('a Hebrew or Arabic letter is taken by its place on the keyboard', () => {
  expect(letterOf(press('ח', 'KeyJ'))).toBe('j');
  expect(letterOf(press('ن', 'KeyK'))).toBe('k');
});

test('chords name their modifiers, punctuation does not name shift', () => {
  expect(chordOf(press('k', 'KeyK', { ctrlKey: true }))).toBe('mod+k');
  expect(chordOf(press('N', 'KeyN', { shiftKey: true }))).toBe('shift+n');
  expect(chordOf(press('?', 'Slash', { shiftKey: true }))).toBe('?');
  expect(chordOf(press(' ', 'Space'))).toBe('space');
});

test.each([
  ['mod+k', 'Ctrl K'],
  ['g h', 'G H'],
  ['+', '+'],
  ['mod+shift+z', 'Ctrl Shift Z'],
])('%s is written %s', (keys, label) => {
  expect(keyLabel(keys)).toBe(label);
});
