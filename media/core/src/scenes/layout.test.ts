import type { Language, SceneKind, SceneSubject, Size } from '@kinora/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bend } from '../sets/breeze.ts';
import { boxesMeet, containsBox, growBox } from '../type/box.ts';
import type { TextMeasure } from '../type/measure.ts';
import { chooseFonts } from '../type/shelf.ts';
import { floorSize, safeZone, shapeOf } from '../type/zones.ts';
import { SCENE_KINDS, sceneOf } from './registry.ts';
import type { SceneInput } from './scene.ts';

const sizes: Size[] = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
  { width: 1080, height: 1080 },
  { width: 1080, height: 1350 },
];
const lch = (l: number, c: number, h: number) => ({ l, c, h });
const palette = {
  paper: lch(91, 5, 80),
  wall: lch(82, 13, 72),
  deep: lch(46, 28, 40),
  stage: lch(13, 9, 262),
  fields: [lch(83, 13, 48), lch(47, 30, 40), lch(84, 14, 78)],
  inkDark: lch(21, 12, 262),
  inkLight: lch(95, 4, 80),
};

/** Widths per character that differ as letters do; the layout must hold for any face. */
const measure: TextMeasure = (text, family) =>
  [...text].reduce((sum, letter) => sum + 0.28 + ((letter.codePointAt(0)! * 7 + family.length) % 40) / 100, 0);

const letters: Record<Language, string> = {
  en: 'abcdefghijklmnopqrstuvwxyz',
  he: 'אבגדהוזחטיכלמנסעפצקרשת',
  ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
};
const word = (language: Language, longest: number) =>
  fc.array(fc.constantFrom(...letters[language]), { minLength: 1, maxLength: longest }).map((parts) => parts.join(''));
const phrase = (language: Language, words: number) =>
  fc.array(word(language, 13), { minLength: 1, maxLength: words }).map((parts) => parts.join(' ').slice(0, 58).trim());

const subject = fc
  .record({
    width: fc.integer({ min: 300, max: 2400 }),
    height: fc.integer({ min: 300, max: 2400 }),
    stands: fc.boolean(),
  })
  .map(
    (value): SceneSubject => ({
      ...value,
      pictureKey: 'p',
      use: 'cutout',
      hash: 'a'.repeat(64),
      meanLightness: 55,
      inFrame: 0,
    }),
  );

const input = (kind: SceneKind) =>
  fc
    .record({ size: fc.constantFrom(...sizes), language: fc.constantFrom<Language>('en', 'he', 'ar') })
    .chain(({ size, language }) =>
      fc
        .record({
          subjects: fc.array(subject, { minLength: 1, maxLength: 4 }),
          eyebrow: fc.option(phrase(language, 3), { nil: undefined }),
          lines: fc.array(phrase(language, 4), { maxLength: 3 }),
          items: fc.array(phrase(language, 3), { maxLength: 4 }),
          figure: fc.option(fc.constantFrom('€79', '₪1,249.90', '79 €', '$5'), { nil: undefined }),
          small: fc.option(phrase(language, 8), { nil: undefined }),
          seconds: fc.double({ min: 1, max: 6, noNaN: true }),
          framing: fc.constantFrom<'wide' | 'opposite' | 'close'>('wide', 'opposite', 'close'),
        })
        .map(
          ({ subjects, seconds, framing, ...words }): SceneInput => ({
            scene: {
              kind,
              move: 'push_in',
              seed: 1,
              subjects,
              words: { ...words, wordmark: 'Maison Halden' },
              ground: { tone: 'wall', style: 'set' },
              beatFrames: [],
              staging: { framing, pace: 1, strength: 0.7 },
            },
            look: { language, palette, fonts: chooseFonts(language), grain: 0 },
            size,
            seconds,
            framesPerSecond: 30,
            beatSeconds: [],
            measure,
          }),
        ),
    );

test.each(SCENE_KINDS)('%s keeps every word inside the safe zone, above the floor and off the product', (kind) => {
  fc.assert(
    fc.property(input(kind), (given) => {
      const layout = sceneOf(kind).planLayout(given);
      const zone = safeZone(given.size);
      const smallest = floorSize(shapeOf(given.size));
      for (const line of layout.lines) {
        const about = `“${line.text}” ${JSON.stringify(line.box)} in ${JSON.stringify(zone)}`;
        expect(containsBox(zone, line.box, 1.5), about).toBe(true);
        expect(line.sizePx, about).toBeGreaterThanOrEqual(smallest * 0.99);
        if (layout.wordsOnProduct) continue;
        for (const product of layout.products) {
          expect(boxesMeet(growBox(product, -2), line.box), `${about} meets ${JSON.stringify(product)}`).toBe(false);
        }
      }
    }),
    { numRuns: 120, seed: 7 },
  );
});

test('a right-to-left film is the mirror image: product left, words right', () => {
  fc.assert(
    fc.property(input('hero'), (given) => {
      fc.pre(given.size.width > given.size.height && given.scene.words.lines.length > 0);
      const hebrew = sceneOf('hero').planLayout({ ...given, look: { ...given.look, language: 'he' } });
      const product = hebrew.products[0]!;
      expect(product.x + product.width / 2).toBeLessThan(given.size.width / 2);
      for (const line of hebrew.lines) expect(line.box.x).toBeGreaterThan(product.x + product.width);
    }),
    { numRuns: 60, seed: 3 },
  );
});

const still = (changes: Partial<SceneInput['scene']>, language: Language = 'en'): SceneInput => ({
  scene: {
    kind: 'price',
    move: 'sway',
    seed: 1,
    subjects: [],
    words: { lines: [], items: [], eyebrow: 'From', figure: '320 ₪', small: 'Free repairs for life' },
    ground: { tone: 'deep', style: 'set' },
    beatFrames: [],
    ...changes,
  },
  look: { language, palette, fonts: chooseFonts(language), grain: 0 },
  size: sizes[0]!,
  seconds: 2,
  framesPerSecond: 30,
  beatSeconds: [],
  measure,
});

test('a price needs no product: without one it stands in the middle of the wall', () => {
  const layout = sceneOf('price').planLayout(still({}));
  expect(layout.products).toEqual([]);
  for (const line of layout.lines) expect(line.box.x + line.box.width / 2).toBeCloseTo(960, 0);
});

test('the sign of a shekel price stands left of its figures in a Hebrew film, and its label clear of it', () => {
  const figure = (language: Language) =>
    sceneOf('price')
      .planLayout(still({}, language))
      .lines.find((line) => line.key === 'figure')!;
  expect(figure('he').direction).toBe('rtl');
  expect(figure('en').direction).toBe('ltr');
  const lines = sceneOf('price').planLayout(still({})).lines;
  const label = lines.find((line) => line.key === 'label')!;
  expect(label.box.y + label.box.height).toBeLessThan(figure('en').box.y);
});

test('words over a whole photograph know its subject and may leave it', () => {
  const photo: SceneSubject = {
    pictureKey: 'p',
    use: 'photo',
    hash: 'b'.repeat(64),
    width: 1920,
    height: 1080,
    box: { x: 0.05, y: 0.4, width: 0.4, height: 0.5 },
    stands: false,
    meanLightness: 50,
    inFrame: 0,
  };
  const layout = sceneOf('photo').planLayout(
    still({ kind: 'photo', subjects: [photo], words: { lines: ['One line'], items: [] } }),
  );
  expect(layout.keepClear).toHaveLength(1);
  // Brought nearer it would leave the words no place.
  expect(layout.keepClear![0]).toMatchObject({ x: 96, y: 432 });
  const small = { ...photo, box: { x: 0.35, y: 0.4, width: 0.3, height: 0.2 } };
  const near = sceneOf('photo').planLayout(
    still({
      kind: 'photo',
      subjects: [{ ...small, width: 3840, height: 2160 }],
      words: { lines: ['One line'], items: [] },
    }),
  );
  expect(near.keepClear![0]!.width).toBeCloseTo(1920 * 0.64, 0);
});

test('a photograph too square for the frame runs to its edge beside the words, where its subject and its size allow', () => {
  const photo: SceneSubject = {
    pictureKey: 'p',
    use: 'photo',
    hash: 'b'.repeat(64),
    width: 1400,
    height: 1400,
    box: { x: 0.2, y: 0.2, width: 0.6, height: 0.6 },
    stands: false,
    meanLightness: 50,
    inFrame: 0,
  };
  const panelOf = (subject: SceneSubject) =>
    sceneOf('photo').planLayout(
      still({ kind: 'photo', subjects: [subject], words: { lines: ['One line'], items: [] } }),
    );
  const bleeding = panelOf(photo);
  expect(bleeding.products[0]!.x + bleeding.products[0]!.width).toBeCloseTo(1920, 0);
  expect(bleeding.products[0]!.height).toBe(1080);
  for (const line of bleeding.lines) expect(boxesMeet(line.box, bleeding.products[0]!)).toBe(false);
  // A subject broader than the panel would be cut, and a small picture would be soft: both stay a print on the wall.
  const broad = { ...photo, width: 1200, height: 900, box: { x: 0.1, y: 0.3, width: 0.8, height: 0.4 } };
  expect(panelOf(broad).products[0]!.height).toBeLessThan(1080);
  expect(panelOf({ ...photo, width: 600, height: 600 }).products[0]!.height).toBeLessThan(1080);
});

test('words over a whole photograph find room off its subject, or the photograph makes room for them', () => {
  const vase: SceneSubject = {
    pictureKey: 'p',
    use: 'photo',
    hash: 'b'.repeat(64),
    width: 1600,
    height: 1700,
    box: { x: 0.25, y: 0.08, width: 0.5, height: 0.84 },
    stands: false,
    meanLightness: 87,
    inFrame: 0,
  };
  const size = { width: 1080, height: 1080 };
  const layout = sceneOf('photo').planLayout({
    ...still({ kind: 'photo', subjects: [vase], words: { lines: ['The vase in the', 'colour of sand'], items: [] } }),
    size,
  });
  expect(layout.wordsOnProduct).toBe(false);
  for (const line of layout.lines) expect(boxesMeet(line.box, layout.products[0]!)).toBe(false);
});

const smallPrint = (index: number, width = 640): SceneSubject => ({
  pictureKey: `p${index}`,
  use: 'photo',
  hash: String(index).repeat(64),
  width,
  height: Math.round(width / 1.5),
  box: { x: 0.15, y: 0.15, width: 0.7, height: 0.7 },
  stands: false,
  meanLightness: 50,
  inFrame: 0,
});

test('small photographs without words stand in pairs, one alone on a card, and none is enlarged too far', () => {
  const layoutOf = (subjects: SceneSubject[], size: Size, lines: string[] = []) =>
    sceneOf('photo').planLayout({ ...still({ kind: 'photo', subjects, words: { lines, items: [] } }), size });
  for (const size of sizes) {
    const { products } = layoutOf([smallPrint(1), smallPrint(2, 480)], size);
    expect(products).toHaveLength(2);
    expect(boxesMeet(products[0]!, products[1]!)).toBe(false);
    for (const box of products) expect(containsBox({ x: 0, y: 0, ...size }, box)).toBe(true);
    expect(products[0]!.height / smallPrint(1).height).toBeLessThan(1.7);
    expect(products[1]!.height / smallPrint(2, 480).height).toBeLessThan(1.7);
  }
  const [print, card] = layoutOf([smallPrint(1)], sizes[0]!).products;
  expect(containsBox(card!, print!)).toBe(true);
  expect((card!.width * card!.height) / (1920 * 1080)).toBeGreaterThan(0.35);
  expect(layoutOf([smallPrint(1), smallPrint(2)], sizes[0]!, ['Go further']).products).toHaveLength(1);
});

test('two products share the frame between them; three fields are for three', () => {
  const fieldsOf = (count: number) =>
    sceneOf('split').planLayout(
      still({
        kind: 'split',
        subjects: [1, 2, 3].slice(0, count).map((index) => smallPrint(index)),
        words: { lines: [], items: [] },
      }),
    ).products.length;
  expect([fieldsOf(2), fieldsOf(3)]).toEqual([2, 3]);
});

test('moving words end on the whole sentence', () => {
  for (const language of ['en', 'he', 'ar'] as const) {
    const given = still(
      { kind: 'kinetic_words', words: { lines: ['Free delivery', 'across Europe'], items: [] } },
      language,
    );
    const standing = sceneOf('kinetic_words')
      .planLayout(given)
      .lines.filter((line) => line.endSeconds === undefined);
    expect(standing.map((line) => line.text).sort()).toEqual(['Free delivery', 'across Europe']);
    expect(boxesMeet(growBox(standing[0]!.box, -2), growBox(standing[1]!.box, -2))).toBe(false);
    expect(new Set(standing.map((line) => Math.round(line.sizePx))).size).toBe(1);
  }
});

test('a close view breaks a long sentence into three lines, not each of its lines into two', () => {
  const layout = sceneOf('close').planLayout(
    still(
      {
        kind: 'close',
        subjects: [{ ...smallPrint(1), use: 'cutout', width: 420, height: 1100 }],
        words: { lines: ['אנחנו בוחרים', 'כל מוצר בעצמנו'], items: [] },
      },
      'he',
    ),
  );
  expect(layout.lines.length).toBeLessThanOrEqual(3);
});

test('cloth in a breeze hangs still at its rail and moves most at its hem', () => {
  const reach = (share: number) =>
    Math.max(...Array.from({ length: 60 }, (_, index) => Math.abs(bend(index / 10, share))));
  expect(reach(0)).toBe(0);
  expect(reach(0.5)).toBeLessThan(reach(1) * 0.5);
  expect(reach(1)).toBeLessThanOrEqual(1);
});

test.each(['catwalk', 'turntable', 'beam'] as const)(
  '%s comes near as far as the pixels go, and near enough for a cut',
  (kind) => {
    fc.assert(
      fc.property(input(kind), (given) => {
        const [first] = given.scene.subjects;
        const heightIn = (framing: 'wide' | 'close') => {
          const staging = { framing, pace: 1, strength: 0.7 };
          const scene = { ...given.scene, subjects: [first!], staging };
          return sceneOf(kind).planLayout({ ...given, scene }).products[0]!.height;
        };
        const [wide, close] = [heightIn('wide'), heightIn('close')];
        expect(close / wide).toBeGreaterThanOrEqual(1.499);
        if (close / wide > 1.501) expect(close / first!.height).toBeLessThanOrEqual(1.701);
      }),
      { numRuns: 60 },
    );
  },
);
