import { spawn } from 'node:child_process';
import { root } from './workspaces.mjs';

/**
 * Runs one command, shows its output, resolves with exit code, seconds and the text it printed.
 * @returns {Promise<{ code: number, seconds: number, output: string }>}
 */
export function runStep(command, args, { env = {}, quiet = false } = {}) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (stream, target) =>
      stream.on('data', (chunk) => {
        output += chunk;
        if (!quiet) target.write(chunk);
      });
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    child.on('error', (error) =>
      resolve({ code: 127, seconds: (performance.now() - startedAt) / 1000, output: `${output}${error.message}` }),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, seconds: (performance.now() - startedAt) / 1000, output }));
  });
}
