import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawModelFile } from '../media/node/src/model/drawn-model.testing.ts';
import { type HostileFile, makeAcceptedFiles, makeRefusedFiles } from '../media/node/src/testing/hostile-files.ts';
import { makeQuickFolder } from '../server/src/testing/quick-folder.ts';
import { makeTone } from './library-files.ts';
import { listTemporaryFiles } from './testing/books.ts';
import { breakFile, type WholeFile } from './testing/break-bytes.ts';
import { createFilmClient } from './testing/film-client.ts';
import { copyFirstStart } from './testing/first-start.ts';
import { IS_FULL } from './testing/full-run.ts';
import { createRandom } from './testing/random.ts';
import {
  buildStudio,
  readLocalKey,
  runCommand,
  type StudioProcess,
  startStudioProcess,
} from './testing/studio-process.ts';

const FILM_LIMIT_MS = 120_000;
const BROKEN_FILES = IS_FULL ? 500 : 30;
/** A parser may take a minute (media/node/src/intake/limits.ts), on a machine that does other things as well. */
const ANSWER_LIMIT_MS = 90_000;
let data: string;
let photos: string;
let studio: StudioProcess;

beforeAll(async () => {
  await buildStudio();
  data = makeQuickFolder('hostile');
  photos = join(data, 'photos');
  await mkdir(photos);
  await copyFirstStart(data);
  studio = await startStudioProcess(data);
});
afterAll(async () => {
  await studio?.stop();
  await rm(data, { recursive: true, force: true });
});

const client = () => createFilmClient(data, () => studio);
const keep = (...files: HostileFile[]) =>
  Promise.all(files.map((file) => writeFile(join(photos, file.name), file.bytes)));

it('what is no picture, film or sound is refused with a sentence that says what to do', async () => {
  const files = await makeRefusedFiles();
  for (const { title, name, bytes, status, sentence } of files) {
    const { body, ...answer } = await client().upload(name, bytes);
    expect(answer.status, `${title}: ${JSON.stringify(body)}`).toBe(status);
    expect(body['detail'], title).toMatch(sentence);
    expect(body['detail'], title).toContain(`“${name}”`);
  }
  expect(await client().send('POST', '/uploads', { name: 'nothing.png', sizeBytes: 0 })).toMatchObject({ status: 422 });
  expect(listTemporaryFiles(data)).toEqual([]);
  await keep(...files.filter((file) => ['half.jpeg', 'IMG 0001.HEIC', 'page.jpg'].includes(file.name)));
});

it('what is odd but a picture is taken as what it shows, and served as nothing else', async () => {
  const files = await makeAcceptedFiles();
  for (const { title, name, bytes, width, height, notice } of files) {
    const { status, body } = await client().upload(name, bytes);
    expect(status, `${title}: ${JSON.stringify(body)}`).toBe(201);
    expect([body['width'], body['height']], title).toEqual([width, height]);
    if (notice) expect(JSON.stringify(body['notices']), title).toMatch(notice);
    const served = await fetch(new URL(String(body['url']), studio.address));
    expect(served.headers.get('x-content-type-options'), title).toBe('nosniff');
    expect(served.headers.get('content-type'), title).toMatch(
      /^(image\/(jpeg|png|gif|webp)|video\/mp4|application\/octet-stream)$/,
    );
    expect(served.headers.get('content-security-policy'), title).toContain('sandbox');
    expect(await served.text(), title).not.toContain('foreignObject');
  }
  const good = ['turned 6.jpg', 'a.webp', 'print.jpg', 'one.png', 'wide.png', 'lying.mp4', 'both.png'];
  await keep(...files.filter((file) => good.includes(file.name)));
});

/** Pictures, drawings, films, sound and a solid thing, as a catalogue gets them. */
async function listWholeFiles(): Promise<WholeFile[]> {
  const tone = makeTone(1);
  const accepted = await makeAcceptedFiles();
  return [
    ...accepted.filter(({ bytes }) => bytes.length < 500_000),
    { name: tone.name, bytes: Buffer.from(tone.buffer) },
    { name: 'bottle.glb', bytes: await drawModelFile() },
  ];
}

it(`${BROKEN_FILES} broken files neither stop the studio nor are its fault`, {
  timeout: BROKEN_FILES * 5000,
}, async () => {
  const seed = Number(process.env['KINORA_SEED'] ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const random = createRandom(seed);
  const whole = await listWholeFiles();
  const answers = { taken: 0, refused: 0 };
  for (let count = 0; count < BROKEN_FILES; count += 1) {
    const { title, name, bytes } = breakFile(whole, random);
    const startedAt = performance.now();
    const { status, body } = await client().upload(name, bytes);
    const told = `file ${count}, ${title}: ${status} ${JSON.stringify(body)}`;
    expect(performance.now() - startedAt, told).toBeLessThan(ANSWER_LIMIT_MS);
    // Nobody's fault but the file's: it is taken as what can still be read, or refused with a sentence.
    expect([201, 413, 415, 422], status < 500 ? told : `${told}\n${studio.output().slice(-3000)}`).toContain(status);
    if (status === 201) answers.taken += 1;
    else {
      answers.refused += 1;
      expect(String(body['detail']), told).toMatch(/\w.*\.$/s);
    }
  }
  console.log(`${answers.taken} were still readable, ${answers.refused} refused`);
  expect(answers.refused).toBeGreaterThan(0);
  // Frames of those that were taken are looked at beside; nothing stays of that either.
  await expect.poll(() => listTemporaryFiles(data), { timeout: 60_000 }).toEqual([]);
  expect((await client().send('GET', '/assets')).status).toBe(200);
  expect(studio.output()).not.toMatch(/"level":"?(fatal|60)|unhandled/i);
});

/** Sixteen seconds of film; that each bad file is refused is tried above. */
it.skipIf(!IS_FULL)(
  'a film is made of the good ones among them, and each bad one is named',
  { timeout: FILM_LIMIT_MS },
  async () => {
    const out = join(data, 'film');
    const remote = { KINORA_URL: studio.address, KINORA_API_KEY: readLocalKey(data) };
    const words = [
      'film',
      '--brief',
      'A lamp. Now 89 euros.',
      '--photos',
      photos,
      '--music',
      'none',
      '--ratios',
      '16:9',
    ];
    const { code, output } = await runCommand([...words, '--draft', '--out', out], data, remote);
    expect(code, output).toBe(0);
    for (const name of ['half.jpeg', 'IMG 0001.HEIC', 'page.jpg'])
      expect(output).toContain(`${name} is left out: “${name}”`);
    const report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as { files: { name: string }[] };
    expect(report.files.map((file) => file.name)).toContain('film-16x9.mp4');
  },
);
