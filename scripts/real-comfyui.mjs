/**
 * `npm run comfyui`: the ComfyUI pool against a ComfyUI that is none of ours. KINORA_REAL_COMFYUI is the address of one that
 * runs; KINORA_COMFYUI_FOLDER a checkout of it, which is started on the processor with KINORA_COMFYUI_PYTHON (`python3`).
 * Without either nothing is tried, and this says so.
 */
import { runServerTest, testBesideServer } from './lib/beside-server.mjs';

const {
  KINORA_REAL_COMFYUI: given,
  KINORA_COMFYUI_FOLDER: folder,
  KINORA_COMFYUI_PYTHON: python = 'python3',
} = process.env;

const test = (address) =>
  runServerTest('server/src/domains/routing/real-comfyui.test.ts', { KINORA_REAL_COMFYUI: address });
const checkout = {
  name: 'ComfyUI',
  command: python,
  words: (port) => ['main.py', '--cpu', '--listen', '127.0.0.1', '--port', String(port), '--disable-all-custom-nodes'],
  cwd: folder,
  answersAt: '/system_stats',
};

if (given) process.exitCode = await test(given);
else if (folder) process.exitCode = await testBesideServer(checkout, test);
else
  console.log('skipped: set KINORA_REAL_COMFYUI (an address) or KINORA_COMFYUI_FOLDER (a checkout) to try a real one');
