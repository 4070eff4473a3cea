import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseFilmArguments } from './arguments.ts';
import { parseProductFilmArguments } from './product-film-arguments.ts';

it('takes the brief as text or as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-cli-'));
  writeFileSync(join(folder, 'brief.txt'), 'מעיל חדש');
  expect(parseFilmArguments(['--brief', join(folder, 'brief.txt'), '--out', 'x']).brief).toBe('מעיל חדש');
  expect(parseFilmArguments(['--brief', 'A new coat', '--out', 'x']).brief).toBe('A new coat');
  rmSync(folder, { recursive: true });
});

it('defaults to four ratios, fifteen seconds, no voice', () => {
  expect(parseFilmArguments(['--brief', 'Coat', '--out', 'x'])).toMatchObject({
    ratios: ['16:9', '9:16', '1:1', '4:5'],
    seconds: '15',
    voice: 'none',
    fps: '30',
  });
});

it.each([
  [['--out', 'x'], /--brief is needed/],
  [['--brief', '   ', '--out', 'x'], /The brief is empty/],
  [['--brief', 'a'.repeat(20_001), '--out', 'x'], /20001 characters; it may have 20000/],
  [['--brief', 'Coat'], /--out is needed/],
  [['--brief', 'Coat', '--out', 'x', '--seconds', '20'], /--seconds takes 15, 30 or 60/],
  [['--brief', 'Coat', '--out', 'x', '--ratios', '16:9,2:1'], /--ratios takes 16:9/],
  [['--brief', 'Coat', '--out', 'x', '--nope'], /--nope/],
  [['--brief', 'Coat', '--out', 'x', '--language', 'fr'], /--language must be en, he or ar/],
  [['--brief', 'Coat', '--out', 'x', '--voice', 'robot'], /--voice must be none, /],
  [['--brief', 'Coat', '--out', 'x', '--seed', 'x'], /--seed must be a number/],
  [['--brief', 'מעיל', '--out', 'x', '--language', 'he', '--voice', 'child'], /cannot read Hebrew/],
  [['--brief', 'Coat', '--out', 'x', '--photos', '/nope'], /The folder \/nope is not there/],
  [['--brief', 'Coat', '--out', 'x', '--logo', '/nope.png'], /The file \/nope.png is not there/],
  [['--brief', 'nope/brief.txt', '--out', 'x'], /The file nope\/brief.txt is not there/],
  [['--brief', './nope', '--out', 'x'], /The file .\/nope is not there/],
  [['--brief', 'Coat', '--out', 'package.json'], /package.json is a file/],
])('refuses %j with a sentence', (words, sentence) => {
  expect(() => parseFilmArguments(words)).toThrow(sentence);
});

it('counts characters, not bytes: 20 000 emoji are allowed', () => {
  expect([...parseFilmArguments(['--brief', '🧥'.repeat(20_000), '--out', 'x']).brief]).toHaveLength(20_000);
});

it('takes a product film with its four lengths, and asks for photographs', () => {
  const words = ['--template', 'spin', '--photos', '.', '--title', 'Tote', '--seconds', '5', '--out', 'x'];
  expect(parseProductFilmArguments(words)).toMatchObject({ template: 'spin', title: 'Tote', seconds: '5' });
  expect(() => parseProductFilmArguments(['--out', 'x'])).toThrow(/--photos is needed/);
  expect(() => parseProductFilmArguments(['--photos', '.', '--out', 'x', '--seconds', '60'])).toThrow(
    /--seconds takes 5, 10, 15 or 30/,
  );
  expect(() => parseProductFilmArguments(['--photos', '.', '--out', 'x', '--template', 'waltz'])).toThrow(
    /--template takes runway, spin, macro, spotlight or the id of a template/,
  );
  const id = '0199aaaa-0000-7000-8000-000000000001';
  expect(parseProductFilmArguments(['--photos', '.', '--out', 'x', '--template', id]).template).toBe(id);
});
