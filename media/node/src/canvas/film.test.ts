import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CameraMove,
  cameraMove,
  type Language,
  type RenderSegment,
  type SceneDescription,
  type Size,
} from '@kinora/contract';
import {
  boxesMeet,
  COMPOSITOR_VERSION,
  type CompositorPlan,
  containsBox,
  type PreparedSegment,
  prepareSegment,
  rgbToLab,
  type SegmentFacts,
  safeZone,
  type Toolkit,
} from '@kinora/media-core';
import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawProducts, type ProductShelf } from './drawn-products.testing.ts';
import { coverageSource } from './generate-coverage.ts';
import { testLook, testShots } from './test-film.testing.ts';
import { createNodeToolkit } from './toolkit.ts';

/** Third of the delivery size: layouts are proportional, so the pictures are the same and the tests ten times faster. */
const SIZES = {
  '16:9': { width: 640, height: 360 },
  '9:16': { width: 360, height: 640 },
  '1:1': { width: 400, height: 400 },
  '4:5': { width: 400, height: 500 },
} as const;
const FRAMES = 60;
const GOLDEN_FILE = fileURLToPath(new URL('golden-frames.json', import.meta.url));
const GRID = 10;

let folder: string;
let products: ProductShelf;
let toolkit: Toolkit;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-film-'));
  products = await drawProducts(folder);
  toolkit = createNodeToolkit({ findAsset: products.findAsset });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function planOf(size: Size, language: Language, ratio: CompositorPlan['ratio'] = '16:9'): CompositorPlan {
  return { size, rate: { numerator: 30, denominator: 1 }, look: testLook(language), ratio };
}

function segmentOf(scene: SceneDescription): RenderSegment {
  return {
    contentHash: '0'.repeat(64),
    startFrame: 0,
    lengthFrames: FRAMES,
    layers: [{ shotKey: scene.kind, scene, shotLengthFrames: FRAMES, offsetFrames: 0 }],
    captions: [],
  };
}

type Shape = keyof typeof SIZES;
/** What is known of a scene's layout once it was prepared: the frames of most shapes and languages are looked at anyway. */
const knownFacts = new Map<string, SegmentFacts>();
const nameOf = (scene: SceneDescription, ratio: Shape, language: Language) => `${scene.kind} ${ratio} ${language}`;

async function prepareIn(ratio: Shape, language: Language, scene: SceneDescription): Promise<PreparedSegment> {
  const segment = await prepareSegment(planOf(SIZES[ratio], language, ratio), segmentOf(scene), toolkit);
  knownFacts.set(nameOf(scene, ratio, language), segment.facts);
  return segment;
}

async function factsOf(ratio: Shape, language: Language, scene: SceneDescription): Promise<SegmentFacts> {
  return knownFacts.get(nameOf(scene, ratio, language)) ?? (await prepareIn(ratio, language, scene)).facts;
}

function painterOf(size: Size) {
  const canvas = createCanvas(size.width, size.height);
  return {
    context: canvas.getContext('2d') as unknown as CanvasRenderingContext2D,
    pixels: () => new Uint8Array(canvas.data()),
  };
}

/** Mean colours of a 10 × 10 grid: a picture of the picture that survives another Skia build and shows a moved layout. */
async function signatureOf(pixels: Uint8Array, size: Size): Promise<number[]> {
  const { data } = await sharp(pixels, { raw: { ...size, channels: 4 } })
    .removeAlpha()
    .resize(GRID, GRID, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

describe('golden frames', () => {
  const seen: Record<string, string> = {};
  const known = JSON.parse(readFileSync(GOLDEN_FILE, 'utf8')) as Record<string, string>;
  const cases = (Object.keys(SIZES) as Shape[]).flatMap((ratio) =>
    (['en', 'he', 'ar'] as const)
      .filter((language) => language === 'en' || ratio === '16:9' || ratio === '9:16')
      .map((language) => [ratio, language] as const),
  );

  test.each(cases)('every scene in %s, %s looks as it was approved', async (ratio, language) => {
    const size = SIZES[ratio];
    for (const scene of testShots(products.subjects, language)) {
      const segment = await prepareIn(ratio, language, scene);
      const painter = painterOf(size);
      for (const frame of language === 'en' ? [8, 45] : [45]) {
        segment.drawFrame(painter.context, frame);
        expectApproved(`${scene.kind} ${ratio} ${language} ${frame}`, await signatureOf(painter.pixels(), size));
      }
    }
  });

  function expectApproved(name: string, signature: number[]): void {
    seen[name] = Buffer.from(signature).toString('base64');
    if (process.env['KINORA_WRITE_GOLDEN']) return;
    const approved = [...Buffer.from(known[name] ?? '', 'base64')];
    expect(approved, name).toHaveLength(signature.length);
    const differences = signature.map((value, index) => Math.abs(value - approved[index]!));
    expect(differences.reduce((sum, value) => sum + value, 0) / differences.length, name).toBeLessThan(2);
    expect(Math.max(...differences), name).toBeLessThan(28);
  }

  /** Where a move is seen best; the others are seen on any product that stands in a set. */
  const STAGES: Partial<Record<CameraMove, SceneDescription['kind']>> = {
    light_sweep: 'end_card',
    spotlight: 'end_card',
    rack_focus: 'macro',
    reveal: 'beam',
    stepped: 'stop_motion',
  };

  /** Early, while what is revealed is not whole yet and a hanging thing hangs to one side. */
  const MOVE_FRAME = 8;

  /** The colours of a grid hardly tell one camera from another, so each move is also held against the plain push. */
  test.each(cameraMove.options)('the move %s looks as it was approved, and like no other', async (move) => {
    const size = SIZES['16:9'];
    const shot = testShots(products.subjects, 'en').find(({ kind }) => kind === (STAGES[move] ?? 'hero'))!;
    // A last card has a lamp on a dark ground only.
    const scene: SceneDescription =
      move === 'spotlight' ? { ...shot, ground: { ...shot.ground, tone: 'stage' } } : shot;
    const drawAs = async (as: CameraMove) => {
      const segment = await prepareSegment(planOf(size, 'en'), segmentOf({ ...scene, move: as }), toolkit);
      const painter = painterOf(size);
      segment.drawFrame(painter.context, MOVE_FRAME);
      return painter.pixels();
    };
    const drawn = await drawAs(move);
    expectApproved(`move ${move} ${MOVE_FRAME}`, await signatureOf(drawn, size));
    if (move === 'push_in' || move === 'stepped') return;
    const plain = await drawAs('push_in');
    const changed = drawn.reduce((count, value, index) => count + (Math.abs(value - plain[index]!) > 6 ? 1 : 0), 0);
    expect(changed / drawn.length, move).toBeGreaterThan(0.004);
  });

  test('were approved for this version of the drawing', () => {
    expect(known['compositor']).toBe(String(COMPOSITOR_VERSION));
  });

  /** Segments are found again by hash: without a new version a studio would join new drawings to old ones. */
  afterAll(() => {
    if (!process.env['KINORA_WRITE_GOLDEN']) return;
    // A new kind's frames are added; only those known before can have changed.
    const isChanged = Object.entries(seen).some(([name, signature]) => known[name] && known[name] !== signature);
    if (isChanged && known['compositor'] === String(COMPOSITOR_VERSION))
      throw new Error('The drawing changed: count COMPOSITOR_VERSION up, then approve its frames.');
    writeFileSync(GOLDEN_FILE, `${JSON.stringify({ compositor: String(COMPOSITOR_VERSION), ...seen }, null, 1)}\n`);
  });
});

test('a frame is the same whatever was drawn before it', async () => {
  const size = SIZES['16:9'];
  const plan = { ...planOf(size, 'en'), look: { ...testLook('en'), grain: 0.06 } };
  for (const scene of testShots(products.subjects, 'en')) {
    const segment = await prepareSegment(plan, segmentOf(scene), toolkit);
    const painter = painterOf(size);
    const frameOf = (frame: number) => {
      segment.drawFrame(painter.context, frame);
      return painter.pixels();
    };
    const first = frameOf(31);
    frameOf(58);
    frameOf(2);
    expect(Buffer.compare(first, frameOf(31)), scene.kind).toBe(0);
    const again = await prepareSegment(plan, segmentOf(scene), createNodeToolkit({ findAsset: products.findAsset }));
    again.drawFrame(painter.context, 31);
    expect(Buffer.compare(first, painter.pixels()), `${scene.kind}, another process`).toBe(0);
  }
});

test('settled words keep their contrast, their zone and their distance from the product, with real fonts', async () => {
  for (const [ratio, size] of Object.entries(SIZES)) {
    for (const language of ['en', 'he', 'ar'] as const) {
      for (const scene of testShots(products.subjects, language)) {
        const facts = await factsOf(ratio as Shape, language, scene);
        expect(facts.notices).toEqual([]);
        for (const box of facts.textBoxes) {
          const about = `${scene.kind} ${ratio} ${language} “${box.text}”`;
          expect(box.contrast, about).toBeGreaterThanOrEqual(box.isLarge ? 3 : 4.5);
          expect(containsBox(safeZone(size), box, 1), about).toBe(true);
          if (scene.kind === 'panels' || scene.kind === 'detail') continue;
          for (const product of facts.productBoxes) expect(boxesMeet(product, box), about).toBe(false);
        }
      }
    }
  }
});

test('no move shows the border of a layer: edge pixels are like those eight pixels in', async () => {
  const size = SIZES['16:9'];
  const moves = [
    'push_in',
    'pull_out',
    'pan',
    'tilt',
    'orbit',
    'light_sweep',
    'reveal',
    'sway',
    'breeze',
    'rack_focus',
  ] as const;
  const hero = testShots(products.subjects, 'en').find((scene) => scene.kind === 'hero')!;
  const end = testShots(products.subjects, 'en').find((scene) => scene.kind === 'end_card')!;
  const floor = testShots(products.subjects, 'en').find((scene) => scene.kind === 'studio_floor')!;
  for (const scene of [hero, end, floor]) {
    for (const move of moves) {
      const segment = await prepareSegment(planOf(size, 'en'), segmentOf({ ...scene, move }), toolkit);
      const painter = painterOf(size);
      for (const frame of [0, 30, FRAMES - 1]) {
        segment.drawFrame(painter.context, frame);
        expect(borderStep(painter.pixels(), size), `${scene.kind} ${move} ${frame}`).toBeLessThan(6);
      }
    }
  }
});

/** Largest difference of mean lightness between a border line and the line eight pixels in. */
function borderStep(pixels: Uint8Array, size: Size): number {
  const lineL = (at: (i: number) => number, count: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += rgbToLab(pixels[at(i)]!, pixels[at(i) + 1]!, pixels[at(i) + 2]!).l;
    return sum / count;
  };
  const row = (y: number) => lineL((x) => (y * size.width + x) * 4, size.width);
  const column = (x: number) => lineL((y) => (y * size.width + x) * 4, size.height);
  return Math.max(
    Math.abs(row(0) - row(8)),
    Math.abs(row(size.height - 1) - row(size.height - 9)),
    Math.abs(column(0) - column(8)),
    Math.abs(column(size.width - 1) - column(size.width - 9)),
  );
}

test('a logo on the last card is told with its place, inside the safe zone', async () => {
  const { hash, width, height } = products.subjects.bottle;
  const scene = testShots(products.subjects, 'en').find((entry) => entry.kind === 'end_card')!;
  for (const [ratio, size] of Object.entries(SIZES)) {
    const plan = planOf(size, 'en', ratio as keyof typeof SIZES);
    const look = { ...plan.look, logo: { hash, width, height } };
    const { facts } = await prepareSegment({ ...plan, look }, segmentOf(scene), toolkit);
    expect(facts.logoBoxes).toHaveLength(1);
    expect(containsBox(safeZone(size), facts.logoBoxes![0]!, 1)).toBe(true);
  }
});

test('people recognise the product: its colour in the finished hero is close to the photograph', async () => {
  const size = { width: 960, height: 540 };
  const scene = testShots(products.subjects, 'en').find((entry) => entry.kind === 'hero')!;
  const segment = await prepareSegment(planOf(size, 'en'), segmentOf(scene), toolkit);
  const painter = painterOf(size);
  segment.drawFrame(painter.context, 40);
  const box = segment.facts.productBoxes[0]!;
  const drawn = meanLab(painter.pixels(), size, {
    x: box.x + box.width * 0.42,
    y: box.y + box.height * 0.25,
    width: box.width * 0.16,
    height: box.height * 0.6,
  });
  const source = await toolkit.readPixels(scene.subjects[0]!.hash, 200, 300);
  const truth = meanLab(source, { width: 200, height: 300 }, { x: 84, y: 75, width: 32, height: 180 });
  expect(Math.hypot(drawn.a - truth.a, drawn.b - truth.b)).toBeLessThanOrEqual(6);
  expect(truth.l - drawn.l).toBeLessThanOrEqual(6);
});

function meanLab(pixels: ArrayLike<number>, size: Size, box: { x: number; y: number; width: number; height: number }) {
  const sum = { l: 0, a: 0, b: 0 };
  let count = 0;
  for (let y = Math.round(box.y); y < box.y + box.height; y++) {
    for (let x = Math.round(box.x); x < box.x + box.width; x++) {
      const index = (y * size.width + x) * 4;
      const lab = rgbToLab(pixels[index]!, pixels[index + 1]!, pixels[index + 2]!);
      sum.l += lab.l;
      sum.a += lab.a;
      sum.b += lab.b;
      count++;
    }
  }
  return { l: sum.l / count, a: sum.a / count, b: sum.b / count };
}

test.each(['dissolve', 'wipe', 'push', 'dip'] as const)(
  'a %s begins with the shot before, ends with the shot after, and repeats exactly',
  async (kind) => {
    const size = SIZES['16:9'];
    const scenes = testShots(products.subjects, 'en');
    const [deep, paper] = [
      scenes.find((scene) => scene.kind === 'price')!,
      scenes.find((scene) => scene.kind === 'end_card')!,
    ];
    const layer = (scene: SceneDescription, offsetFrames: number) => ({
      shotKey: scene.kind,
      scene,
      shotLengthFrames: FRAMES,
      offsetFrames,
    });
    const segment = await prepareSegment(
      planOf(size, 'en'),
      {
        ...segmentOf(deep),
        lengthFrames: 20,
        layers: [layer(deep, FRAMES), layer(paper, 0)],
        transition: { kind, offsetFrames: 0, lengthFrames: 20 },
        captions: [{ startFrame: 0, endFrame: 20, lines: ['A caption'], language: 'en' }],
      },
      toolkit,
    );
    const painter = painterOf(size);
    const meanAt = async (frame: number) => {
      segment.drawFrame(painter.context, frame);
      const signature = await signatureOf(painter.pixels(), size);
      return signature.reduce((sum, value) => sum + value, 0) / signature.length;
    };
    const first = await meanAt(0);
    const last = await meanAt(19);
    // The paper card is far lighter than the deep wall.
    expect(last).toBeGreaterThan(first + 40);
    expect(await meanAt(0)).toBe(first);
  },
);

test('the coverage table is the one the font files give', () => {
  const stored = readFileSync(
    fileURLToPath(new URL('../../../core/src/type/coverage.generated.ts', import.meta.url)),
    'utf8',
  );
  const numbers = (source: string) =>
    [...source.matchAll(/'([^']+)':\s*'([^']+)'/g)].map((match) => [match[1], match[2]]);
  expect(numbers(stored)).toEqual(numbers(coverageSource()));
  expect(numbers(stored).length).toBeGreaterThan(10);
});
