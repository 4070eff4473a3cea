import type { Language, Rate, Ratio } from '@kinora/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines } from './break-lines.ts';
import { CAPTION_LIMITS, type Cue, characterCount, LINE_CHARACTERS } from './cue.ts';
import { planSilentCues, planSpokenCues } from './plan-cues.ts';
import { parseCaptions } from './read-files.testing.ts';
import { toSrt, toVtt } from './write-files.ts';

const VOCABULARY: Record<Language, string[]> = {
  en: [
    'the',
    'lamp',
    'made',
    'of',
    'oak',
    'and',
    'brass,',
    'lasts',
    'for',
    'years.',
    'Anna',
    'Weiss',
    'says',
    'R&D',
    '<3',
    '100%',
    'A',
    'workshop!',
  ],
  he: [
    'המנורה',
    'של',
    'סטודיו',
    'עשויה',
    'מעץ',
    'ומפליז,',
    'נשמרת',
    'שנים.',
    'על',
    'השולחן',
    'iPhone',
    '250₪',
    'שלום!',
  ],
  ar: ['المصباح', 'من', 'خشب', 'البلوط', 'والنحاس،', 'يدوم', 'سنوات.', 'على', 'الطاولة', 'مرحبا!', 'iPhone', '٢٥٠'],
};
const language = fc.constantFrom<Language>('en', 'he', 'ar');
const ratio = fc.constantFrom<Ratio>('16:9', '9:16', '1:1', '4:5');
const rate = fc.constantFrom<Rate>(
  { numerator: 24, denominator: 1 },
  { numerator: 30, denominator: 1 },
  { numerator: 30000, denominator: 1001 },
);
const sentence = (of: Language) =>
  fc.array(fc.constantFrom(...VOCABULARY[of]), { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));

function expectReadable(cues: readonly Cue[], given: { ratio: Ratio; totalFrames: number }) {
  for (const [index, cue] of cues.entries()) {
    expect(cue.endFrame).toBeGreaterThan(cue.startFrame);
    expect(cue.startFrame).toBeGreaterThanOrEqual(0);
    expect(cue.endFrame).toBeLessThanOrEqual(given.totalFrames);
    if (index > 0) expect(cue.startFrame - cues[index - 1]!.endFrame).toBeGreaterThanOrEqual(CAPTION_LIMITS.gapFrames);
    expect(cue.lines.length).toBeLessThanOrEqual(CAPTION_LIMITS.lines);
    for (const line of cue.lines) expect(characterCount(line)).toBeLessThanOrEqual(LINE_CHARACTERS[given.ratio]);
  }
}

describe('line breaking', () => {
  it('keeps every word, in order, inside the limit', () => {
    fc.assert(
      fc.property(
        language.chain((of) => fc.tuple(fc.constant(of), sentence(of))),
        fc.integer({ min: 20, max: 42 }),
        ([of, text], limit) => {
          const lines = breakLines(text, limit, of);
          expect(lines.join(' ')).toBe(text);
          for (const line of lines) expect(characterCount(line)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  it('breaks where people would', () => {
    expect(breakLines('Made to be kept, and made to be used every day', 42, 'en')).toEqual([
      'Made to be kept,',
      'and made to be used every day',
    ]);
    expect(breakLines('We asked the designer Anna Weiss about the new lamp', 42, 'en')).not.toContain(
      'We asked the designer Anna',
    );
    for (const text of [
      'A lamp made from a single piece of the finest oak',
      'Every bottle is filled by hand in a small workshop',
    ]) {
      expect(breakLines(text, 42, 'en')[0]).not.toMatch(/\b(a|the|of|by|in)$/);
    }
    expect(breakLines('המנורה עשויה מעץ אלון של יערות הצפון', 24, 'he')[0]).not.toMatch(/של$/);
  });
});

describe('captions from a voice', () => {
  it('never overlap, keep two frames apart and stay inside the film', () => {
    const lines = language.chain((of) =>
      fc.record({
        of: fc.constant(of),
        texts: fc.array(
          fc.record({
            text: sentence(of),
            startSeconds: fc.double({ min: 0, max: 25, noNaN: true }),
            wordSeconds: fc.double({ min: 0.15, max: 0.6, noNaN: true }),
          }),
          { maxLength: 5 },
        ),
      }),
    );
    fc.assert(
      fc.property(lines, ratio, rate, ({ of, texts }, shape, pace) => {
        const totalFrames = Math.round((30 * pace.numerator) / pace.denominator);
        const spoken = texts
          .sort((first, second) => first.startSeconds - second.startSeconds)
          .map(({ text, startSeconds, wordSeconds }) => ({
            text,
            startSeconds,
            words: text.split(' ').map((word, index) => ({
              text: word,
              startSeconds: index * wordSeconds,
              endSeconds: (index + 0.9) * wordSeconds,
            })),
          }));
        const cues = planSpokenCues(spoken, { rate: pace, totalFrames, ratio: shape, language: of });
        expectReadable(cues, { ratio: shape, totalFrames });
        expect(cues.flatMap((cue) => cue.lines).join(' ')).toBe(spoken.map((line) => line.text).join(' '));
      }),
    );
  });

  it('show a line while it is spoken, and long enough to read', () => {
    const text = 'A lamp made to be kept.';
    const words = text
      .split(' ')
      .map((word, index) => ({ text: word, startSeconds: index * 0.3, endSeconds: index * 0.3 + 0.28 }));
    const [cue] = planSpokenCues([{ startSeconds: 2, words }], {
      rate: { numerator: 30, denominator: 1 },
      totalFrames: 450,
      ratio: '16:9',
      language: 'en',
    });
    expect(cue).toEqual({ startFrame: 60, endFrame: 125, lines: [text], language: 'en' });
  });

  it('let sentences that are over at once share a caption, and keep longer ones apart', () => {
    const words = [
      { text: 'Warm.', startSeconds: 0, endSeconds: 0.3 },
      { text: 'Soft.', startSeconds: 0.4, endSeconds: 0.7 },
      { text: 'Cared for, it lasts', startSeconds: 1, endSeconds: 2 },
      { text: 'decades.', startSeconds: 2, endSeconds: 3 },
    ];
    const frame = { rate: { numerator: 30, denominator: 1 }, totalFrames: 300, ratio: '16:9', language: 'en' } as const;
    expect(planSpokenCues([{ startSeconds: 0, words }], frame).map((cue) => [cue.startFrame, cue.lines])).toEqual([
      [0, ['Warm. Soft.']],
      [30, ['Cared for, it lasts decades.']],
    ]);
  });

  it('stay at least 5/6 s where there is room', () => {
    const quick = (text: string, startSeconds: number) => ({
      startSeconds,
      words: [{ text, startSeconds: 0, endSeconds: 0.2 }],
    });
    const cues = planSpokenCues([quick('One.', 0), quick('Two.', 0.4), quick('Three.', 0.8)], {
      rate: { numerator: 30, denominator: 1 },
      totalFrames: 300,
      ratio: '9:16',
      language: 'en',
    });
    for (const cue of cues) expect(cue.endFrame - cue.startFrame).toBeGreaterThanOrEqual(25);
  });
});

describe('captions without a voice', () => {
  const beatFrames = Array.from({ length: 20 }, (_, beat) => Math.round(beat * 22.5));

  it('keep the rules and the words', () => {
    const texts = language.chain((of) =>
      fc.record({ of: fc.constant(of), texts: fc.array(sentence(of), { minLength: 1, maxLength: 4 }) }),
    );
    fc.assert(
      fc.property(texts, ratio, ({ of, texts: given }, shape) => {
        const totalFrames = 450;
        const part = Math.floor(totalFrames / given.length);
        const silent = given.map((text, index) => ({ text, startFrame: index * part, endFrame: (index + 1) * part }));
        const cues = planSilentCues(silent, {
          rate: { numerator: 30, denominator: 1 },
          totalFrames,
          ratio: shape,
          language: of,
          beatFrames,
        });
        expectReadable(cues, { ratio: shape, totalFrames });
        expect(cues.flatMap((cue) => cue.lines).join(' ')).toBe(given.join(' '));
      }),
    );
  });

  it('come with their shot, follow on beats and stay until a beat after their reading time', () => {
    const long =
      'Every bottle is filled by hand in a small workshop near the harbour, and each one carries its number.';
    const cues = planSilentCues(
      [
        { text: 'Made of oak and brass.', startFrame: 44, endFrame: 200 },
        { text: long, startFrame: 201, endFrame: 450 },
      ],
      { rate: { numerator: 30, denominator: 1 }, totalFrames: 450, ratio: '16:9', language: 'en', beatFrames },
    );
    expect(cues.map((cue) => cue.startFrame)).toEqual([44, 201, expect.any(Number)]);
    expect(beatFrames).toContain(cues[2]!.startFrame);
    expect(cues[0]!.endFrame - cues[0]!.startFrame).toBeGreaterThanOrEqual(Math.round((22 / 17) * 30));
    for (const cue of [cues[0]!, cues[2]!]) expect(beatFrames).toContain(cue.endFrame);
  });

  it('put short sentences of one shot together, and never those of two', () => {
    const plan = (ratio: Ratio) =>
      planSilentCues(
        [
          { text: 'Linen. Wool. Silk.', startFrame: 0, endFrame: 90 },
          { text: 'Sable', startFrame: 90, endFrame: 180 },
        ],
        { rate: { numerator: 30, denominator: 1 }, totalFrames: 180, ratio, language: 'en', beatFrames },
      ).map((cue) => cue.lines.join(' '));
    expect(plan('16:9')).toEqual(['Linen. Wool. Silk.', 'Sable']);
    expect(plan('9:16')).toEqual(['Linen. Wool. Silk.', 'Sable']);
  });
});

describe('caption files', () => {
  const cues = language.chain((of) =>
    fc
      .record({
        of: fc.constant(of),
        blocks: fc.array(
          fc.record({
            lines: fc.array(sentence(of), { minLength: 1, maxLength: 2 }),
            gap: fc.integer({ min: 2, max: 90 }),
            length: fc.integer({ min: 20, max: 200 }),
          }),
          { maxLength: 8 },
        ),
      })
      .map(({ of: spoken, blocks }) => {
        let clock = 0;
        return blocks.map(({ lines, gap, length }): Cue => {
          const startFrame = clock + gap;
          clock = startFrame + length;
          return { startFrame, endFrame: clock, lines, language: spoken };
        });
      }),
  );

  it('come back the same from SRT and from WebVTT, frame by frame', () => {
    fc.assert(
      fc.property(cues, rate, (given, pace) => {
        const spoken = given[0]?.language ?? 'en';
        expect(parseCaptions(toSrt(given, pace), pace, spoken)).toEqual(given);
        expect(parseCaptions(toVtt(given, pace), pace, spoken)).toEqual(given);
        expect(parseCaptions(`\uFEFF${toSrt(given, pace).replaceAll('\n', '\r\n')}`, pace, spoken)).toEqual(given);
      }),
    );
  });

  it('are written to the letter', () => {
    const pace = { numerator: 30, denominator: 1 };
    const cue: Cue = { startFrame: 15, endFrame: 60, lines: ['Hello & welcome.'], language: 'en' };
    expect(toSrt([cue], pace)).toBe('1\n00:00:00,500 --> 00:00:02,000\nHello & welcome.\n');
    expect(toVtt([cue], pace)).toBe(
      'WEBVTT\n\n00:00:00.500 --> 00:00:02.000 line:85% position:50% align:center\nHello &amp; welcome.\n',
    );
    const hebrew: Cue = { ...cue, language: 'he', lines: ['iPhone חדש!'] };
    expect(toVtt([hebrew], pace)).toContain('&rlm;iPhone חדש!');
    expect(toSrt([hebrew], pace)).not.toMatch(/[\u200e\u200f\u202a-\u202e]/);
  });

  it('never hold an arrow or a blank line inside a cue', () => {
    const cue: Cue = { startFrame: 0, endFrame: 30, lines: ['a --> b', '', 'c\n\nd'], language: 'en' };
    const text = toVtt([cue], { numerator: 30, denominator: 1 });
    expect(text.match(/-->/g)).toHaveLength(1);
    expect(text.trim().split('\n\n')).toHaveLength(2);
  });
});
