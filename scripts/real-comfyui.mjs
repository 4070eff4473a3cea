/**
 * `npm run comfyui`: the ComfyUI pool against a ComfyUI that is none of ours. KINORA_REAL_COMFYUI is the address of one that
 * runs; KINORA_COMFYUI_FOLDER a checkout of it, which is started on the processor with KINORA_COMFYUI_PYTHON (`python3`).
 * Without either nothing is tried, and this says so.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const {
  KINORA_REAL_COMFYUI: given,
  KINORA_COMFYUI_FOLDER: folder,
  KINORA_COMFYUI_PYTHON: python = 'python3',
} = process.env;
const START_MS = 180_000;

if (given) process.exitCode = await test(given);
else if (folder) await startAndTest(folder);
else
  console.log('skipped: set KINORA_REAL_COMFYUI (an address) or KINORA_COMFYUI_FOLDER (a checkout) to try a real one');

async function startAndTest(checkout) {
  const port = await findPort();
  const words = ['main.py', '--cpu', '--listen', '127.0.0.1', '--port', String(port), '--disable-all-custom-nodes'];
  const server = spawn(python, words, { cwd: checkout, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (text) => {
    said = (said + text).slice(-4000);
  });
  const address = `http://127.0.0.1:${port}`;
  try {
    if (await isUp(address, server)) process.exitCode = await test(address);
    else {
      console.error(`✕ ComfyUI did not start\n${said}`);
      process.exitCode = 1;
    }
  } finally {
    server.kill();
  }
}

async function isUp(address, server) {
  const until = Date.now() + START_MS;
  while (Date.now() < until && server.exitCode === null) {
    const answer = await fetch(`${address}/system_stats`).catch(() => null);
    if (answer?.ok) return true;
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

function test(address) {
  const words = ['vitest', 'run', '--project', 'server', 'server/src/domains/routing/real-comfyui.test.ts'];
  return new Promise((resolve) => {
    const run = spawn('npx', words, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, KINORA_REAL_COMFYUI: address },
    });
    run.once('exit', (code) => resolve(code ?? 1));
  });
}
