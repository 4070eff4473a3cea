import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noisePng } from '../media/node/src/testing/png.ts';
import { createFilmClient } from './testing/film-client.ts';
import { copyFirstStart } from './testing/first-start.ts';
import { IS_FULL } from './testing/full-run.ts';
import { isRunning, listDescendants } from './testing/processes.ts';
import {
  buildStudio,
  type RunningCommand,
  readLocalKey,
  type StudioProcess,
  startCommand,
  startStudioProcess,
} from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FILM_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 2000;
/** With a studio of its own to stop: its work, its web server, then its database. */
const OWN_STOP_LIMIT_MS = 5000;
const WORDS = ['film', '--brief', 'A lamp. Now 89 euros.', '--music', 'none', '--ratios', '16:9', '--draft'];

let folder: string;
let data: string;
let studio: StudioProcess;

beforeAll(async () => {
  await buildStudio();
  folder = await mkdtemp(join(tmpdir(), 'kinora-command-'));
  data = join(folder, 'data');
  await copyFirstStart(data);
  studio = await startStudioProcess(data);
});
afterAll(async () => {
  await studio?.stop();
  await rm(folder, { recursive: true, force: true });
});

const film = (out: string, more: string[] = [], dataFolder = data) =>
  startCommand([...WORDS, ...more, '--out', join(folder, out)], dataFolder);
const listJobs = async () =>
  (await createFilmClient(data, () => studio).get<{ items: { id: string; status: string }[] }>('/jobs')).items;
const saying = (command: RunningCommand, text: RegExp) =>
  until(() => text.test(command.output()), String(text), { timeoutMs: FILM_LIMIT_MS, explain: command.output });

async function interrupt(command: RunningCommand, limitMs = STOP_LIMIT_MS): Promise<void> {
  const all = [command.processId, ...listDescendants(command.processId).map((one) => one.id)];
  const pressedAt = performance.now();
  process.kill(command.processId, 'SIGINT');
  const { code, output } = await command.ended;
  expect(code, output).toBe(130);
  expect(performance.now() - pressedAt).toBeLessThan(limitMs);
  expect(all.filter(isRunning)).toEqual([]);
}

it('Ctrl-C ends it within two seconds while photographs are sent, and nothing is started', async () => {
  const photos = join(folder, 'photos');
  await mkdir(photos);
  for (let index = 0; index < 12; index += 1) await writeFile(join(photos, `${index}.png`), noisePng(700));
  const before = (await listJobs()).length;
  const command = film('uploads', ['--photos', photos]);
  const hasSome = async () =>
    (await createFilmClient(data, () => studio).get<{ items: unknown[] }>('/assets')).items.length > 0;
  await until(hasSome, 'the first photograph', { explain: command.output });
  await interrupt(command);
  expect(await listJobs()).toHaveLength(before);
});

it('Ctrl-C ends it and its film within two seconds while that is made', { timeout: FILM_LIMIT_MS }, async () => {
  const command = film('stopped');
  await saying(command, /Shot \S+ processing/);
  await interrupt(command);
  expect((await listJobs())[0]).toMatchObject({ status: 'cancelled' });
});

it.skipIf(!IS_FULL)(
  'a studio that is killed and started again in between is found again, and the film arrives',
  {
    timeout: FILM_LIMIT_MS,
  },
  async () => {
    const command = film('again');
    await saying(command, /Shot \S+ processing/);
    await studio.kill();
    studio = await startStudioProcess(data);
    const { code, output } = await command.ended;
    expect(code, output).toBe(0);
    expect(await readdir(join(folder, 'again'))).toContain('film-16x9.mp4');

    const [made] = await listJobs();
    const fetched = startCommand(['film', '--job', made?.id ?? '', '--out', join(folder, 'fetched')], data);
    expect((await fetched.ended).code).toBe(0);
    const bytesOf = (out: string) => readFile(join(folder, out, 'film-16x9.mp4'));
    expect((await bytesOf('fetched')).equals(await bytesOf('again'))).toBe(true);
  },
);

it.skipIf(!IS_FULL)(
  'a studio elsewhere that stays away ends it with a sentence that says how to get the files',
  {
    timeout: FILM_LIMIT_MS,
  },
  async () => {
    const remote = { KINORA_URL: studio.address, KINORA_API_KEY: readLocalKey(data) };
    const command = startCommand([...WORDS, '--out', join(folder, 'away')], join(folder, 'nothing'), remote);
    await saying(command, /Shot \S+ processing/);
    await studio.kill();
    const { code, output } = await command.ended;
    expect(code).toBe(1);
    expect(output).toMatch(/does not answer\. The film goes on when it runs again; .* kinora film --job [0-9a-f-]{36}/);
    studio = await startStudioProcess(data);
  },
);

it.skipIf(!IS_FULL)(
  'two at once on an empty folder share one studio, also when the first one is done with it',
  {
    timeout: FILM_LIMIT_MS * 2,
  },
  async () => {
    const empty = join(folder, 'empty');
    const commands = [film('one', [], empty), film('two', ['--seconds', '30'], empty)];
    const ended = await Promise.all(commands.map((command) => command.ended));
    for (const { code, output } of ended) expect(code, output).toBe(0);
    for (const out of ['one', 'two']) expect(await readdir(join(folder, out))).toContain('film-16x9.mp4');
    const first = ended.filter(({ output }) => output.startsWith('Starting the studio'));
    expect(first.length).toBeGreaterThan(0);
  },
);

it.skipIf(!IS_FULL)(
  'Ctrl-C also ends the studio it started for itself, database and all, and twice at once',
  {
    timeout: FILM_LIMIT_MS,
  },
  async () => {
    const own = join(folder, 'own');
    const command = film('own-1', [], own);
    await saying(command, /Shot \S+ processing/);
    await interrupt(command, OWN_STOP_LIMIT_MS);

    const again = film('own-2', [], own);
    await saying(again, /Shot \S+ processing/);
    const all = listDescendants(again.processId).map((one) => one.id);
    const pressedAt = performance.now();
    process.kill(again.processId, 'SIGINT');
    // Two of a kind that wait to be delivered are one.
    await sleep(100);
    process.kill(again.processId, 'SIGINT');
    expect((await again.ended).code).toBe(130);
    expect(performance.now() - pressedAt).toBeLessThan(STOP_LIMIT_MS);
    await until(() => !all.some(isRunning), 'the end of its children', { timeoutMs: 5000 });
  },
);
