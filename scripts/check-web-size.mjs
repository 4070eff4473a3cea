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
process.exit(total > LIMIT_BYTES ? 1 : 0);
