import { expect, test } from 'vitest';
import { findParts, type Part } from './find-parts.ts';
import parts from './parts.generated.json' with { type: 'json' };

const known: Part[] = [
  { name: 'fastify', version: '5.0.0', licence: 'MIT', note: '' },
  { name: '@fontsource/heebo', version: '5.0.0', licence: 'OFL-1.1', note: '' },
  { name: '@seydx/node-av-linux-x64', version: '6.0.0', licence: 'GPL-3.0', note: 'runs in a child process' },
];
const names = (query: string) => findParts(known, query).map(({ name }) => name);

test('parts are found by name and by licence, in any case', () => {
  expect(names('HEEBO')).toEqual(['@fontsource/heebo']);
  expect(names('ofl heebo')).toEqual(['@fontsource/heebo']);
  expect(names('nothing')).toEqual([]);
});

test('parts with terms of their own stand first', () => {
  expect(names('')[0]).toBe('@seydx/node-av-linux-x64');
});

test('the list names the fonts, the engine and the voice, and no part without a licence', () => {
  for (const part of ['@fontsource-variable/geist', '@seydx/node-av-linux-x64', '@echogarden/espeak-ng-emscripten'])
    expect(parts.map(({ name }) => name)).toContain(part);
  expect(parts.filter(({ licence }) => licence === '' || licence === 'UNKNOWN')).toEqual([]);
});
