import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * In one file the process starts in a third of the time, and a run starts hundreds. Beside the studio's own bundle, where it
 * finds the programs that the studio starts.
 */
export async function bundleProcess(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs'), '--server'], { cwd: root });
  const outfile = join(root, 'build/chaos-process.js');
  await build({
    entryPoints: [fileURLToPath(new URL('./chaos-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'packages-external',
        setup: (plugin) =>
          plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            path.startsWith('@kinora/') || kind === 'entry-point' ? undefined : { path, external: true },
          ),
      },
    ],
  });
  return outfile;
}
