/**
 * Builds what is stale, by the hash of its sources: the server, worker and command bundle into build/ (esbuild, packages
 * stay external: a full bundle fails on optional requires, stack.md part 1 §8) and the web app into web/dist (Vite).
 * Names are not kept by `keepNames`: it sets a property on each function each time one is made, which inside the loops that
 * draw cost a third of the processor time. Nothing is minified, so they stay readable all the same.
 * `--server` or `--web` builds one of them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashTree } from './lib/tree-hash.mjs';
import { root, SERVER_SOURCES, WEB_SOURCES } from './lib/workspaces.mjs';

const buildFolder = join(root, 'build');
const serverStamp = join(buildFolder, 'kinora-build.json');
const webStamp = join(root, 'web/dist/kinora-web.json');

function readStamp(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).hash : null;
}

function findPrograms(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') findPrograms(path, found);
    else if (entry.name.endsWith('.program.ts')) found.push(path);
  }
  return found;
}

/** @returns {Promise<boolean>} true when something was built */
export async function buildServer() {
  const hash = hashTree(root, [...SERVER_SOURCES, 'scripts/build.mjs', 'package-lock.json']);
  if (readStamp(serverStamp) === hash) return false;
  const { build } = await import('esbuild');
  rmSync(buildFolder, { recursive: true, force: true });
  mkdirSync(buildFolder, { recursive: true });
  await build({
    entryPoints: [
      join(root, 'server/src/main.ts'),
      join(root, 'cli/src/main.ts'),
      ...SERVER_SOURCES.flatMap((folder) => findPrograms(join(root, folder))),
    ],
    outbase: root,
    outdir: buildFolder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [{ name: 'packages-external', setup: keepPackagesExternal }],
  });
  writeFileSync(join(buildFolder, 'package.json'), '{"type":"module"}\n');
  writeFileSync(serverStamp, JSON.stringify({ hash }));
  return true;
}

/** Everything that is not ours stays outside the bundle. */
function keepPackagesExternal(build) {
  build.onResolve({ filter: /^[^./]/ }, (args) =>
    args.path.startsWith('@kinora/') || args.kind === 'entry-point' ? undefined : { path: args.path, external: true },
  );
}

/** @returns {Promise<boolean>} true when something was built */
export async function buildWeb() {
  const hash = hashTree(root, [...WEB_SOURCES, 'scripts/build.mjs', 'package-lock.json']);
  if (readStamp(webStamp) === hash) return false;
  const vite = await import('vite');
  // Under a test runner NODE_ENV is "test", and React's development half would be built and kept: 45 KB more to load.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    // three.js is one such part, loaded with the first 3D model; what loads first has a check of its own.
    const build = { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 700 };
    // Without it Vite writes its configuration into node_modules, which may belong to whoever installed it.
    await vite.build({ root: join(root, 'web'), configLoader: 'runner', logLevel: 'warn', build });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  writeFileSync(webStamp, JSON.stringify({ hash }));
  return true;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const only = process.argv[2];
  if (only !== '--web') console.log((await buildServer()) ? 'server built' : 'server is up to date');
  if (only !== '--server') console.log((await buildWeb()) ? 'web built' : 'web is up to date');
}
