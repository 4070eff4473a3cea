import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './workspaces.mjs';

const START_MS = 180_000;

/**
 * Starts a server that is none of ours on a free port, waits until it answers, and runs a test file of the server against it.
 * @param {{ name: string, command: string, words: (port: number) => string[], cwd?: string, answersAt: string }} server
 * @param {(address: string) => Promise<number>} test
 * @returns {Promise<number>} the exit code
 */
export async function testBesideServer({ name, command, words, cwd, answersAt }, test) {
  const port = await findPort();
  const server = spawn(command, words(port), { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let isGone = false;
  server.stderr.on('data', (text) => {
    said = (said + text).slice(-4000);
  });
  server.once('error', (error) => {
    said += error.message;
    isGone = true;
  });
  const address = `http://127.0.0.1:${port}`;
  try {
    if (await isUp(`${address}${answersAt}`, () => !isGone && server.exitCode === null)) return await test(address);
    console.error(`✕ ${name} did not start\n${said}`);
    return 1;
  } finally {
    server.kill();
  }
}

/** @returns {Promise<number>} the exit code */
export function runServerTest(file, env) {
  const words = ['vitest', 'run', '--project', 'server', file];
  return new Promise((resolve) => {
    const run = spawn('npx', words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    run.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Any answer tells that it stands, a refusal of who asks without a key among them. */
async function isUp(url, isRunning) {
  const until = Date.now() + START_MS;
  while (Date.now() < until && isRunning()) {
    if (await fetch(url).catch(() => null)) return true;
    await sleep(500);
  }
  return false;
}

function findPort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
