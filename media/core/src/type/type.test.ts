import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingLetters } from './coverage.ts';
import { fitText } from './fit.ts';
import { setMarks } from './marks.ts';
import { trackedWidth } from './measure.ts';
import { chooseFonts, findFace } from './shelf.ts';

const measure = (text: string) => [...text].length * 0.5;

test('typewriter marks become typographic ones and words stay as they are', () => {
  expect(setMarks('"Made" to be worn - it\'s 250 ml', 'en')).toBe('“Made” to be worn – it’s 250\u00a0ml');
  expect(setMarks('10-12 x 4 ...', 'en')).toBe('10–12\u00a0×\u00a04 …');
  expect(setMarks('2 x 3 m', 'en')).toBe('2\u00a0×\u00a03\u00a0m');
  expect(setMarks('ב-3 באוקטובר, צה"ל', 'he')).toBe('ב־3 באוקטובר, צה״ל');
  expect(setMarks('قال "نعم"', 'ar')).toBe('قال «نعم»');
});

test('text is reduced by a quarter at most before it breaks', () => {
  const fits = fitText(
    {
      lines: [{ text: 'Made to', family: 'x' }],
      sizePx: 100,
      floorPx: 20,
      widthPx: 300,
      trackingEm: 0,
      maxCharacters: 18,
    },
    measure,
  );
  expect(fits).toEqual({ lines: [{ text: 'Made to', family: 'x' }], sizePx: 300 / 3.5 });
  const broken = fitText(
    {
      lines: [{ text: 'Made to be worn', family: 'x' }],
      sizePx: 100,
      floorPx: 20,
      widthPx: 300,
      trackingEm: 0,
      maxCharacters: 18,
    },
    measure,
  );
  expect(broken.lines.map((line) => line.text)).toEqual(['Made to', 'be worn']);
});

test('whatever the words, a fitted text is inside its width and loses no letter', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'abcmwé') }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 60, max: 900 }),
      (words, widthPx) => {
        const text = words.join(' ');
        const fitted = fitText(
          { lines: [{ text, family: 'x' }], sizePx: 120, floorPx: 24, widthPx, trackingEm: 0.1, maxCharacters: 18 },
          measure,
        );
        for (const line of fitted.lines)
          expect(trackedWidth(measure(line.text), line.text, 0.1) * fitted.sizePx).toBeLessThanOrEqual(widthPx + 0.01);
        expect(
          fitted.lines
            .map((line) => line.text)
            .join('')
            .replaceAll(' ', ''),
        ).toBe(text.replaceAll(' ', ''));
        expect(fitted.sizePx).toBeGreaterThanOrEqual(24);
      },
    ),
    { numRuns: 200, seed: 5 },
  );
});

test('prices are set in a face whose figures stand on the line, in every language and voice', () => {
  for (const language of ['en', 'he', 'ar'] as const) {
    for (const voice of ['elegant', 'calm', 'technical'] as const) {
      expect(findFace(chooseFonts(language, voice).figures)?.figures).toBe('lining');
    }
  }
});

test('a letter that no face on the shelf holds is named', () => {
  expect(missingLetters('Ab é €79 ₪', 'Cormorant Garamond')).toEqual([]);
  expect(missingLetters('שלום', 'Cormorant Garamond')).toEqual([]);
  expect(missingLetters('日本', 'DM Sans')).toEqual(['日', '本']);
});
