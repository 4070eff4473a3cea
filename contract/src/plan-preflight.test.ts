import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DELIVERY_PRESETS,
  DELIVERY_TABLE_DATE,
  type DeliveryPreset,
  deliveryPreset,
  deliveryPresetOf,
  FIRST_PRESETS,
} from './delivery-presets.ts';
import { readMessage } from './messages.ts';
import { type PreflightCode, type PreflightFacts, planPreflight, preflightFinding, worstOf } from './plan-preflight.ts';
import { FULL_SIZES, type Ratio, ratio } from './primitives.ts';

/** What the built-in engine delivers: 15 s, −14 LUFS, H.264 in MP4. */
function factsOf(shape: Ratio, change: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    ratio: shape,
    ...FULL_SIZES[shape],
    seconds: 15,
    sizeBytes: 8_000_000,
    framesPerSecond: 30,
    container: 'mov,mp4,m4a,3gp,3g2,mj2',
    videoCodec: 'h264',
    bitsPerSecond: 4_200_000,
    sound: { codec: 'aac', sampleRate: 48_000, channels: 2 },
    loudness: { integratedLufs: -14, truePeakDb: -1.2, rangeLu: 5 },
    cover: { kind: 'designed', frame: null, isStale: false, ...FULL_SIZES[shape] },
    post: { title: 'Linen', text: 'Linen that breathes.', hashtags: ['linen'] },
    placed: [{ kind: 'words', text: 'Linen', box: { x: 0.1, y: 0.3, width: 0.5, height: 0.1 } }],
    models: [],
    isLabelled: false,
    ...change,
  };
}
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const find = (facts: PreflightFacts, preset: DeliveryPreset, code: PreflightCode) =>
  planPreflight(facts, preset).find((finding) => finding.code === code);

const anyPreset = fc.constantFrom(...DELIVERY_PRESETS);
const anyFacts: fc.Arbitrary<PreflightFacts> = fc
  .record({
    shape: fc.constantFrom(...ratio.options),
    seconds: fc.double({ min: 0.1, max: 2000, noNaN: true }),
    sizeBytes: fc.integer({ min: 0, max: 6_000_000_000 }),
    framesPerSecond: fc.constantFrom(5, 15, 23.976, 24, 25, 30, 60, 120),
    container: fc.constantFrom('mov,mp4,m4a,3gp,3g2,mj2', 'matroska,webm', 'avi', null),
    videoCodec: fc.constantFrom('h264', 'hevc', 'vp9', 'prores', null),
    bitsPerSecond: fc.option(fc.integer({ min: 1, max: 90_000_000 })),
    isHeard: fc.boolean(),
    lufs: fc.option(fc.double({ min: -40, max: -1, noNaN: true })),
    width: fc.integer({ min: 64, max: 5000 }),
    height: fc.integer({ min: 64, max: 5000 }),
    hashtags: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 40 }),
    text: fc.string({ maxLength: 600 }),
    models: fc.constantFrom(null, [], ['fal · Kling'], ['fal · Kling', 'Google · Veo']),
    isLabelled: fc.boolean(),
    placed: fc.constantFrom(null, [], [{ kind: 'label' as const, text: 'AI', box: box(0.9, 0.9, 0.1, 0.1) }]),
    coverKind: fc.constantFrom('designed', 'frame', 'picture', null),
    isStale: fc.boolean(),
  })
  .map(({ shape, isHeard, lufs, coverKind, isStale, hashtags, text, ...rest }) =>
    factsOf(shape, {
      ...rest,
      sound: isHeard ? { codec: 'aac', sampleRate: 48_000, channels: 2 } : null,
      loudness: lufs === null ? null : { integratedLufs: lufs, truePeakDb: lufs + 10, rangeLu: 4 },
      cover: coverKind && {
        kind: coverKind,
        frame: coverKind === 'frame' ? 9 : null,
        isStale,
        width: 800,
        height: 800,
      },
      post: { title: text.slice(0, 120), text, hashtags },
    }),
  );

describe('what stands over the picture', () => {
  const reels = deliveryPresetOf('instagram-reels');
  const words = (text: string, place: ReturnType<typeof box>) => ({ kind: 'words' as const, text, box: place });

  test('words under the network’s buttons are told with the first of them, as a warning', () => {
    const placed = [words('Linen', box(0.1, 0.3, 0.5, 0.1)), words('From €79', box(0.1, 0.8, 0.4, 0.05))];
    expect(find(factsOf('9:16', { placed }), reels, 'safe_zone')).toMatchObject({
      status: 'warn',
      measured: '1 covered, first “From €79”',
      certainty: 'secondary',
    });
  });

  test('a watermark in the corner is named as what it is', () => {
    const placed = [{ kind: 'watermark' as const, text: '', box: box(0.85, 0.95, 0.1, 0.03) }];
    expect(find(factsOf('9:16', { placed }), reels, 'safe_zone')?.measured).toBe('1 covered, first the watermark');
  });

  test('a logo under them is named as what it is', () => {
    const placed = [{ kind: 'logo' as const, text: '', box: box(0.3, 0.95, 0.4, 0.04) }];
    expect(find(factsOf('9:16', { placed }), reels, 'safe_zone')?.measured).toBe('1 covered, first the logo');
  });

  test('a hair over the edge is rounding; no places kept is not measured; other shapes have no zone', () => {
    const edge = [words('Linen', box(0.058, 0.3, 0.5, 0.1))];
    expect(find(factsOf('9:16', { placed: edge }), reels, 'safe_zone')?.status).toBe('ok');
    expect(find(factsOf('9:16', { placed: null }), reels, 'safe_zone')).toMatchObject({
      status: 'warn',
      measured: 'not measured',
    });
    expect(find(factsOf('1:1'), deliveryPresetOf('instagram-feed'), 'safe_zone')).toBeUndefined();
  });
});

describe('the label of models', () => {
  const models = ['fal · Kling 2.5'];
  const statusOn = (id: DeliveryPreset['id'], change: Partial<PreflightFacts>) =>
    find(factsOf('9:16', change), deliveryPresetOf(id), 'ai_label')?.status;

  test('is asked of no film that no model took part in', () => {
    for (const preset of DELIVERY_PRESETS)
      expect(find(factsOf('9:16'), preset, 'ai_label')?.status, preset.name).toBe('ok');
  });

  test('on the picture is enough where the network takes it or asks nothing, and never in place of its own switch', () => {
    const networks = ['tiktok', 'x', 'youtube-shorts', 'pinterest'] as const;
    expect(networks.map((id) => statusOn(id, { models }))).toEqual(['warn', 'warn', 'warn', 'ok']);
    expect(networks.map((id) => statusOn(id, { models, isLabelled: true }))).toEqual(['ok', 'ok', 'warn', 'ok']);
  });

  test('is not measured on films of before', () => {
    expect(find(factsOf('9:16', { models: null }), deliveryPresetOf('tiktok'), 'ai_label')?.measured).toBe(
      'not measured',
    );
  });
});

describe('the table', () => {
  test('is whole: each preset parses, is named once, and has a film shape of its own', () => {
    for (const preset of DELIVERY_PRESETS) expect(deliveryPreset.parse(preset)).toEqual(preset);
    expect(new Set(DELIVERY_PRESETS.map(({ name }) => name)).size).toBe(DELIVERY_PRESETS.length);
    for (const [shape, id] of Object.entries(FIRST_PRESETS)) expect(deliveryPresetOf(id).ratios).toContain(shape);
  });

  test('leaves room between the edges that networks cover', () => {
    for (const { safeZone, name } of DELIVERY_PRESETS) {
      if (!safeZone) continue;
      expect(safeZone.top + safeZone.bottom, name).toBeLessThan(0.6);
      expect(safeZone.left + safeZone.right, name).toBeLessThan(0.5);
    }
  });

  test('publishes a loudness for YouTube and for nobody else', () => {
    const told = DELIVERY_PRESETS.filter(({ loudness }) => loudness !== null);
    expect(new Set(told.map(({ network }) => network))).toEqual(new Set(['youtube']));
  });
});

describe('preflight', () => {
  test('what the engine delivers passes its own first placements, but for what sources differ about', () => {
    for (const [shape, id] of Object.entries(FIRST_PRESETS)) {
      const findings = planPreflight(factsOf(shape as Ratio), deliveryPresetOf(id));
      expect(
        findings.filter(({ status }) => status !== 'ok'),
        id,
      ).toEqual([]);
    }
  });

  test('a limit that is not on the network’s own page is never a fault', () => {
    fc.assert(
      fc.property(anyFacts, anyPreset, (facts, preset) => {
        for (const finding of planPreflight(facts, preset))
          if (finding.status === 'fault') expect(finding.certainty).toBe('official');
      }),
    );
  });

  test('every finding is whole, dated, said once, and its words have a code or are figures', () => {
    fc.assert(
      fc.property(anyFacts, anyPreset, (facts, preset) => {
        const findings = planPreflight(facts, preset);
        expect(new Set(findings.map(({ code }) => code)).size).toBe(findings.length);
        for (const finding of findings) {
          expect(preflightFinding.parse(finding)).toEqual(finding);
          expect(finding.date).toBe(DELIVERY_TABLE_DATE);
          for (const text of [finding.title, finding.source]) expect(readMessage(text), text).toBeDefined();
          const hasWords = (text: string) => /[a-z]{3}/.test(text.replace(/Mbit|kHz|dBTP/g, ''));
          for (const text of [finding.measured, finding.rule])
            if (hasWords(text)) expect(readMessage(text), text).toBeDefined();
        }
      }),
    );
  });

  test('a longer film never passes where a shorter one above the least length does not', () => {
    fc.assert(
      fc.property(anyFacts, anyPreset, fc.double({ min: 1.01, max: 9, noNaN: true }), (facts, preset, times) => {
        const least = preset.seconds?.min ?? 0;
        fc.pre(facts.seconds >= least);
        const [short, long] = [facts, { ...facts, seconds: facts.seconds * times }].map(
          (one) => find(one, preset, 'length')?.status ?? 'ok',
        );
        if (long === 'ok') expect(short).toBe('ok');
      }),
    );
  });

  test('tells a published limit that is broken as a fault, and one that sources differ about as a warning', () => {
    const long = factsOf('9:16', { seconds: 120 });
    expect(find(long, deliveryPresetOf('facebook-reels'), 'length')).toMatchObject({
      status: 'fault',
      measured: '120 s',
      rule: '3 to 90 s',
    });
    expect(find(long, deliveryPresetOf('instagram-reels'), 'length')).toMatchObject({
      status: 'warn',
      source: 'sources differ: 15 min is told as well',
    });
    expect(find(factsOf('16:9'), deliveryPresetOf('instagram-reels'), 'shape')?.status).toBe('fault');
  });

  test('says of loudness that only YouTube publishes one, and warns of one that it turns down', () => {
    const loud = factsOf('9:16', { loudness: { integratedLufs: -9, truePeakDb: -0.2, rangeLu: 3 } });
    expect(find(loud, deliveryPresetOf('youtube-shorts'), 'loudness')).toMatchObject({
      status: 'warn',
      rule: 'turned down above about -14 LUFS',
    });
    expect(find(loud, deliveryPresetOf('tiktok'), 'loudness')?.rule).toMatch('publishes none');
    expect(find(loud, deliveryPresetOf('tiktok'), 'peak')?.status).toBe('warn');
  });

  test('what was not measured is said, never passed', () => {
    const unknown = factsOf('9:16', { bitsPerSecond: null, container: null });
    for (const code of ['bit_rate', 'format'] as const)
      expect(find(unknown, deliveryPresetOf('instagram-reels'), code)).toMatchObject({
        status: 'warn',
        measured: 'not measured',
      });
  });

  test('a cover whose frame is gone, or that a network does not take, is told', () => {
    const cover = { kind: 'frame' as const, frame: 900, isStale: true, width: 1080, height: 1920 };
    expect(find(factsOf('9:16', { cover }), deliveryPresetOf('tiktok'), 'cover')?.status).toBe('warn');
    const own = { kind: 'picture' as const, frame: null, isStale: false, width: 1080, height: 1920 };
    expect(find(factsOf('9:16', { cover: own }), deliveryPresetOf('youtube-shorts'), 'cover')?.status).toBe('warn');
    expect(find(factsOf('9:16', { cover: own }), deliveryPresetOf('instagram-reels'), 'cover')?.status).toBe('ok');
  });

  test('the worst of several is what a column shows', () => {
    expect(worstOf([{ status: 'ok' }, { status: 'warn' }])).toBe('warn');
    expect(worstOf([{ status: 'fault' }, { status: 'warn' }])).toBe('fault');
    expect(worstOf([])).toBe('ok');
  });
});
