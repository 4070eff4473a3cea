import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CUTOUT_TRUST_LIMIT } from '@kinora/contract';
import { TURN_SHEETS } from '@kinora/media-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawModelFile, type ModelFault } from './drawn-model.testing.ts';
import { parseModel } from './parse-model.ts';

describe('a 3D model', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kinora-model-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function parse(fault?: ModelFault) {
    const file = join(folder, `${fault ?? 'bottle'}.glb`);
    await writeFile(file, await drawModelFile(fault));
    return parseModel(file, join(folder, fault ?? 'bottle'));
  }

  /** Where the label's light paper is, as a share of the view's width; nothing where it faces away. */
  async function findLabel(file: string): Promise<number | undefined> {
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    let [sum, count] = [0, 0];
    for (let pixel = 0; pixel < info.width * info.height; pixel++) {
      const [red = 0, green = 0, blue = 0] = data.subarray(pixel * 4, pixel * 4 + 3);
      if (Math.min(red, green, blue) < 150 || red - blue > 70) continue;
      sum += pixel % info.width;
      count += 1;
    }
    return count < 800 ? undefined : sum / count / info.width;
  }

  it('is drawn from all sides about one axis, and looked at as a photograph is', { timeout: 180_000 }, async () => {
    const { views, sheets, picture, analysis, cutoutFile, triangles } = await parse();
    expect(triangles).toBe(9 * 64 * 2);
    expect(views).toHaveLength(24);
    expect(new Set(views.map(({ width, height }) => `${width}x${height}`)).size).toBe(1);
    // Half as near again as a wide framing at 1080p, without going over 1.7 times its pixels.
    expect(views[0]!.height).toBeGreaterThanOrEqual(775);
    // It stands on the lower edge: above a disc it would float.
    const front = await sharp(views[0]!.file).raw().toBuffer({ resolveWithObject: true });
    const lowest = front.data.subarray(-front.info.width * 4);
    expect(lowest.some((value, place) => place % 4 === 3 && value > 0)).toBe(true);
    expect(analysis.turn).toHaveLength(24);
    expect(analysis.between).toHaveLength(TURN_SHEETS);
    // The view between the first two sides stands between them.
    const { width, height } = views[0]!;
    const cell = join(folder, 'cell.png');
    await sharp(sheets[0]!.file).extract({ left: width, top: 0, width, height }).png().toFile(cell);
    const [before, at, after] = [
      await findLabel(views[0]!.file),
      await findLabel(cell),
      await findLabel(views[1]!.file),
    ];
    expect(at).toBeGreaterThan(before!);
    expect(at).toBeLessThan(after!);
    expect(analysis.cutout!.trust).toBeGreaterThanOrEqual(CUTOUT_TRUST_LIMIT);
    expect(analysis.cutout!.stands).toBe(true);
    expect(cutoutFile).toBeDefined();
    expect(Math.max(picture.width, picture.height)).toBeGreaterThan(1400);
    // The front shows the label in the middle; turned by 45° it stands to one side; from behind it is not seen.
    expect(await findLabel(views[0]!.file)).toBeCloseTo(0.5, 1);
    expect(await findLabel(views[3]!.file)).toBeGreaterThan(0.6);
    expect(await findLabel(views[21]!.file)).toBeLessThan(0.4);
    expect(await findLabel(views[12]!.file)).toBeUndefined();
  });

  it.each([
    ['links', 'intake.model_links'],
    ['packed', 'intake.model_packed'],
    ['cut short', 'intake.damaged'],
    ['no triangles', 'intake.damaged'],
    ['layers', 'intake.limit'],
  ] as const)('with %s is refused', async (fault, code) => {
    await expect(parse(fault)).rejects.toMatchObject({ code });
  });
});
