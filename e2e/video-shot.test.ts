import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectTree, StoryboardShot } from '@kinora/contract';
import { decodeFrame, type MediaEngine, openEngine } from '@kinora/media-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeJobs } from './testing/books.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import { readRecording } from './testing/read-disc.ts';
import { clockShare, makeRecording, type Recording } from './testing/recorded-films.ts';
import { buildStudio, type StudioProcess, startStudioProcess } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FPS = 24;
const camera = { framesPerSecond: 30, container: 'mp4', encoder: 'libx264' } as const;
const RECORDINGS: readonly Recording[] = [
  { ...camera, name: 'bench.mp4', width: 640, height: 360, seconds: 3, hasSound: true },
  { ...camera, name: 'phone.mov', width: 360, height: 640, seconds: 3, container: 'mov', turn: 90 },
  { ...camera, name: 'quick 60.mp4', width: 480, height: 270, seconds: 3, framesPerSecond: 60 },
  {
    ...camera,
    name: 'odd.webm',
    width: 427,
    height: 241,
    seconds: 3,
    framesPerSecond: 25,
    container: 'webm',
    encoder: 'libvpx',
  },
];

let data: string;
let files: string;
let studio: StudioProcess;
let engine: MediaEngine;

beforeAll(async () => {
  await buildStudio();
  data = await mkdtemp(join(tmpdir(), 'kinora-video-'));
  files = await mkdtemp(join(tmpdir(), 'kinora-recordings-'));
  engine = await openEngine();
  studio = await startStudioProcess(data);
}, 120_000);

afterAll(async () => {
  await studio?.stop();
  await engine?.close();
  await rm(data, { recursive: true, force: true });
  await rm(files, { recursive: true, force: true });
});

const client = () => createFilmClient(data, () => studio);

async function upload(recording: Recording): Promise<{ id: string; hash: string }> {
  const path = await makeRecording(engine, files, recording);
  const { status, body } = await client().upload(recording.name, await readFile(path));
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  const upright = { width: recording.width, height: recording.height };
  expect(body, recording.name).toMatchObject({ kind: 'video', ...upright });
  return { id: String(body['id']), hash: String(body['hash']) };
}

async function makeFilm(pictures: readonly string[]): Promise<{ path: string; tree: ProjectTree }> {
  const { id } = await client().startFilm({ pictures, fps: FPS });
  const explain = async () => `${await describeJobs(data)}\n${studio.output()}`;
  const hasEnded = async () => ['completed', 'failed'].includes((await client().getJob(id)).job.status);
  await until(hasEnded, 'the end of the film', { timeoutMs: 240_000, explain });
  const { job } = await client().getJob(id);
  expect(job.status, await explain()).toBe('completed');
  const tree = await client().getTree(job.projectId!);
  const url = tree.files.find((file) => file.kind === 'film')?.asset.url;
  const path = join(files, 'film.mp4');
  await writeFile(path, new Uint8Array(await (await fetch(`${studio.address}${url}`)).arrayBuffer()));
  return { path, tree };
}

type PlacedShot = { shot: StoryboardShot; startFrame: number };

function placeShots(tree: ProjectTree): PlacedShot[] {
  let startFrame = 0;
  return (tree.storyboard?.scenes ?? []).flatMap((scene) =>
    scene.shots.map((shot) => {
      startFrame += shot.lengthFrames;
      return { shot, startFrame: startFrame - shot.lengthFrames };
    }),
  );
}

/** Frames of a shot behind its transition: near its head, in its middle, and its last but one. */
function momentsOf({ shot }: PlacedShot): number[] {
  const first = shot.transitionIn.kind === 'cut' ? 1 : shot.transitionIn.lengthFrames + 1;
  return [first, Math.round((first + shot.lengthFrames) / 2), shot.lengthFrames - 2];
}

/** Forty seconds of film; that a recording is drawn frame for frame is tried beside the drawing itself (`film-worker.test.ts`). */
it.skipIf(!IS_FULL)(
  'an uploaded film moves in the finished film as it was recorded',
  { timeout: 280_000 },
  async () => {
    const uploads = [];
    for (const recording of RECORDINGS) uploads.push({ recording, ...(await upload(recording)) });
    const { path, tree } = await makeFilm(uploads.map((entry) => entry.id));
    const probe = await engine.probe(path);
    const shown = new Set<string>();
    for (const placed of placeShots(tree)) {
      const [subject] = placed.shot.scene.subjects;
      const recording = uploads.find((entry) => entry.hash === subject?.hash)?.recording;
      if (!subject || !recording) continue;
      shown.add(recording.name);
      for (const offset of momentsOf(placed)) {
        const frame = placed.startFrame + offset;
        const { rgba, size } = await decodeFrame(engine, { path, frame }, { probe });
        const seen = readRecording(rgba, size);
        const about = `${recording.name} at frame ${offset} of shot ${placed.shot.code}: ${JSON.stringify(seen)}`;
        const lastMoment = recording.seconds - 1 / recording.framesPerSecond;
        const seconds = Math.min(lastMoment, (subject.inFrame + offset) / FPS);
        const tolerance = clockShare(1.5 / FPS, recording.seconds) - clockShare(0, recording.seconds) + 1 / seen.width;
        expect(Math.abs(seen.clockShare - clockShare(seconds, recording.seconds)), about).toBeLessThan(tolerance);
        expect(seen.width / seen.height, about).toBeCloseTo(1, 1.5);
        expect(seen.quarters, about).toEqual({
          topLeft: 'topLeft',
          topRight: 'topRight',
          bottomLeft: 'bottomLeft',
          bottomRight: 'bottomRight',
        });
      }
    }
    const kinds = placeShots(tree).map(({ shot }) => `${shot.scene.kind} ${shot.lengthFrames}`);
    expect([...shown].sort(), kinds.join(', ')).toEqual(RECORDINGS.map((recording) => recording.name).sort());
    const checks = new Map(tree.report?.checks.map((check) => [check.id, check]));
    // Not the check for stillness: how still a recording is lies with who made it, and that it moves was read frame by frame.
    for (const id of ['black-16x9', 'frame-count-16x9', 'border-16x9'])
      expect(checks.get(id), `${JSON.stringify(checks.get(id))} ${kinds.join(', ')}`).toMatchObject({
        status: 'passed',
      });
    expect(tree.report?.notices.join('\n')).toContain('The sound of “bench.mp4” is not heard');
  },
);
