import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KinoraError, Size } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { TAG_BT709, TO_BT709_YUV } from '../frames/colour.ts';
import { decodeFrame, decodeFrames } from '../frames/decode-frames.ts';
import { DEFAULT_ENCODE, encodeFrames, h264Stream } from '../frames/encode-frames.ts';
import { joinFiles } from '../frames/join.ts';
import { makeProxy } from '../frames/proxy.ts';
import { AAC_GRAPH_END, aacStream } from '../sound-mix/aac.ts';
import { describeEngines } from '../testing/engines.ts';
import { countingFrames, readCount, solidFrames } from '../testing/frames.ts';
import type { MediaEngine } from './engine.ts';
import { openEngine } from './open-engine.ts';
import { planArguments } from './program/arguments.ts';

const SIZE: Size = { width: 320, height: 180 };
const RATE = { numerator: 30, denominator: 1 };
const NTSC = { numerator: 30_000, denominator: 1001 };

/** Ids of this process's children, as the kernel lists them. */
async function childProcesses(): Promise<number[]> {
  const text = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

async function encodeCounting(
  engine: MediaEngine,
  path: string,
  count: number,
  options: { rate?: typeof RATE; first?: number } = {},
): Promise<void> {
  const rate = options.rate ?? RATE;
  await encodeFrames(
    engine,
    { path, size: SIZE, rate, settings: DEFAULT_ENCODE },
    { frames: countingFrames(SIZE, count, options.first ?? 0) },
  );
}

describeEngines('the media engine', (engine, folder) => {
  it('names itself and has every filter and encoder that plans use', async () => {
    const description = await engine().describe();
    expect(description.version).toMatch(/\d/);
    expect(description.missing).toEqual([]);
  });

  it('encodes raw frames to exactly as many frames, BT.709 tagged, and reads them back in place', async () => {
    const path = join(folder(), 'counting.mp4');
    await encodeCounting(engine(), path, 75);
    const probe = await engine().probe(path);
    expect(probe.video).toMatchObject({
      codec: 'h264',
      pixelFormat: 'yuv420p',
      size: SIZE,
      rate: RATE,
      frameCount: 75,
      rotation: 0,
      isConstantRate: true,
      colour: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', range: 'tv' },
    });
    expect(probe.durationSeconds).toBeCloseTo(2.5, 3);
    const seen: number[] = [];
    await decodeFrames(
      engine(),
      { path, startFrame: 0, lengthFrames: 75 },
      (rgba) => void seen.push(readCount(rgba, SIZE)),
    );
    expect(seen).toEqual(Array.from({ length: 75 }, (_, index) => index));
  });

  it.each([0, 1, 29, 30, 31, 61, 73, 74])('finds frame %i exactly', async (frame) => {
    const path = join(folder(), 'seek.mp4');
    if (!(await readdir(folder())).includes('seek.mp4')) await encodeCounting(engine(), path, 75, { rate: NTSC });
    const { rgba } = await decodeFrame(engine(), { path, frame });
    expect(readCount(rgba, SIZE)).toBe(frame);
  });

  it('stops at the end of the film and says how many frames there were', async () => {
    const path = join(folder(), 'short.mp4');
    await encodeCounting(engine(), path, 20);
    expect(await decodeFrames(engine(), { path, startFrame: 15, lengthFrames: 50 }, () => undefined)).toBe(5);
    await expect(decodeFrame(engine(), { path, frame: 20 })).rejects.toMatchObject({ code: 'engine.unreadable' });
  });

  it.each([
    ['red', [200, 30, 40]],
    ['green', [30, 160, 60]],
    ['blue', [40, 60, 190]],
    ['skin', [222, 170, 140]],
    ['ivory', [253, 250, 240]],
  ] as const)('keeps a %s patch within 3 of 255 through encoding and decoding', async (name, colour) => {
    const path = join(folder(), `${name}.mp4`);
    await encodeFrames(
      engine(),
      { path, size: SIZE, rate: RATE, settings: DEFAULT_ENCODE },
      { frames: solidFrames(SIZE, 6, colour) },
    );
    const { rgba } = await decodeFrame(engine(), { path, frame: 3 });
    const middle = (SIZE.height / 2) * SIZE.width * 4 + (SIZE.width / 2) * 4;
    for (const channel of [0, 1, 2])
      expect(Math.abs((rgba[middle + channel] ?? 0) - (colour[channel] ?? 0))).toBeLessThanOrEqual(3);
  });

  it.each([
    ['30', RATE],
    ['29.97', NTSC],
    ['24', { numerator: 24, denominator: 1 }],
  ] as const)('joins parts at %s frames a second without losing, repeating or moving a frame', async (_name, rate) => {
    const lengths = [31, 1, 2, 45, 3];
    const parts: { path: string; lengthFrames: number }[] = [];
    let first = 0;
    for (const [index, lengthFrames] of lengths.entries()) {
      const path = join(folder(), `part-${rate.numerator}-${index}.mp4`);
      await encodeCounting(engine(), path, lengthFrames, { rate, first });
      parts.push({ path, lengthFrames });
      first += lengthFrames;
    }
    const targetPath = join(folder(), `joined-${rate.numerator}.mp4`);
    await joinFiles(engine(), { parts, rate, listPath: join(folder(), `list-${rate.numerator}.txt`), targetPath });
    const probe = await engine().probe(targetPath);
    expect(probe.video?.frameCount).toBe(first);
    expect(probe.video?.rate).toEqual(rate);
    expect(probe.durationSeconds).toBeCloseTo((first * rate.denominator) / rate.numerator, 2);
    const seen: number[] = [];
    await decodeFrames(
      engine(),
      { path: targetPath, startFrame: 0, lengthFrames: 200 },
      (rgba) => void seen.push(readCount(rgba, SIZE)),
    );
    expect(seen).toEqual(Array.from({ length: first }, (_, index) => index));
  });

  it('makes an upright proxy of at most 540 lines with a key frame every 12 frames and its sound', async () => {
    const source = join(folder(), 'large.mp4');
    await engine().run({
      inputs: [],
      graph: `testsrc2=size=1280x720:rate=25:duration=2,${TO_BT709_YUV},${TAG_BT709}[v];sine=frequency=330:duration=2:sample_rate=48000,${AAC_GRAPH_END}[a]`,
      outputs: [
        {
          kind: 'file',
          path: source,
          container: 'mp4',
          streams: [h264Stream('v', DEFAULT_ENCODE, 50), aacStream('a')],
        },
      ],
    });
    const proxy = join(folder(), 'proxy.mp4');
    await makeProxy(engine(), source, proxy);
    const probe = await engine().probe(proxy);
    expect(probe.video).toMatchObject({
      size: { width: 960, height: 540 },
      frameCount: 50,
      rate: { numerator: 25, denominator: 1 },
    });
    expect(probe.audio).toHaveLength(1);
    expect(Math.abs((probe.audio[0]?.durationSeconds ?? 0) - 2)).toBeLessThan(0.04);
  });

  it('asks for the next raw frame only when there is room', async () => {
    let given = 0;
    let encoded = 0;
    let furthestAhead = 0;
    async function* frames() {
      for await (const frame of countingFrames({ width: 1280, height: 720 }, 90, 0)) {
        given += 1;
        furthestAhead = Math.max(furthestAhead, given - encoded);
        yield frame;
      }
    }
    const path = join(folder(), 'pressure.mp4');
    await encodeFrames(
      engine(),
      { path, size: { width: 1280, height: 720 }, rate: RATE, settings: { ...DEFAULT_ENCODE, preset: 'medium' } },
      { frames: frames(), onProgress: (progress) => (encoded = progress.frames) },
    );
    // x264 itself holds about 50 frames of look-ahead at `medium`; without back-pressure all 90 would be given at once.
    expect(furthestAhead).toBeLessThan(85);
    expect((await engine().probe(path)).video?.frameCount).toBe(90);
  });

  it('stops within two seconds when aborted, with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the person pressed cancel');
    const started = performance.now();
    setTimeout(() => controller.abort(reason), 400);
    const endless = async function* () {
      for (;;) yield* countingFrames({ width: 640, height: 360 }, 100, 0);
    };
    const plan = {
      path: join(folder(), 'aborted.mp4'),
      size: { width: 640, height: 360 },
      rate: RATE,
      settings: DEFAULT_ENCODE,
    };
    await expect(encodeFrames(engine(), plan, { frames: endless(), signal: controller.signal })).rejects.toBe(reason);
    expect(performance.now() - started).toBeLessThan(2400);
  });

  it('stops at its time limit', async () => {
    const run = engine().run(
      {
        inputs: [],
        graph: 'testsrc2=size=1920x1080:rate=30:duration=600[v]',
        outputs: [{ kind: 'discard', from: 'v', media: 'video' }],
      },
      { timeLimitMs: 300 },
    );
    await expect(run).rejects.toMatchObject({ code: 'engine.time_limit' });
  });

  it('says what FFmpeg said when a request fails, and works afterwards', async () => {
    const failed = engine().run({
      inputs: [],
      graph: 'nosuchfilter=1[v]',
      outputs: [{ kind: 'discard', from: 'v', media: 'video' }],
    });
    await expect(failed).rejects.toMatchObject({
      code: 'engine.failed',
      message: expect.stringContaining('nosuchfilter'),
    });
    await expect(engine().describe()).resolves.toBeTruthy();
  });

  it('refuses a file that is no media with one clear error', async () => {
    const path = join(folder(), 'letter.mp4');
    await writeFile(path, 'Dear reader, this is not a film.');
    const error = (await engine()
      .probe(path)
      .catch((thrown: unknown) => thrown)) as KinoraError;
    expect(error).toMatchObject({ code: 'engine.unreadable', sentence: expect.stringContaining('could not be read') });
  });

  it('does not follow a playlist to another file or to the network', async () => {
    const path = join(folder(), 'list.m3u8');
    await writeFile(path, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n');
    await expect(decodeFrame(engine(), { path, frame: 0 })).rejects.toMatchObject({ name: 'KinoraError' });
  });

  it('says that the engine died when its process is killed midway, and works afterwards', async () => {
    // The built-in engine may take the child that waits from the test before: every child of this process is meant.
    const killer = setTimeout(async () => {
      for (const id of await childProcesses()) process.kill(id, 'SIGKILL');
    }, 900);
    const endless = async function* () {
      for (;;) yield* countingFrames(SIZE, 100, 0);
    };
    const plan = { path: join(folder(), 'killed.mp4'), size: SIZE, rate: RATE, settings: DEFAULT_ENCODE };
    await expect(encodeFrames(engine(), plan, { frames: endless() })).rejects.toMatchObject({
      code: 'engine.died',
      isRetryable: true,
    });
    clearTimeout(killer);
    await encodeCounting(engine(), join(folder(), 'after.mp4'), 5);
    expect((await engine().probe(join(folder(), 'after.mp4'))).video?.frameCount).toBe(5);
  });

  it('passes an error of the frame source on and stops', async () => {
    async function* frames() {
      yield* countingFrames(SIZE, 3, 0);
      throw new Error('the drawing failed');
    }
    const plan = { path: join(folder(), 'failing.mp4'), size: SIZE, rate: RATE, settings: DEFAULT_ENCODE };
    await expect(encodeFrames(engine(), plan, { frames: frames() })).rejects.toThrow('the drawing failed');
  });

  it('gives the same bytes for the same frames, so that a cached segment may stand for a fresh one', async () => {
    const hashes = new Set<string>();
    for (const name of ['same-a.mp4', 'same-b.mp4']) {
      await encodeCounting(engine(), join(folder(), name), 40);
      hashes.add(
        createHash('sha256')
          .update(await readFile(join(folder(), name)))
          .digest('hex'),
      );
    }
    expect(hashes.size).toBe(1);
  });
});

describe('opening an engine', () => {
  it('says which program is missing', async () => {
    await expect(openEngine({ ffmpegPath: '/nowhere/ffmpeg' })).rejects.toMatchObject({ code: 'engine.missing' });
  });

  it('refuses a program that is not FFmpeg', async () => {
    await expect(openEngine({ ffmpegPath: process.execPath })).rejects.toMatchObject({ code: 'engine.missing' });
  });

  it('hands paths over so that they are never read as options or protocols', () => {
    const args = planArguments({
      inputs: [{ kind: 'file', path: '-vf' }],
      outputs: [
        { kind: 'file', path: 'http://x', container: 'mp4', streams: [{ kind: 'copy', input: 0, media: 'video' }] },
      ],
    });
    expect(args).toContain('file:-vf');
    expect(args.at(-1)).toBe('file:http://x');
  });
});
