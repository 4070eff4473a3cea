import { type Storyboard, storyboard } from '@kinora/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_BRIEFS } from '../../sample/sample-brand.ts';
import { MESSAGES } from './messages.ts';
import { samplePicture, sampleVideo } from './pictures.testing.ts';
import type { PlannerPicture } from './pictures.ts';
import { type PlannerInput, planStoryboard } from './plan-storyboard.ts';
import { breakLines, foldText, toLine, wordsOf } from './text.ts';

const HALDEN =
  'Maison Halden. Autumn drop.\nThe dresses, cut in Porto. Merino, organic cotton and recycled satin. Made to be worn again. From €79. Free returns for 60 days. In stores and online from 3 October. Tone: calm.';
const HEBREW =
  'סרט על תיק העור החדש של מותג סייבל. עור איטלקי, תפירה ידנית ורוכסן פליז. נבנה להישאר. מחיר: 890 ₪. משלוח חינם. הזמינו באתר.';
const ARABIC =
  'المنتج: حقيبة الجلد\nالعلامة: سيبل\nالمميزات: جلد إيطالي، خياطة يدوية وسحاب نحاسي\nالسعر: ٣٥٠ درهم\nالشعار: صنعت لتبقى\nتسوقوا الآن على sable.com';

function inputOf(changes: Partial<PlannerInput>): PlannerInput {
  return {
    brief: HALDEN,
    brandName: undefined,
    seconds: 15,
    language: 'en',
    voice: 'none',
    music: 'uplifting',
    fps: 30,
    quality: 'final',
    seed: undefined,
    ...changes,
  };
}
function plan(
  changes: Partial<PlannerInput> = {},
  pictures: readonly PlannerPicture[] = [0, 1, 2].map((index) => samplePicture(index)),
): Storyboard {
  return planStoryboard(inputOf(changes), { pictures, kit: null, logo: null });
}
const shotsOf = (value: Storyboard) => value.scenes.flatMap((scene) => scene.shots);
function screenTexts(value: Storyboard): string[] {
  return shotsOf(value).flatMap(({ scene: { words } }) =>
    [words.eyebrow, ...words.lines, ...words.items, words.figure, words.small, words.wordmark].filter(
      (text) => text !== undefined,
    ),
  );
}

/** Sentences, labels, prices, three scripts, emoji, halves of characters, commands. */
const fragment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(...HALDEN.split(/(?<=\.)\s/), ...HEBREW.split('. '), ...ARABIC.split('\n')),
  fc.constantFrom(
    'Price: €79',
    'מחיר:',
    'السعر: ',
    '- ',
    '\n',
    '::',
    '“',
    '$&',
    '\\',
    '\u202e',
    '👩‍👩‍👧',
    'Ignore previous instructions.',
    'Do not mention the price.',
    '{subject}',
    'www.example.com',
  ),
);
const anyBrief = fc
  .array(fragment, { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(' ').trim())
  .filter((brief) => brief.length > 0);
const anyPictures = fc
  .array(
    fc.record({
      trust: fc.double({ min: 0, max: 1, noNaN: true }),
      stands: fc.boolean(),
      isVideo: fc.boolean(),
      lightness: fc.integer({ min: 5, max: 95 }),
    }),
    { maxLength: 24 },
  )
  .map((list) =>
    list.map((entry, index) =>
      entry.isVideo
        ? sampleVideo(index)
        : samplePicture(index, { trust: entry.trust, stands: entry.stands, meanLightness: entry.lightness }),
    ),
  );
const anyInput = fc.record({
  brief: anyBrief,
  seconds: fc.constantFrom(15 as const, 30 as const, 60 as const),
  fps: fc.constantFrom(24 as const, 25 as const, 30 as const),
  music: fc.constantFrom(
    'uplifting' as const,
    'epic' as const,
    'emotional' as const,
    'mysterious' as const,
    'none' as const,
  ),
  language: fc.constantFrom('en' as const, 'he' as const, 'ar' as const),
  voice: fc.constantFrom('none' as const, 'male-deep' as const),
});

beforeAll(() => {
  plan();
});

describe('any brief with any pictures', () => {
  it('becomes a valid storyboard that sums exactly to the target, quickly, and the same twice', () => {
    fc.assert(
      fc.property(anyInput, anyPictures, (changes, pictures) => {
        const value = plan(changes, pictures);
        expect(storyboard.parse(value)).toEqual(value);
        expect(shotsOf(value).reduce((sum, shot) => sum + shot.lengthFrames, 0)).toBe(changes.seconds * changes.fps);
        expect(plan(changes, pictures)).toEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  it('shows no word that is neither in the brief nor in the message tables', () => {
    const phrases = Object.values(MESSAGES).flatMap(({ screen, untitled }) => [
      screen.from,
      screen.availableNow,
      untitled,
    ]);
    fc.assert(
      fc.property(anyInput, anyPictures, (changes, pictures) => {
        const source = foldText(toLine([changes.brief, ...phrases].join(' ')));
        for (const text of screenTexts(plan(changes, pictures))) {
          for (const word of wordsOf(foldText(text))) expect(source).toContain(word);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never shows two scenes of one kind in a row but different photographs or recordings, and a close view only after its wide one', () => {
    fc.assert(
      fc.property(anyInput, anyPictures, (changes, pictures) => {
        const shots = shotsOf(plan(changes, pictures));
        for (const [index, shot] of shots.entries()) {
          const before = shots[index - 1];
          const isEdit =
            (shot.scene.kind === 'photo' || shot.scene.kind === 'video') &&
            shot.scene.subjects[0]?.pictureKey !== before?.scene.subjects[0]?.pictureKey;
          if (before && !isEdit) expect(shot.scene.kind).not.toBe(before.scene.kind);
          if (shot.scene.kind !== 'close') continue;
          expect(before?.scene.subjects[0]?.pictureKey).toBe(shot.scene.subjects[0]?.pictureKey);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives every scene what it cannot be drawn without: a price its product or its figure, the last card its words', () => {
    const lamp = 'A desk lamp of brushed brass. Warm light for late work. Now 89 euros.';
    fc.assert(
      fc.property(fc.option(anyInput), anyPictures, fc.boolean(), (some, pictures, hasPictures) => {
        const input = some ?? inputOf({ brief: lamp });
        for (const { scene } of shotsOf(plan(input, hasPictures ? pictures : []))) {
          const { lines, wordmark, small, figure } = scene.words;
          const says = lines.length > 0 || Boolean(wordmark) || Boolean(small) || Boolean(figure);
          if (scene.kind === 'price') expect(scene.subjects.length > 0 || Boolean(figure)).toBe(true);
          if (scene.kind === 'end_card') expect(says).toBe(true);
        }
      }),
    );
  });

  it('uses a cut-out only where it is trusted', () => {
    fc.assert(
      fc.property(anyInput, anyPictures, (changes, pictures) => {
        const trust = new Map(
          pictures.map((picture) => [
            picture.key,
            picture.kind === 'photo' ? (picture.analysis.cutout?.trust ?? 0) : 0,
          ]),
        );
        for (const shot of shotsOf(plan(changes, pictures))) {
          for (const subject of shot.scene.subjects) {
            if (subject.use === 'cutout') expect(trust.get(subject.pictureKey)).toBeGreaterThanOrEqual(0.6);
          }
        }
      }),
      { numRuns: 80 },
    );
  });
});

/** Of this process alone: what runs beside the tests does not make the planner slower. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe('speed', () => {
  it('plans 20 000 characters of mixed scripts in under 50 ms', () => {
    const brief = `${HALDEN}\n${HEBREW}\n${ARABIC}\n`.repeat(60).slice(0, 20_000);
    plan({ brief });
    const times = Array.from({ length: 12 }, () => {
      const started = processorMs();
      plan(
        { brief },
        Array.from({ length: 24 }, (_, index) => samplePicture(index)),
      );
      return processorMs() - started;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it.each([
    'a'.repeat(20_000),
    '€79 '.repeat(5000),
    'a.b,'.repeat(5000),
    '״'.repeat(20_000),
    '1.'.repeat(10_000),
    ': '.repeat(9000),
  ])('is not slowed down by repetition (%#)', (brief) => {
    const started = processorMs();
    plan({ brief });
    expect(processorMs() - started).toBeLessThan(250);
  });
});

describe('what is meant for the maker', () => {
  it.each([
    [
      'Nighthawk, a red motorcycle. From €4,900. Calm, warm tone. Ready for the road.',
      /tone|calm/i,
      'Ready for the road',
    ],
    ['נייטהוק, אופנוע אדום. מ־4,900 ₪. טון רגוע וחם. מוכן לדרך.', /טון|רגוע/, 'מוכן לדרך'],
    ['نايت هوك، دراجة حمراء. من 4,900 ريال. نبرة هادئة ودافئة. جاهزة للطريق.', /نبرة|هادئة/, 'جاهزة للطريق'],
  ])('is not shown: %s', (brief, direction, line) => {
    const texts = screenTexts(plan({ brief })).join(' | ');
    expect(texts).not.toMatch(direction);
    expect(texts.replaceAll('\n', ' ')).toContain(line);
  });

  it('leaves a claim that has the same word in it', () => {
    expect(screenTexts(plan({ brief: 'Sable scarf. A tone for every season of the year.' })).join(' ')).toMatch(
      /tone/i,
    );
  });
});

it('asks for no name that the form gave', () => {
  const nameless = 'neither a brand nor a product';
  const brief = 'A red motorcycle for weekend riders. Ready for the road.';
  expect(plan({ brief }).notices.join(' ')).toContain(nameless);
  expect(plan({ brief, brandName: 'Halden' }).notices.join(' ')).not.toContain(nameless);
});

describe('the film of a brand’s brief', () => {
  const value = plan();
  const kinds = shotsOf(value).map((shot) => shot.scene.kind);

  it('argues from hook to name', () => {
    expect(kinds).toEqual(['panels', 'hero', 'close', 'split', 'macro', 'spotlight', 'price', 'end_card']);
    expect(value.scenes.map((scene) => scene.beat)).toEqual(['hook', 'story', 'detail', 'proof', 'call_to_action']);
  });

  it('takes price, offer, claim, materials, date and name from the brief', () => {
    const texts = screenTexts(value).join(' | ');
    for (const text of [
      '€79',
      'Free returns for 60 days',
      'Made to be',
      'Merino',
      'Organic cotton',
      'Recycled satin',
      'Maison Halden',
      '3 October',
    ]) {
      expect(texts).toContain(text);
    }
  });

  it('says “From” only when the brief does', () => {
    expect(screenTexts(value)).toContain('From');
    expect(screenTexts(plan({ brief: HALDEN.replace('From €79', 'Price €79') }))).not.toContain('From');
  });

  it('keeps headlines to four words and the last card to at least 2.2 s', () => {
    for (const shot of shotsOf(value)) expect(wordsOf(shot.scene.words.lines.join(' ')).length).toBeLessThanOrEqual(7);
    expect(shotsOf(value).at(-1)!.lengthFrames).toBeGreaterThanOrEqual(66);
  });

  it('moves in at least six ways and shows at least one dark ground', () => {
    expect(new Set(shotsOf(value).map((shot) => shot.scene.move)).size).toBeGreaterThanOrEqual(6);
    expect(shotsOf(value).some((shot) => shot.scene.ground.tone === 'stage')).toBe(true);
  });

  it('quotes the brief for each fact', () => {
    const { facts } = value;
    for (const fact of [facts.price, facts.claim, facts.offer, ...facts.facts]) expect(HALDEN).toContain(fact!.quote);
  });

  it('obeys a brief that forbids the price or a word', () => {
    const quiet = plan({ brief: `${HALDEN} Do not mention the price. Don't use the word "satin".` });
    expect(screenTexts(quiet).join(' ')).not.toMatch(/€|satin/);
  });
});

describe('other languages', () => {
  it.each([
    ['he' as const, HEBREW, ['890 ₪', 'עור איטלקי', 'תפירה ידנית', 'סייבל']],
    ['ar' as const, ARABIC, ['٣٥٠ درهم', 'جلد إيطالي', 'سحاب نحاسي', 'سيبل']],
  ])('reads facts in %s', (language, brief, expected) => {
    const value = plan({ brief });
    expect(value.language).toBe(language);
    const texts = screenTexts(value).join(' | ');
    for (const text of expected) expect(texts).toContain(text);
    expect(value.notices.join(' ')).toContain('does not translate');
  });
});

describe('pictures', () => {
  it.each([0, 1, 2, 3, 5, 8, 12, 24])('plans 15, 30 and 60 seconds with %i of them', (count) => {
    const pictures = Array.from({ length: count }, (_, index) => samplePicture(index));
    for (const seconds of [15, 30, 60] as const) {
      const shots = shotsOf(plan({ seconds }, pictures));
      expect(shots.length).toBeGreaterThanOrEqual(seconds / 5);
      if (count >= 3) expect(shots.length).toBeGreaterThanOrEqual({ 15: 7, 30: 12, 60: 20 }[seconds]);
    }
  });

  it('labels fields of a split only with words the file name shares with the brief', () => {
    const named = ['dress.jpg', 'knit.jpg', 'blouse.jpg'].map((name, index) => samplePicture(index, { name }));
    const split = shotsOf(plan({ brief: `${HALDEN} The dress, the knit, the blouse.` }, named)).find(
      (shot) => shot.scene.kind === 'split',
    );
    expect(split?.scene.words.items.toSorted()).toEqual(['Blouse', 'Dress', 'Knit']);
    const nameless = shotsOf(plan()).find((shot) => shot.scene.kind === 'split');
    expect(nameless?.scene.words.items).toEqual([]);
  });

  it('shows an uploaded film as a shot', () => {
    const shots = shotsOf(plan({}, [sampleVideo(1)]));
    expect(shots.some((shot) => shot.scene.kind === 'video')).toBe(true);
  });

  it('is left before a short recording ends, and its neighbours have the time', () => {
    const shots = shotsOf(plan({}, [{ ...sampleVideo(1), frames: 45 } as PlannerPicture]));
    const shown = shots.filter((shot) => shot.scene.kind === 'video');
    expect(shown.length).toBeGreaterThan(0);
    for (const shot of shown) expect(shot.scene.subjects[0]!.inFrame + shot.lengthFrames).toBeLessThanOrEqual(45);
    expect(shots.reduce((sum, shot) => sum + shot.lengthFrames, 0)).toBe(15 * 30);
  });
});

describe('a voice', () => {
  it('is given only sentences of the brief, and room to speak them', () => {
    const pictures = [0, 1, 2].map((index) => samplePicture(index));
    const silent = planStoryboard(inputOf({ voice: 'female-soft', seconds: 30 }), { pictures, kit: null, logo: null });
    const spoken = Object.fromEntries(
      shotsOf(silent)
        .filter((shot) => shot.narration)
        .map((shot) => [shot.key, 2.9]),
    );
    expect(Object.keys(spoken).length).toBeGreaterThan(1);
    const value = planStoryboard(
      inputOf({ voice: 'female-soft', seconds: 30 }),
      { pictures, kit: null, logo: null },
      spoken,
    );
    for (const shot of shotsOf(value).filter((entry) => entry.narration)) {
      expect(HALDEN).toContain(shot.narration);
      expect(shot.lengthFrames / 30).toBeGreaterThanOrEqual(2.9 + 0.3);
    }
  });
});

describe('what the sheets showed', () => {
  it('finds a product under its English file name in a Hebrew or Arabic brief, and keeps its sentence to it', () => {
    const pictures = ['scarf.jpg', 'tote.jpg', 'beanie.jpg'].map((name, index) =>
      samplePicture(index, { name, stands: false }),
    );
    const hebrew = plan({ brief: SAMPLE_BRIEFS.he, language: 'he' }, pictures);
    expect(shotsOf(hebrew).flatMap((shot) => shot.scene.words.items)).toEqual(
      expect.arrayContaining(['צעיף', 'תיק', 'כובע']),
    );
    const arabic = plan({ brief: SAMPLE_BRIEFS.ar, language: 'ar' }, pictures);
    expect(shotsOf(arabic).flatMap((shot) => shot.scene.words.items)).toEqual(
      expect.arrayContaining(['وشاح', 'حقيبة', 'قبعة']),
    );
    for (const board of [hebrew, arabic]) {
      const close = shotsOf(board).find((shot) => shot.scene.kind === 'close')!;
      expect(close.scene.words.lines.join(' ')).not.toMatch(/התיק|הכובע|الحقيبة|القبعة/u);
    }
  });

  it('shows the offer on the price card in Arabic too', () => {
    const price = shotsOf(plan({ brief: SAMPLE_BRIEFS.ar, language: 'ar' })).find(
      (shot) => shot.scene.kind === 'price',
    )!;
    expect(price.scene.words.small).toBe('إصلاح مجاني مدى الحياة');
  });

  it('takes no place for a maker and tears no pair apart', () => {
    const brief =
      'Corner House Coffee\nSingle-origin beans from Ethiopia and Peru. Notes of cocoa and orange. From €12 a bag.';
    const board = plan({ brief });
    const texts = screenTexts(board);
    expect(texts).not.toContain('Peru');
    expect(texts).not.toContain('Orange');
    expect(board.facts.brandName?.text).not.toMatch(/Ethiopia|Peru/);
  });

  it('makes no claim of a sentence that only introduces', () => {
    const board = plan({
      brief: 'Introducing the Ledger Tote by Sable. Full-grain leather. It ages beautifully. €240.',
    });
    expect(screenTexts(board).join(' ')).not.toMatch(/Introducing/);
  });

  it('gives hanging cloth a breeze and refuses macros of too few pixels', () => {
    const cloth = samplePicture(1, { name: 'scarf.jpg', stands: false });
    const hero = shotsOf(plan({ brief: 'The scarf. Woven in Biella. €79.' }, [cloth])).find(
      (shot) => shot.scene.kind === 'hero',
    )!;
    expect(hero.scene.move).toBe('breeze');
    const small = samplePicture(1, { stands: false });
    if (small.kind !== 'photo' || !small.analysis.cutout) throw new Error('The sample picture has no cut-out.');
    small.analysis.cutout.width = 500;
    small.analysis.cutout.height = 600;
    const uses = shotsOf(plan({}, [small])).flatMap((shot) => shot.scene.subjects.map((subject) => subject.use));
    expect(uses).not.toContain('macro');
  });

  it('breaks a line where the sentence pauses', () => {
    expect(breakLines('Cared for, it lasts decades', 18, 3)).toEqual(['Cared for,', 'it lasts decades']);
  });
});

describe('what whole films of other goods showed', () => {
  const WAYFARE = `Wayfare is a monthly magazine for people who would rather go than stay.
Every issue takes you to one place. This autumn we ride a motorcycle through the Alps, drink coffee in Trieste, and watch a rocket leave the Cape at dawn.
Our photographers travel slowly. Our writers live where they write. We print on uncoated paper, in small runs, with no advertising.
"Go further. Stay longer."
€9 a month, cancel whenever you like. Free delivery across Europe.
Subscribe at wayfare.com`;
  const whole = (count: number) =>
    Array.from({ length: count }, (_, index) => samplePicture(index, { trust: 0, name: `IMG_${index}.jpg` }));

  it('takes the name from the sentence that introduces it, never a place or a street', () => {
    const board = plan({ brief: WAYFARE, seconds: 60 }, whole(8));
    expect(board.facts.brandName?.text).toBe('Wayfare');
    expect(screenTexts(board)).not.toContain('Alps');
    const hebrew = 'בית הומה הוא חנות קטנה לדברים טובים.\nפחות דברים, יותר טובים.\nבואו לבקר: רחוב שבזי 12, תל אביב';
    const shop = plan({ brief: hebrew, language: 'he' });
    expect(shop.facts.brandName?.text).toBe('בית הומה');
    expect(shop.facts.claim?.text).toBe('פחות דברים, יותר טובים');
    const texts = shotsOf(shop).flatMap(({ scene }) => scene.words.lines.join(' '));
    expect(texts).not.toContain('רחוב שבזי 12');
    expect(
      plan({ brief: 'نريد فيلماً عن مجموعة «طين» للأواني. متوفر الآن في متجر clay.ae', language: 'ar' }).facts,
    ).toMatchObject({
      productName: { text: 'طين' },
    });
    expect(plan({ brief: 'ליאור משיקה את קולקציית החורף: שעון ובושם.', language: 'he' }).facts).toMatchObject({
      brandName: { text: 'ליאור' },
      productName: { text: 'קולקציית החורף' },
    });
  });

  it('keeps a slogan of two sentences whole and shows no clause torn from its sentence', () => {
    const board = plan({ brief: WAYFARE, seconds: 60 }, whole(8));
    expect(board.facts.claim?.text).toBe('Go further. Stay longer');
    const texts = shotsOf(board).map(({ scene }) => scene.words.lines.join(' '));
    expect(texts).toContain('Our writers live where they write');
    for (const torn of ['Would rather go than stay', 'With no advertising', 'In small runs'])
      expect(texts).not.toContain(torn);
  });

  it('shows photographs rather than the name again where a long film has said everything', () => {
    const board = plan({ brief: WAYFARE, seconds: 60 }, whole(8));
    const names = shotsOf(board).filter(({ scene }) => scene.words.lines.join(' ') === 'Wayfare');
    expect(names.length).toBeLessThanOrEqual(1);
    expect(
      new Set(shotsOf(board).flatMap(({ scene }) => scene.subjects.map((subject) => subject.pictureKey))).size,
    ).toBe(8);
  });

  it('finds the action before an "and", in the forms Arabic speaks to a woman in, and writes addresses as typed', () => {
    const shoe = plan({
      brief: 'The Volt One by Stride. Run lighter. Order now at stride.run and get 30 days to return it.',
    });
    expect(shoe.facts.callToAction?.text).toBe('Order now at stride.run');
    const noor = plan({
      brief: 'نور – عطر جديد من دار الياسمين.\nعطر يبقى معك حتى المساء.\nالسعر 320 ريال. اطلبيه الآن من yasmin.sa',
      language: 'ar',
    });
    expect(noor.facts).toMatchObject({
      productName: { text: 'نور' },
      callToAction: { text: 'اطلبيه الآن من yasmin.sa' },
    });
    expect(noor.facts.claim?.text).toBe('عطر يبقى معك حتى المساء');
    const clay = plan({ brief: 'المنتج: كوب\nالسعر: 45 درهم\nclay.ae', language: 'ar' });
    expect(
      screenTexts(clay)
        .filter((text) => /clay/i.test(text))
        .every((text) => text.includes('clay.ae')),
    ).toBe(true);
  });

  it('opens with strips of material only when two things have one, and lists facts over no single thing of several', () => {
    const [first, second] = [samplePicture(0), samplePicture(1)];
    if (second.kind !== 'photo' || !second.analysis.cutout) throw new Error('The sample picture has a cut-out.');
    const bare: PlannerPicture = {
      ...second,
      analysis: { ...second.analysis, cutout: { ...second.analysis.cutout, macroBoxes: [] } },
    };
    const kinds = shotsOf(plan({ seconds: 30 }, [first, bare])).map((shot) => shot.scene.kind);
    expect(kinds).not.toContain('panels');
    expect(kinds).not.toContain('macro');
    expect(shotsOf(plan({ seconds: 30 }, [first, second]))[0]!.scene.kind).toBe('panels');
  });

  it('lets a voice tell what its shot shows', () => {
    const board = plan({ brief: WAYFARE, seconds: 60, voice: 'male-warm' }, whole(8));
    for (const sentence of ['Our photographers travel slowly.', 'Our writers live where they write.']) {
      const shot = shotsOf(board).find(({ narration }) => narration === sentence);
      expect(`${shot?.scene.words.lines.join(' ')}.`).toBe(sentence);
    }
  });

  it('says of each of several things only what its own words name, beside its own picture', () => {
    const names = ['motorcycle.jpg', 'coffee.jpg', 'rocket.jpg', 'temple.jpg', 'cat.jpg'];
    const pictures = names.map((name, index) =>
      samplePicture(index, { name, cutout: undefined, width: 640, height: 427 }),
    );
    const board = plan(
      {
        seconds: 60,
        brief:
          'Wayfare is a monthly magazine. This autumn we ride a motorcycle through the Alps, drink coffee in Trieste, and watch a rocket leave the Cape at dawn. Our photographers travel slowly. Subscribe at wayfare.com',
      },
      pictures,
    );
    for (const { scene } of shotsOf(board)) {
      const said = scene.words.lines.join(' ');
      const lead = scene.subjects[0]?.pictureKey;
      if (lead && /coffee/i.test(said)) expect(lead).toBe('picture-1');
      if (lead && /rocket/i.test(said)) expect(lead).toBe('picture-2');
    }
    expect(screenTexts(board).join(' ')).toMatch(/Drink coffee/);
    const pairs = shotsOf(board).filter(({ scene }) => scene.kind === 'photo' && scene.subjects.length === 2);
    expect(
      new Set(pairs.map(({ scene }) => scene.subjects.map((subject) => subject.pictureKey).join())).size,
    ).toBeGreaterThan(2);
  });

  it('ends no line on a word that leads on', () => {
    expect(breakLines('الجمال في يدك كل صباح', 18, 2)).toEqual(['الجمال في يدك', 'كل صباح']);
    expect(breakLines('مصباح ليور من النحاس', 18, 2)).toEqual(['مصباح ليور', 'من النحاس']);
  });
});

it('lets things change places in stop-motion as often as there are others to do so', () => {
  const posed = (count: number) => {
    const pictures = Array.from({ length: count }, (_, index) => samplePicture(index));
    const storyboard = plan({ seconds: 60 }, pictures);
    return shotsOf(storyboard).filter(({ scene }) => scene.kind === 'stop_motion').length;
  };
  expect(posed(1)).toBeLessThanOrEqual(1);
  expect(posed(4)).toBeLessThanOrEqual(2);
});
