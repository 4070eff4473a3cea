import type { ComfyLook } from '@kinora/contract';
import { expect, it } from 'vitest';
import { EXAMPLE_FILES } from './emulator.ts';
import { type PoolServer, planPlacement } from './placement.ts';

const GB = 1024 ** 3;
const FILES = Object.fromEntries(
  ['checkpoints', 'diffusion_models', 'text_encoders', 'vae', 'clip_vision', 'loras'].map((folder) => [
    folder,
    [...(EXAMPLE_FILES[folder] ?? [])],
  ]),
) as ComfyLook['files'];
const SDXL = 'checkpoints/sd_xl_base_1.0.safetensors';

function look(
  change: { memory?: number; waiting?: number; files?: ComfyLook['files']; bytes?: number } = {},
): ComfyLook {
  const { memory = 24, waiting = 0, files = FILES, bytes = 7 } = change;
  return {
    version: '0.3.64',
    devices: [{ name: 'cuda:0', memoryBytes: memory * GB, freeBytes: memory * GB }],
    queue: { running: 0, waiting },
    files,
    fileBytes: { [SDXL]: bytes * GB },
  };
}
function server(name: string, change: Partial<PoolServer> = {}): PoolServer {
  return {
    id: name,
    name,
    isEnabled: true,
    isDraining: false,
    isReachable: true,
    look: look(),
    inWork: 0,
    tokens: 2,
    loaded: null,
    tooLarge: [],
    ...change,
  };
}
const need = { model: 'sdxl:quality', prompt: 'A chair', pictures: 0 };
const chosen = (servers: PoolServer[], wish = need) => {
  const planned = planPlacement(servers, wish);
  return planned.kind === 'placed' ? `${planned.server.name} ${planned.why}` : planned;
};

it('prefers the server that has the model in memory, whichever preset put it there', () => {
  expect(chosen([server('a'), server('b', { loaded: 'sdxl:fast', look: look({ waiting: 3 }) })])).toBe('b loaded');
  expect(chosen([server('a'), server('b', { loaded: 'flux_dev:fast' })])).toBe('a load');
});

it('prefers a free token to a loaded model, and waits for the loaded one where all are full', () => {
  const full = { inWork: 2, loaded: 'sdxl:fast' };
  expect(chosen([server('a', full), server('b')])).toBe('b load');
  expect(chosen([server('a', { inWork: 2 }), server('b', full)])).toBe('b loaded');
});

it('prefers memory that holds the file, then what it cannot judge, then what is too small', () => {
  const small = server('a', { look: look({ memory: 6 }) });
  const unknown = server('b', { look: { ...look(), fileBytes: {} } });
  expect(chosen([small, unknown, server('c')])).toBe('c memory');
  expect(chosen([small, unknown])).toBe('b memory');
});

it('counts other people’s queue, and its own work once', () => {
  const ours = server('a', { inWork: 1, look: look({ waiting: 1 }) });
  expect(chosen([ours, server('b', { look: look({ waiting: 2 }) })])).toBe('a load');
});

it('never chooses one that is off, draining, out of reach, never seen, or that ran out of memory with it', () => {
  const none = [
    server('a', { isEnabled: false }),
    server('b', { isDraining: true }),
    server('c', { isReachable: false }),
    server('d', { look: null }),
  ];
  expect(chosen(none)).toEqual({ kind: 'none', why: 'no_server' });
  const tooLarge = server('e', { tooLarge: ['sdxl:quality'] });
  expect(chosen([...none, tooLarge])).toEqual({ kind: 'none', why: 'too_large' });
  expect(chosen([...none, tooLarge, server('f')])).toBe('f only');
});

it('names the file that no server has, a LoRA of the words as well', () => {
  const empty = server('a', { look: look({ files: { ...FILES, checkpoints: [] } }) });
  expect(chosen([empty])).toMatchObject({ kind: 'missing', title: 'SDXL', file: 'sd_xl_base_1.0' });
  expect(chosen([empty, server('b')])).toBe('b only');
  const lora = { ...need, prompt: 'A chair <lora:neon:1>' };
  expect(chosen([server('b')], lora)).toMatchObject({ kind: 'missing', file: 'neon', folder: 'loras' });
});
