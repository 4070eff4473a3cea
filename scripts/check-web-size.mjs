/** Fails when the first load of the web app (shell and Home, one language) exceeds 150 KB of gzipped JavaScript. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 150_000;
const dist = fileURLToPath(new URL('../web/dist/', import.meta.url));
const manifestPath = `${dist}.vite/manifest.json`;
if (!existsSync(manifestPath)) {
  console.error('web/dist is missing: run `npx vite build web` first.');
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));

/** What the browser fetches before Home stands: the entry, one language, Home, and what they import at once. */
const roots = ['index.html', 'virtual:kinora-words/en', 'src/features/home/index.ts'];
const needed = new Set();
const visit = (key) => {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`No chunk ${key} in the manifest; the first load is not what this script measures.`);
  if (needed.has(chunk.file)) return;
  needed.add(chunk.file);
  for (const imported of chunk.imports ?? []) visit(imported);
};
for (const root of roots) visit(Object.keys(manifest).find((key) => key.replaceAll('\0', '').endsWith(root)) ?? root);

const sizes = [...needed].map((file) => ({ file, bytes: gzipSync(readFileSync(dist + file), { level: 9 }).length }));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${file}`);
}
console.log(`${(total / 1000).toFixed(1).padStart(7)} KB  first load, gzip (limit ${LIMIT_BYTES / 1000} KB)`);

/** Words of later screens, said by code of the first load: they might not be there yet. */
const later = /'([\w]+)'/g;
const groups = [...readFileSync(new URL('../web/vite/later-words.ts', import.meta.url), 'utf8').matchAll(later)].map(
  ([, group]) => group,
);
const keys = Object.keys(JSON.parse(readFileSync(new URL('../web/src/app/words/en.json', import.meta.url), 'utf8')));
const laterKeys = keys.filter((key) => groups.includes(key.split('.', 1)[0]));
const code = [...needed]
  .filter((file) => file.endsWith('.js'))
  .map((file) => readFileSync(dist + file, 'utf8'))
  .join('');
const early = laterKeys.filter((key) => new RegExp(`["'\`]${key.replaceAll('.', '\\.')}["'\`]`).test(code));
for (const key of early) console.log(`The first load says "${key}", whose words come later (web/vite/later-words.ts).`);
process.exit(total > LIMIT_BYTES || early.length > 0 ? 1 : 0);
