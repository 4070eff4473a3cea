import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { isKinoraError, type KinoraError } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaEngine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import { drawPicture } from '../pictures/drawn-pictures.testing.ts';
import { drawHeic } from '../testing/drawn-heic.ts';
import { takeIn } from './intake.ts';
import { createFileParser, type FileParser } from './parser.ts';

let folder: string;
let parser: FileParser;
let engine: MediaEngine;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-intake-'));
  parser = createFileParser();
  engine = await openEngine({});
});
afterAll(async () => {
  parser.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function bring(content: Uint8Array | string, name = 'file') {
  const file = join(folder, `upload-${++count}`);
  await writeFile(file, content);
  return takeIn({ file, name, folder: join(folder, `work-${count}`) }, { parser, engine });
}

async function bringPicture(content: Uint8Array, name: string) {
  const intake = await bring(content, name);
  if (intake.family !== 'picture') throw new Error(`expected a picture, got ${intake.family}`);
  return intake.picture;
}

async function refusalOf(promise: Promise<unknown>): Promise<KinoraError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isKinoraError(error)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#8a5a3a' } });

/** A PNG that only has a header worth reading: 20 000 × 20 000, a few hundred bytes. */
function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('pictures', () => {
  it('recognises each kind by its content, whatever it is called', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
      const intake = await bring(await flat(320, 200).toFormat(format).toBuffer(), 'photo.txt');
      expect(intake.family).toBe('picture');
      expect(intake.mediaType).toBe(`image/${format}`);
      if (intake.family !== 'picture') throw new Error('not a picture');
      expect([intake.picture.width, intake.picture.height]).toEqual([320, 200]);
      const working = await sharp(intake.picture.workingFile).metadata();
      expect(['jpeg', 'png']).toContain(working.format);
    }
  });

  it('turns a picture as its EXIF says and keeps the working copy upright', async () => {
    const intake = await bring(await flat(400, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    if (intake.family !== 'picture') throw new Error('not a picture');
    expect([intake.picture.width, intake.picture.height]).toEqual([300, 400]);
    const working = await sharp(intake.picture.workingFile).metadata();
    expect([working.width, working.height, working.orientation ?? 1]).toEqual([300, 400, 1]);
  });

  it('makes a 4096 px copy of larger pictures and says so', async () => {
    const intake = await bring(await flat(5000, 1000).jpeg().toBuffer());
    if (intake.family !== 'picture') throw new Error('not a picture');
    expect([intake.picture.workingWidth, intake.picture.workingHeight]).toEqual([4096, 819]);
    expect(intake.notices[0]).toContain('5000 × 1000');
  });

  it('uses the first frame of an animated picture and says so', async () => {
    const strip = await sharp({ create: { width: 20, height: 60, channels: 3, background: '#aa3311' } })
      .raw()
      .toBuffer();
    const gif = await sharp(strip, { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
      .gif({ delay: [100, 100, 100], keepDuplicateFrames: true })
      .toBuffer();
    const intake = await bring(gif);
    if (intake.family !== 'picture') throw new Error('not a picture');
    expect(intake.picture.frames).toBe(3);
    expect([intake.picture.workingWidth, intake.picture.workingHeight]).toEqual([20, 20]);
    expect(intake.notices[0]).toContain('animated');
  });

  it('refuses 20 000 pixels a side from the header alone', async () => {
    const started = performance.now();
    const error = await refusalOf(bring(hugePng(20_000), 'wall.png'));
    expect(error.code).toBe('intake.too_many_pixels');
    expect(error.details).toMatchObject({ width: 20_000, height: 20_000, name: 'wall.png' });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('refuses what is cut short, empty or foreign, each with its own sentence', async () => {
    const noisy = Buffer.alloc(300 * 300 * 3).map((_, i) => (i * 7919) % 251);
    const jpeg = await sharp(noisy, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect((await refusalOf(bring(jpeg.subarray(0, jpeg.length / 2)))).code).toBe('intake.damaged');
    const png = await sharp(noisy, { raw: { width: 300, height: 300, channels: 3 } })
      .png()
      .toBuffer();
    expect((await refusalOf(bring(png.subarray(0, png.length / 2)))).code).toBe('intake.damaged');
    expect((await refusalOf(bring(''))).code).toBe('intake.empty');
    expect((await refusalOf(bring('MZ just some text'))).code).toBe('intake.unknown_kind');
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(64)]);
    const error = await refusalOf(bring(heic, 'IMG 0001.HEIC'));
    expect(error.code).toBe('intake.damaged');
  });

  it('reads HEIC as telephones write it: tiles put together, turned, in the colours of its profile', async () => {
    const colourAt = async (file: string, x: number, y: number) => {
      const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const at = (y * info.width + x) * 3;
      return [...data.subarray(at, at + 3)] as [number, number, number];
    };
    const upright = await bringPicture(drawHeic(), 'IMG_0001.HEIC');
    expect(upright).toMatchObject({ width: 128, height: 128, frames: 1, hasAlpha: false });
    const [red, green, blue] = await colourAt(upright.workingFile, 32, 32);
    expect(red).toBeGreaterThan(180);
    expect(Math.max(green, blue)).toBeLessThan(70);
    expect((await colourAt(upright.workingFile, 96, 96))[2]).toBeGreaterThan(200);
    // A quarter turn against the clock brings the upper left corner to the lower left.
    const turned = await bringPicture(drawHeic({ quarterTurns: 1 }), 'IMG_0002.HEIC');
    expect((await colourAt(turned.workingFile, 32, 96))[0]).toBeGreaterThan(180);
    expect((await colourAt(turned.workingFile, 32, 32))[1]).toBeGreaterThan(120);
    // The same numbers mean a stronger red where the profile is wider than sRGB.
    const wide = sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } }).withIccProfile('p3');
    const { icc } = await sharp(await wide.png().toBuffer()).metadata();
    const strong = await bringPicture(drawHeic({ profile: icc! }), 'IMG_0003.HEIC');
    expect((await colourAt(strong.workingFile, 32, 32))[0]).toBeGreaterThan(red + 8);
  });

  it('refuses HEIC that is cut short, spoiled or larger than allowed', async () => {
    const whole = drawHeic();
    expect((await refusalOf(bring(whole.subarray(0, whole.length - 60), 'cut.heic'))).code).toBe('intake.damaged');
    expect((await refusalOf(bring(drawHeic({ tellsSide: 20_000 }), 'wall.heic'))).code).toBe('intake.too_many_pixels');
    for (let at = 40; at < whole.length - 4; at += 23) {
      const spoiled = Buffer.from(whole);
      spoiled.writeUInt32BE(0xfffffff0, at);
      // Read or refused, and the parser goes on: what is asked of every file.
      await bring(spoiled, 'spoiled.heic').catch((error: unknown) => {
        expect((error as { code: string }).code).toMatch(/^intake\./);
      });
    }
  }, 120_000);

  it('names the file as the person did', async () => {
    for (const name of ['my "best" shoe.jpg', 'נעל חורף.png', '👟 new.webp']) {
      const error = await refusalOf(bring('nothing', name));
      expect(error.sentence).toContain(`“${name}”`);
    }
  });
});

describe('drawings', () => {
  it('leaves out everything that runs or loads, and rasterises the rest', async () => {
    const svg = `<?xml version="1.0"?><!-- logo --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" onload="alert(1)">
      <script>fetch('http://elsewhere.example')</script><foreignObject><body onclick="x()">hi</body></foreignObject>
      <image href="http://elsewhere.example/a.png" width="5" height="5"/><style>@import url(http://elsewhere.example/a.css); .a{fill:red}</style>
      <a href="javascript:alert(1)"><rect width="3" height="3"/></a><rect width="100" height="50" fill="#7a2438" style="background:url(http://elsewhere.example/x)"/></svg>`;
    const intake = await bring(svg, 'logo.svg');
    if (intake.family !== 'drawing') throw new Error('not a drawing');
    const clean = await readFile(intake.drawing.cleanFile, 'utf8');
    expect(clean).not.toMatch(/script|onload|onclick|elsewhere|foreignObject|javascript/i);
    expect(intake.notices[0]).toContain('script');
    const { data, info } = await sharp(intake.drawing.workingFile).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([2048, 1024]);
    expect([data[0], data[1], data[2]]).toEqual([0x7a, 0x24, 0x38]);
  });

  it('refuses entities and drawings cut short', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>';
    expect((await refusalOf(bring(bomb))).code).toBe('intake.unsafe');
    expect((await refusalOf(bring('<svg xmlns="http://www.w3.org/2000/svg"><g><rect width="5"'))).code).toBe(
      'intake.unsafe',
    );
  });
});

describe('films, sounds and fonts', () => {
  it('takes a sound and refuses one without content', async () => {
    const wav = Buffer.alloc(44 + 9600);
    wav.write('RIFF', 0, 'latin1');
    wav.writeUInt32LE(36 + 9600, 4);
    wav.write('WAVEfmt ', 8, 'latin1');
    wav.writeUInt32LE(16, 16);
    wav.writeUInt16LE(1, 20);
    wav.writeUInt16LE(1, 22);
    wav.writeUInt32LE(48000, 24);
    wav.writeUInt32LE(96000, 28);
    wav.writeUInt16LE(2, 32);
    wav.writeUInt16LE(16, 34);
    wav.write('data', 36, 'latin1');
    wav.writeUInt32LE(9600, 40);
    const intake = await bring(wav);
    if (intake.family !== 'sound') throw new Error('not a sound');
    expect(intake.probe.audio[0]!.sampleRate).toBe(48000);
    expect(intake.probe.durationSeconds).toBeCloseTo(0.1, 2);
    const mp4 = Buffer.concat([
      Buffer.from([0, 0, 0, 24]),
      Buffer.from('ftypisom\0\0\x02\0isommp42'),
      Buffer.alloc(400),
    ]);
    expect((await refusalOf(bring(mp4))).code).toBe('intake.damaged');
  });

  it('takes a font and refuses a broken one', async () => {
    const root = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/rubik/package.json'));
    const font = await readFile(join(root, '400Regular/Rubik_400Regular.ttf'));
    const intake = await bring(font);
    if (intake.family !== 'font') throw new Error('not a font');
    expect(intake.font.family).toContain('Rubik');
    expect((await refusalOf(bring(Buffer.concat([font.subarray(0, 12), Buffer.alloc(2000, 255)])))).code).toBe(
      'intake.damaged',
    );
  });
});

describe('the parsing child', () => {
  it('analyses pictures as well, so that a server never waits for one', async () => {
    const file = join(folder, 'mug.jpg');
    await writeFile(file, (await drawPicture('mug')).photo);
    const { analysis, cutoutFile } = await parser.parse('analysis', file, join(folder, 'analysis'));
    expect(analysis.cutout?.trust).toBe(1);
    expect((await sharp(cutoutFile).metadata()).hasAlpha).toBe(true);
  });

  it('refuses the file, and nothing worse, when it cannot be started', async () => {
    const file = join(folder, 'small.png');
    await flat(10, 10).png().toFile(file);
    const startless = createFileParser();
    const { execPath } = process;
    process.execPath = join(folder, 'no-such-node');
    const refused = refusalOf(startless.parse('picture', file, folder));
    try {
      expect((await refused).code).toBe('intake.damaged');
    } finally {
      process.execPath = execPath;
    }
    expect(await startless.parse('picture', file, folder)).toMatchObject({ width: 10 });
    startless.close();
  });

  it('gives the next file a fresh child while the closed one ends', async () => {
    const file = join(folder, 'small.png');
    const closing = createFileParser();
    expect(await closing.parse('picture', file, folder)).toMatchObject({ width: 10 });
    closing.close();
    expect(await closing.parse('picture', file, folder)).toMatchObject({ width: 10 });
    closing.close();
  });

  it('is stopped at its time limit, and the next file gets a fresh one', async () => {
    const hurried = createFileParser({ timeLimitMs: 1 });
    const file = join(folder, 'large.png');
    await flat(6000, 6000).png({ compressionLevel: 1 }).toFile(file);
    const error = await refusalOf(hurried.parse('picture', file, folder));
    expect(error.code).toBe('intake.limit');
    hurried.close();
    const patient = createFileParser();
    expect(await patient.parse('picture', file, folder)).toMatchObject({ width: 6000 });
    patient.close();
  });
});

describe('an entry of a ZIP', () => {
  it('is refused by the size it announces, before any of it is written', async () => {
    const name = Buffer.from('film.mp4');
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(400 * 1024 * 1024, 20);
    entry.writeUInt32LE(600 * 1024 * 1024, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(entry.length + name.length, 12);
    const file = join(folder, 'large.zip');
    await writeFile(file, Buffer.concat([entry, name, end]));
    const target = join(folder, 'large');
    const refusal = await refusalOf(parser.parse('extract', file, target, { names: ['film.mp4'] }));
    expect(refusal.code).toBe('intake.too_heavy');
    expect(await readdir(target)).toEqual([]);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a table on a full disk', () => {
  it('is told from a damaged one', async () => {
    const file = join(folder, 'table.csv');
    await writeFile(file, `name\n${'a row\n'.repeat(50_000)}`);
    const target = join(folder, 'full-table');
    await mkdir(target);
    await symlink('/dev/full', join(target, 'rows.ndjson'));
    expect((await refusalOf(parser.parse('table', file, target, {}))).code).toBe('intake.disk_full');
  });
});
