import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '@kinora/media-node';
import { expect, it } from 'vitest';
import { errorRegistry } from './errors.ts';

const SOURCES = [
  'contract/src',
  'media/core/src',
  'media/node/src',
  'media/voice-espeak/src',
  'server/src',
  'studios/src',
];

/** What the sources throw; the command's own codes end on a terminal and never cross HTTP. */
function listThrownCodes(): string[] {
  const files = SOURCES.map((folder) => repositoryFile(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return files
    .filter((file) => file.endsWith('.ts') && !/testing|\.test\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new KinoraError\(\s*'([\w.]+)'/g)])
    .map(([, code]) => code!);
}

it('knows every code that is thrown, so that none reaches a caller as an unknown fault', () => {
  const thrown = listThrownCodes();
  expect(thrown.length).toBeGreaterThan(50);
  expect([...new Set(thrown)].filter((code) => !errorRegistry.has(code))).toEqual([]);
});
