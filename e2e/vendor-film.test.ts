import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Job, ProjectTree, Quote, StoryboardShot, Timeline } from '@kinora/contract';
import { decodeFrame, decodeSound, encodeWav, type MediaEngine, openEngine, type Sound } from '@kinora/media-node';
import {
  startArkEmulator,
  startElevenLabsEmulator,
  startReplicateEmulator,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeJobs } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { readRecording } from './testing/read-disc.ts';
import { clockShare, hum, makeRecording, type Recording } from './testing/recorded-films.ts';
import { buildStudio, type StudioProcess, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

/**
 * A film whose picture, motion from a picture, motion from words, voice and music all come from vendors, through the doors
 * people use. Each vendor's work carries a mark that survives drawing and coding: colours, a clock, a pitch of its own.
 */
const FPS = 24;
const HERTZ = { music: 220, voice: 880, clip: 3000 } as const;
const CLIP = { width: 640, height: 360, framesPerSecond: FPS, container: 'mp4', encoder: 'libx264' } as const;
const FROM_PICTURE: Recording = { ...CLIP, name: 'from-picture.mp4', seconds: 5, hasSound: true, hertz: HERTZ.clip };
const FROM_WORDS: Recording = { ...CLIP, name: 'from-words.mp4', seconds: 10 };
const STRIPES = ['#b41e5a', '#1e5ab4', '#5ab41e'] as const;
/** The emulated voice says a character in this time, which is what its word times are made of. */
const SECONDS_A_CHARACTER = 0.06;

const SEEDANCE = 'seedance-1-5-pro-251215';
const SEEDANCE_FROM_WORDS = 'seedance-1-0-lite-t2v-250428';
const FILM = {
  brief: 'A desk lamp of brushed brass. Warm light for late work. Every lamp is turned by hand in Porto. Now 89 euros.',
  language: 'en',
  voice: 'female-soft',
  music: 'uplifting',
  burnCaptions: true,
  clipSound: 'under',
} as const;

let data: string;
let files: string;
let studio: StudioProcess;
let engine: MediaEngine;
let replicate: VendorEmulator;
let ark: VendorEmulator;
let elevenLabs: VendorEmulator;

/** As its vendor sends it: MP3 at 44.1 kHz. */
async function toMp3(sound: Sound): Promise<Buffer> {
  const folder = await mkdtemp(join(files, 'mp3-'));
  const [wav, mp3] = [join(folder, 'sound.wav'), join(folder, 'sound.mp3')];
  await writeFile(wav, encodeWav(sound));
  await engine.run({
    inputs: [{ kind: 'file', path: wav }],
    graph: '[0:a]aresample=44100,aformat=s16p,asetnsamples=n=1152:p=0[sound]',
    outputs: [
      {
        kind: 'file',
        path: mp3,
        container: 'mp3',
        streams: [{ kind: 'encode', from: 'sound', media: 'audio', encoder: 'libmp3lame', options: { b: '128000' } }],
      },
    ],
  });
  return readFile(mp3);
}

/** Three upright stripes: a picture that is known again when it is moved, cropped and written over. */
function drawStripes(): Buffer {
  const canvas = createCanvas(1280, 720);
  const context = canvas.getContext('2d');
  for (const [index, colour] of STRIPES.entries()) {
    context.fillStyle = colour;
    context.fillRect((index * 1280) / 3, 0, 1280 / 3, 720);
  }
  return canvas.toBuffer('image/png');
}

beforeAll(async () => {
  await buildStudio();
  data = await mkdtemp(join(tmpdir(), 'kinora-vendors-'));
  files = await mkdtemp(join(tmpdir(), 'kinora-vendor-files-'));
  engine = await openEngine();
  const [fromPicture, fromWords] = await Promise.all(
    [FROM_PICTURE, FROM_WORDS].map(async (film) => readFile(await makeRecording(engine, files, film))),
  );
  replicate = await startReplicateEmulator({ draw: drawStripes });
  ark = await startArkEmulator({ film: ({ model }) => (model === SEEDANCE ? fromPicture! : fromWords!) });
  elevenLabs = await startElevenLabsEmulator({
    speak: (_text, seconds) => toMp3(hum(seconds, HERTZ.voice)),
    play: (seconds) => toMp3(hum(seconds, HERTZ.music)),
  });
  studio = await startStudioProcess(data);
}, 120_000);

afterAll(async () => {
  await studio?.stop();
  await engine?.close();
  for (const emulator of [replicate, ark, elevenLabs]) await emulator?.close();
  await rm(data, { recursive: true, force: true });
  await rm(files, { recursive: true, force: true });
});

const client = () => createFilmClient(data, () => studio);

async function connect(provider: string, { key: secret, baseUrl }: VendorEmulator): Promise<string> {
  const { status, body } = await client().send('POST', '/connections', { provider, name: provider, secret, baseUrl });
  expect(status, JSON.stringify(body)).toBe(201);
  return (body as unknown as Connection).id;
}

async function untilDone(id: string): Promise<Job> {
  const explain = async () => `${await describeJobs(data)}\n${studio.output()}`;
  const hasEnded = async () => ['completed', 'failed'].includes((await client().getJob(id)).job.status);
  await until(hasEnded, `the end of job ${id}`, { timeoutMs: 240_000, explain });
  const { job } = await client().getJob(id);
  expect(job.status, `${JSON.stringify(job.failure)} ${await explain()}`).toBe('completed');
  return job;
}

async function press(path: string, body: object): Promise<Job> {
  const answer = await client().send('POST', path, { ...body, maxCredits: 0 });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return untilDone((answer.body as { job: Job }).job.id);
}

type Placed = { shot: StoryboardShot; id: string; startFrame: number; startSeconds: number; endSeconds: number };

function placeShots(tree: ProjectTree): Placed[] {
  const ids = new Map(tree.scenes.flatMap(({ shots }) => shots).map(({ code, id }) => [code, id as string]));
  let frame = 0;
  return (tree.storyboard?.scenes ?? [])
    .flatMap(({ shots }) => shots)
    .map((shot) => {
      const startFrame = frame;
      frame += shot.lengthFrames;
      return {
        shot,
        id: ids.get(shot.code)!,
        startFrame,
        startSeconds: startFrame / FPS,
        endSeconds: frame / FPS,
      };
    });
}

/** Power of one pitch in a stretch of sound, in decibels of full scale. */
function levelOf(sound: Sound, hertz: number, [from, to]: readonly [number, number]): number {
  const samples = sound.channels[0]!.subarray(Math.round(from * sound.sampleRate), Math.round(to * sound.sampleRate));
  let [real, imaginary] = [0, 0];
  for (const [index, value] of samples.entries()) {
    const angle = (2 * Math.PI * hertz * index) / sound.sampleRate;
    real += value * Math.cos(angle);
    imaginary += value * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / samples.length + 1e-9);
}

async function saveFilm(tree: ProjectTree): Promise<string> {
  const url = tree.files.find(({ kind }) => kind === 'film')?.asset.url;
  const path = join(files, 'film.mp4');
  await writeFile(path, new Uint8Array(await (await fetch(`${studio.address}${url}`)).arrayBuffer()));
  return path;
}

async function readText(tree: ProjectTree, name: string): Promise<string> {
  const url = tree.files.find((file) => file.asset.name === name)?.asset.url;
  return (await fetch(`${studio.address}${url}`)).text();
}

const toSeconds = (stamp: string) => {
  const [hours, minutes, seconds] = stamp.replace(',', '.').split(':').map(Number);
  return hours! * 3600 + minutes! * 60 + seconds!;
};
const readCues = (srt: string) =>
  srt
    .trim()
    .split(/\n\n+/)
    .map((block) => {
      const [, times, ...lines] = block.split('\n');
      const [start, end] = times!.split(' --> ').map(toSeconds);
      return { start: start!, end: end!, text: lines.join(' ') };
    });

/** A whole film and its second cut, so it stands in the long run; `npx vitest` with KINORA_TEST_FULL=1 makes it alone. */
it.skipIf(!IS_FULL)(
  'is seen, heard and read in the finished film: what five calls to vendors made',
  {
    timeout: 290_000,
  },
  async () => {
    const voices = await connect('elevenlabs', elevenLabs);
    const pictures = await connect('replicate', replicate);
    const films = await connect('ark', ark);
    const order = {
      ...FILM,
      voiceBy: { connection: voices, model: 'eleven_multilingual_v2', voice: 'rachel' },
      musicBy: { connection: voices, model: 'music_v1' },
    };
    const quote = (await client().send('POST', '/quotes/film', order)).body as unknown as Quote;
    expect(quote.lines.map(({ what, madeBy }) => [what, madeBy])).toEqual(
      expect.arrayContaining([
        ['Voice', 'ElevenLabs · Multilingual v2'],
        ['Music', 'ElevenLabs · Music v1'],
      ]),
    );
    expect(quote.lines.map(({ madeBy, what }) => `${what} ${madeBy}`)).not.toContain('Music Built-in engine');
    const { id } = await client().startFilm(order);
    const { projectId } = await untilDone(id);
    const planned = placeShots(await client().getTree(projectId!));
    const lines = planned.filter(({ shot }) => shot.narration !== '').length;
    expect(lines).toBeGreaterThan(0);
    // Every line and the music once, however many cuts and ratios there are.
    expect(elevenLabs.submissions().length).toBe(lines + 1);

    // The three longest, so that what vendors made is seen for a while beside words and transitions.
    const [moved, drawn, worded] = [...planned]
      .sort((left, right) => right.shot.lengthFrames - left.shot.lengthFrames)
      .filter(({ shot }) => shot.scene.kind !== 'end_card');
    const flux = { projectId, connection: pictures, model: 'black-forest-labs/flux-schnell' };
    await press(`/shots/${moved!.id}/picture`, flux);
    await press(`/shots/${moved!.id}/motion`, { projectId, connection: films, model: SEEDANCE });
    await press(`/shots/${drawn!.id}/picture`, flux);
    await press(`/shots/${worded!.id}/motion`, { projectId, connection: films, model: SEEDANCE_FROM_WORDS });
    const [asked, fromWords] = ark.submissions().map(({ mark }) => JSON.parse(mark));
    expect(asked).toMatchObject({ model: SEEDANCE, generate_audio: true });
    const frame = `data:image/png;base64,${drawStripes().toString('base64')}`;
    expect(asked.content[1]).toMatchObject({ role: 'first_frame', image_url: { url: frame } });
    expect(fromWords.content).toHaveLength(1);
    await press(`/projects/${projectId}/refresh`, { shotIds: [] });
    // A new cut pays nobody again.
    expect(elevenLabs.submissions().length).toBe(lines + 1);

    const tree = await client().getTree(projectId!);
    const path = await saveFilm(tree);
    const probe = await engine.probe(path);
    const sheet = tree.files.find(({ kind }) => kind === 'contact_sheet')?.asset.url;
    if (process.env['KINORA_KEEP_FILMS']) {
      await mkdir(process.env['KINORA_KEEP_FILMS'], { recursive: true });
      await writeFile(join(process.env['KINORA_KEEP_FILMS'], 'vendor-film.mp4'), await readFile(path));
      const bytes = await (await fetch(`${studio.address}${sheet}`)).arrayBuffer();
      await writeFile(join(process.env['KINORA_KEEP_FILMS'], 'vendor-film.jpg'), new Uint8Array(bytes));
    }
    const at = async ({ startFrame, shot }: Placed, share: number) => {
      const offset = Math.round(shot.lengthFrames * share);
      return { offset, ...(await decodeFrame(engine, { path, frame: startFrame + offset }, { probe })) };
    };
    for (const [placed, clip] of [
      [moved!, FROM_PICTURE],
      [worded!, FROM_WORDS],
    ] as const) {
      for (const share of [0.4, 0.6, 0.8]) {
        const { rgba, size, offset } = await at(placed, share);
        const seen = readRecording(rgba, size);
        const about = `${clip.name} at ${offset} of shot ${placed.shot.code}: ${JSON.stringify(seen)}`;
        expect(seen.width / seen.height, about).toBeCloseTo(1, 1);
        const expected = clockShare(Math.min(offset / FPS, clip.seconds - 1 / FPS), clip.seconds);
        expect(Math.abs(seen.clockShare - expected), about).toBeLessThan(1.5 / seen.width + 0.03);
      }
    }
    const { rgba, size } = await at(drawn!, 0.5);
    const seen = [1 / 6, 3 / 6, 5 / 6].map((share) => {
      const pixel = 4 * (Math.round(size.height / 8) * size.width + Math.round(size.width * share));
      const [red, green, blue] = rgba.subarray(pixel, pixel + 3);
      return [red, green, blue].indexOf(Math.max(red!, green!, blue!));
    });
    expect(seen, `stripes of shot ${drawn!.shot.code}`).toEqual([0, 2, 1]);

    const sound = await decodeSound(engine, path);
    const cut = JSON.parse(await readText(tree, 'timeline.json')) as Timeline;
    const voiceItems = cut.tracks.find(({ kind }) => kind === 'voice')?.items ?? [];
    expect(voiceItems).toHaveLength(lines);
    const spans = voiceItems.map(
      ({ startFrame, lengthFrames }) => [startFrame / FPS + 0.1, (startFrame + lengthFrames) / FPS - 0.1] as const,
    );
    const [firstSpoken] = spans;
    const pause = findPause(spans, tree.storyboard!.targetFrames / FPS);
    const about = `spoken ${JSON.stringify(spans)}, pause ${pause}`;
    for (const span of spans) {
      expect(levelOf(sound, HERTZ.voice, span), about).toBeGreaterThan(levelOf(sound, HERTZ.voice, pause) + 30);
      // The music gives way to the voice, and stays.
      expect(levelOf(sound, HERTZ.music, span), about).toBeLessThan(levelOf(sound, HERTZ.music, pause) - 3);
    }
    expect(levelOf(sound, HERTZ.music, firstSpoken!), about).toBeGreaterThan(-50);
    const during = [moved!.startSeconds + 0.3, moved!.endSeconds - 0.3] as const;
    const elsewhere = [drawn!.startSeconds + 0.3, drawn!.endSeconds - 0.3] as const;
    const clip = levelOf(sound, HERTZ.clip, during);
    expect(clip).toBeGreaterThan(levelOf(sound, HERTZ.clip, elsewhere) + 25);
    expect(clip, 'ambience covers no music').toBeLessThan(levelOf(sound, HERTZ.music, pause) - 8);
    const film = tree.report?.files.find(({ kind }) => kind === 'film');
    expect(Math.abs(film!.loudness!.integratedLufs + 14)).toBeLessThanOrEqual(0.5);

    // Captions keep the vendor's time of every word: a cue begins with its first word.
    const cues = readCues(await readText(tree, 'captions.srt'));
    const spoken = planned.filter(({ shot }) => shot.narration !== '');
    for (const [index, { shot }] of spoken.entries()) {
      const start = voiceItems[index]!.startFrame / FPS;
      const mine = cues.filter((cue) => cue.start >= start - 0.05 && shot.narration.includes(cue.text.split(' ')[0]!));
      expect(mine.length, `${shot.narration} ${JSON.stringify(cues)}`).toBeGreaterThan(0);
      for (const cue of mine.slice(0, 1)) {
        const place = [...shot.narration.slice(0, shot.narration.indexOf(cue.text.split(' ')[0]!))].length;
        expect(Math.abs(cue.start - (start + place * SECONDS_A_CHARACTER)), JSON.stringify(cue)).toBeLessThan(0.15);
      }
    }
    const failed = tree.report?.checks.filter(({ status }) => status === 'failed');
    expect(failed?.map(({ id, measured }) => `${id} ${measured}`)).toEqual([]);
  },
);

/** The longest stretch in which nobody speaks. */
function findPause(spans: readonly (readonly [number, number])[], lengthSeconds: number): readonly [number, number] {
  const edges = [0, ...spans.flat(), lengthSeconds];
  const gaps = Array.from(
    { length: edges.length / 2 },
    (_, index) => [edges[2 * index]!, edges[2 * index + 1]!] as const,
  );
  const [from, to] = gaps.sort((left, right) => right[1] - right[0] - (left[1] - left[0]))[0]!;
  return [from + 0.3, to - 0.3];
}
