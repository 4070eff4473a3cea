/**
 * Type check of the Node side and of the web side with the native checker (twice as fast as 5.9 on this tree), both at
 * once and each on one thread: its own threads check the types they share once each, for twice the processor time.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checker = 'node_modules/typescript7/bin/tsc';
const projects = ['tsconfig.json', 'web/tsconfig.json'].filter((path) => existsSync(`${root}/${path}`));

function check(project) {
  const args = [checker, '-p', project, '--pretty', 'false', '--singleThreaded'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

const results = await Promise.all(projects.map(check));
process.exit(results.every(Boolean) ? 0 : 1);
