import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ComfyUiEmulator, startComfyUiEmulator } from '@kinora/providers/emulators';
import { createGuardedSocket } from '@kinora/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLocalComfy } from './comfy.ts';
import { runAgent } from './run-agent.ts';
import { openStudioDoor } from './studio-door.ts';

const SERVER = '01890000-0000-7000-8000-000000000001';
const TASK = '01890000-0000-7000-8000-000000000002';
const LEASE = '01890000-0000-4000-8000-000000000003';
const KEY = `kca_${SERVER.replaceAll('-', '')}_${'a'.repeat(43)}`;
const HASH = 'b'.repeat(64);
const WAITS = { askSeconds: 0, lookMs: 20, retryMs: 20, registerMs: 60_000 };

/** The studio's side of the protocol, as little of it as an agent sees. */
type Studio = {
  url: string;
  server: Server;
  calls: string[];
  completed: unknown[];
  told: { share: number | null; preview: string | null }[];
  isAway: boolean;
  isCancelled: boolean;
  tasks: number;
};
let studio: Studio;
let comfy: ComfyUiEmulator;
let stop: AbortController;

const graph = {
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
  2: { class_type: 'LoadImage', inputs: { image: `kinora/${HASH}.png` } },
  3: { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'x' } },
};

async function startStudio(): Promise<Studio> {
  const state: Omit<Studio, 'server' | 'url'> = {
    calls: [],
    completed: [],
    told: [],
    isAway: false,
    isCancelled: false,
    tasks: 1,
  };
  const server = createServer(async (request, response) => {
    const path = request.url!.split('/agent/')[1]!;
    const body = await read(request);
    if (state.isAway) return request.socket.destroy();
    state.calls.push(path.split('/')[0]!);
    const send = (status: number, answer?: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(answer === undefined ? '' : JSON.stringify(answer));
    if (request.headers.authorization !== `Bearer ${KEY}`)
      return send(401, {
        type: 'about:blank',
        title: 'No',
        status: 401,
        code: 'comfy.wrong_key',
        detail: 'No such key.',
      });
    if (path === 'register') return send(200, { name: 'attic', leaseSeconds: 60 });
    if (path === 'next') {
      if (state.tasks === 0) return send(204);
      state.tasks -= 1;
      return send(200, {
        leaseId: LEASE,
        taskId: TASK,
        graph,
        pictures: [{ name: `${HASH}.png`, hash: HASH, mediaType: 'image/png' }],
      });
    }
    if (path === 'progress') {
      state.told.push(JSON.parse(body.toString()));
      return send(200, { isCancelled: state.isCancelled });
    }
    if (path.startsWith('pictures/')) return response.end(Buffer.from('a picture'));
    if (path.startsWith('files/')) return send(200, { hash: HASH, sizeBytes: body.length });
    state.completed.push(JSON.parse(body.toString()));
    return send(200, { isTaken: true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function start(key = KEY) {
  const parts = {
    studio: openStudioDoor(studio.url, key, stop.signal),
    comfy: createLocalComfy(comfy.baseUrl, stop.signal, createGuardedSocket({ privateHosts: ['127.0.0.1'] })),
  };
  return runAgent({ ...parts, signal: stop.signal, note: () => undefined, waits: WAITS });
}
const untilSeen = (what: () => boolean) => expect.poll(what, { timeout: 8000, interval: 20 }).toBe(true);

beforeEach(async () => {
  studio = await startStudio();
  comfy = await startComfyUiEmulator();
  comfy.openDoor();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  studio.server.closeAllConnections();
  studio.server.close();
  await comfy.close();
});

it('registers, brings the picture in, runs the work under its name and hands its file back', async () => {
  const running = start();
  await untilSeen(() => studio.completed.length === 1);
  expect(studio.calls.slice(0, 3)).toEqual(['register', 'next', 'pictures']);
  expect(studio.completed).toEqual([{ leaseId: LEASE, files: [{ name: '1.png', hash: HASH }], fault: null }]);
  expect(comfy.submissions().map(({ id }) => id)).toEqual([TASK]);
  stop.abort();
  await running;
});

it('finds its work again after the line was cut, and runs it once', async () => {
  comfy.setWorkMs(60_000);
  const running = start();
  await untilSeen(() => studio.calls.includes('progress'));
  studio.isAway = true;
  await new Promise((resolve) => setTimeout(resolve, 80));
  comfy.endNow(TASK);
  studio.tasks = 1;
  studio.isAway = false;
  await untilSeen(() => studio.completed.length === 1);
  expect(comfy.submissions().length).toBe(1);
  stop.abort();
  await running;
});

it('hands on how far it is and what it looks like so far', async () => {
  comfy.setWorkMs(60_000);
  const running = start();
  await untilSeen(() => comfy.listeners() === 1);
  comfy.tell(TASK, 0.5, Buffer.from('a frame'));
  const frame = Buffer.from('a frame').toString('base64');
  await untilSeen(() => studio.told.some(({ share, preview }) => share === 0.5 && preview === frame));
  // A frame is sent once; how far it is stays said.
  await untilSeen(() => studio.told.at(-1)?.preview === null && studio.told.at(-1)?.share === 0.5);
  comfy.endNow(TASK);
  await untilSeen(() => studio.completed.length === 1);
  await untilSeen(() => comfy.listeners() === 0);
  stop.abort();
  await running;
});

it('stops what nobody wants any more, and tells why ComfyUI refuses', async () => {
  comfy.setWorkMs(60_000);
  studio.isCancelled = true;
  const running = start();
  await untilSeen(() => comfy.countOf('cancel') === 1);
  comfy.setFiles({});
  studio.isCancelled = false;
  comfy.restart();
  studio.tasks = 1;
  await untilSeen(() => studio.completed.length === 1);
  expect(JSON.stringify(studio.completed[0])).toContain('value_not_in_list');
  stop.abort();
  await running;
});

it('ends with a wrong key, and says so before asking where it is none at all', async () => {
  await expect(start(`${KEY.slice(0, -1)}b`)).rejects.toMatchObject({ code: 'comfy.wrong_key' });
  expect(() => openStudioDoor(studio.url, 'kin_abc', stop.signal)).toThrow('no key of a ComfyUI server');
});
