import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CUTOUT_TRUST_LIMIT, pictureAnalysis } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysePicture } from './analyse.ts';
import { type DrawnName, type DrawnPicture, drawPicture } from './drawn-pictures.testing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-pictures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function analyseDrawn(picture: DrawnPicture) {
  const file = join(folder, `${picture.name}-${picture.width}.jpg`);
  await writeFile(file, picture.photo);
  return analysePicture(file, { folder });
}

/** The cut-out's alpha put back where it sat in the photograph, and how far it is from the drawn truth. */
async function compareWithTruth(picture: DrawnPicture, result: Awaited<ReturnType<typeof analysePicture>>) {
  const { cutout } = result.analysis;
  if (!cutout || !result.cutoutFile) throw new Error('no cut-out was made');
  const alpha = await sharp(result.cutoutFile).extractChannel('alpha').raw().toBuffer();
  const left = Math.floor(cutout.box.x * picture.width + 1e-6);
  const top = Math.floor(cutout.box.y * picture.height + 1e-6);
  let both = 0;
  let either = 0;
  let wrong = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const truth = picture.truth[y * picture.width + x]!;
      const isInside = x >= left && y >= top && x < left + cutout.width && y < top + cutout.height;
      const found = isInside ? alpha[(y - top) * cutout.width + x - left]! : 0;
      if (truth > 127 && found > 127) both++;
      if (truth > 127 || found > 127) either++;
      if (Math.abs(truth - found) > 140) wrong++;
    }
  }
  return { overlap: both / either, wrongShare: wrong / either };
}

describe('cut-out from a flat ground', () => {
  const cases: [DrawnName, number, string][] = [
    ['bottle', 0.985, 'takes the shadow under a standing product away'],
    ['mug', 0.985, 'opens the hole in a handle'],
    ['bag', 0.98, 'keeps a strap eight pixels wide'],
    ['shirt', 0.985, 'cuts a shirt with soft folds'],
    ['white-pattern', 0.985, 'does not leak through white stripes that reach the outline'],
    ['uneven', 0.985, 'follows light that falls off across the ground'],
  ];
  for (const [name, overlap, title] of cases) {
    it(title, async () => {
      const picture = await drawPicture(name);
      const result = await analyseDrawn(picture);
      const figures = await compareWithTruth(picture, result);
      expect(figures.overlap).toBeGreaterThan(overlap);
      expect(figures.wrongShare).toBeLessThan(0.02);
      expect(result.analysis.cutout?.trust).toBeGreaterThanOrEqual(CUTOUT_TRUST_LIMIT);
      expect(pictureAnalysis.parse(result.analysis)).toEqual(result.analysis);
    });
  }

  it('carries the edge up to a photograph larger than the key copy', async () => {
    const picture = await drawPicture('mug', { width: 2400 });
    const result = await analyseDrawn(picture);
    expect(result.analysis.cutout?.width).toBeGreaterThan(1300);
    const figures = await compareWithTruth(picture, result);
    expect(figures.overlap).toBeGreaterThan(0.99);
    expect(figures.wrongShare).toBeLessThan(0.006);
  });

  it('leaves no ground colour in the edge', async () => {
    const picture = await drawPicture('uneven');
    const { cutoutFile } = await analyseDrawn(picture);
    const { data, info } = await sharp(cutoutFile).raw().toBuffer({ resolveWithObject: true });
    let pale = 0;
    let edge = 0;
    for (let i = 0; i < info.width * info.height; i++) {
      const alpha = data[i * 4 + 3]!;
      if (alpha < 40 || alpha > 220) continue;
      edge++;
      if (data[i * 4]! > 130) pale++;
    }
    expect(edge).toBeGreaterThan(500);
    expect(pale / edge).toBeLessThan(0.02);
  });

  it('refuses a busy picture and names why', async () => {
    const file = join(folder, 'busy.png');
    const noise = Buffer.alloc(400 * 400 * 3);
    let state = 7;
    for (let i = 0; i < noise.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      noise[i] = state >>> 24;
    }
    await sharp(noise, { raw: { width: 400, height: 400, channels: 3 } })
      .blur(3)
      .png()
      .toFile(file);
    const { analysis } = await analysePicture(file, { folder });
    expect(analysis.cutout?.trust ?? 0).toBeLessThan(CUTOUT_TRUST_LIMIT);
    expect(analysis.groundFlatness).toBeLessThan(0.3);
  });

  it('does not trust a white product on white ground', async () => {
    const file = join(folder, 'white.png');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#f6f6f6"/><rect x="200" y="200" width="400" height="400" rx="40" fill="#fbfbfb"/></svg>`;
    await sharp(Buffer.from(svg)).png().toFile(file);
    const { analysis } = await analysePicture(file, { folder });
    expect(analysis.cutout?.trust ?? 0).toBeLessThan(CUTOUT_TRUST_LIMIT);
  });
});

describe('what else is measured', () => {
  it('uses the transparency a picture brings', async () => {
    const file = join(folder, 'clear.png');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><rect x="150" y="200" width="300" height="320" rx="20" fill="#7a2438"/></svg>`;
    await sharp(Buffer.from(svg)).png().toFile(file);
    const { analysis } = await analysePicture(file, { folder });
    expect(analysis.cutout).toMatchObject({ trust: 1, doubts: [], width: 300, height: 320, stands: true });
    expect(analysis.palette[0]!.share).toBeGreaterThan(0.95);
  });

  it('lets things with a flat base stand, and no shirt', async () => {
    const stands = async (name: DrawnName) => (await analyseDrawn(await drawPicture(name))).analysis.cutout?.stands;
    expect(await stands('bottle')).toBe(true);
    expect(await stands('mug')).toBe(true);
    expect(await stands('bag')).toBe(true);
    expect(await stands('shirt')).toBe(false);
  });

  it('finds macro windows with product only', async () => {
    const { analysis, cutoutFile } = await analyseDrawn(await drawPicture('shirt'));
    const { cutout } = analysis;
    expect(cutout!.macroBoxes.length).toBeGreaterThan(3);
    const alpha = await sharp(cutoutFile).extractChannel('alpha').raw().toBuffer();
    for (const box of cutout!.macroBoxes) {
      // One pixel of the 320 px search copy is allowed at the rim.
      const inset = cutout!.width / 320;
      for (let y = box.y * cutout!.height + inset; y < (box.y + box.height) * cutout!.height - inset; y += 3) {
        for (let x = box.x * cutout!.width + inset; x < (box.x + box.width) * cutout!.width - inset; x += 3) {
          expect(alpha[Math.floor(y) * cutout!.width + Math.floor(x)]).toBeGreaterThan(200);
        }
      }
    }
  });

  it('scores a blurred photograph as softer', async () => {
    const picture = await drawPicture('bottle', { noise: 0 });
    const soft = { ...picture, name: 'blurred', photo: await sharp(picture.photo).blur(6).jpeg().toBuffer() };
    const [sharpOne, softOne] = [await analyseDrawn(picture), await analyseDrawn(soft)];
    expect(softOne.analysis.sharpness).toBeLessThan(0.12);
    expect(sharpOne.analysis.sharpness).toBeGreaterThan(softOne.analysis.sharpness * 2);
  });

  it('honours EXIF rotation', async () => {
    const picture = await drawPicture('bottle');
    const file = join(folder, 'turned.jpg');
    await sharp(picture.photo).rotate(90).withMetadata({ orientation: 8 }).jpeg().toFile(file);
    const { analysis } = await analysePicture(file, { folder });
    expect([analysis.width, analysis.height]).toEqual([picture.width, picture.height]);
    expect(analysis.cutout!.height).toBeGreaterThan(analysis.cutout!.width * 2);
  });
});
