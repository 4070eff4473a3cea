import type { Language, Watermark } from '@kinora/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxesMeet, containsBox } from '../type/box.ts';
import { safeZone } from '../type/zones.ts';
import { planCaption } from './captions.ts';
import { planDisclosure } from './disclosure.ts';
import { planWatermark } from './watermark.ts';

const measure = (text: string) => [...text].length * 0.5;
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
  { width: 1080, height: 1080 },
];
const anchors: Watermark['anchor'][] = [
  'top_left',
  'top',
  'top_right',
  'left',
  'centre',
  'right',
  'bottom_left',
  'bottom',
  'bottom_right',
];

test('a watermark stays inside the frame at its margin, whatever anchor, scale and offset', () => {
  const mark = fc.record({
    anchor: fc.constantFrom(...anchors),
    scale: fc.double({ min: 0.02, max: 1, noNaN: true }),
    margin: fc.double({ min: 0, max: 0.3, noNaN: true }),
    offsetX: fc.double({ min: -1, max: 1, noNaN: true }),
    offsetY: fc.double({ min: -1, max: 1, noNaN: true }),
    width: fc.integer({ min: 10, max: 3000 }),
    height: fc.integer({ min: 10, max: 3000 }),
  });
  fc.assert(
    fc.property(mark, fc.constantFrom(...sizes), (value, size) => {
      const box = planWatermark(value, size);
      expect(containsBox({ x: 0, y: 0, ...size }, box)).toBe(true);
    }),
  );
  const box = planWatermark(
    {
      width: 200,
      height: 100,
      anchor: 'bottom_right',
      offsetX: 0,
      offsetY: 0,
      scale: 0.2,
      margin: 0.05,
    },
    sizes[0]!,
  );
  expect(box).toEqual({ x: 1920 - 54 - 216, y: 1080 - 54 - 108, width: 216, height: 108 });
});

test('captions stand at the foot of the safe zone; Hebrew and Arabic lines run from the right', () => {
  const words: Record<Language, string[]> = {
    en: ['Made to be worn again,', 'cut in Porto.'],
    he: ['נועד ללבוש שוב ושוב,', 'נגזר בפורטו 2026.'],
    ar: ['صُنعت لتُلبس من جديد,', 'قُصّت في بورتو.'],
  };
  for (const size of sizes) {
    for (const language of ['en', 'he', 'ar'] as const) {
      const caption = planCaption({ startFrame: 0, endFrame: 30, lines: words[language], language }, size, measure);
      expect(caption.lines.length).toBeGreaterThanOrEqual(2);
      for (const line of caption.lines) {
        expect(containsBox(safeZone(size), line.box, 1), `${language} ${line.text}`).toBe(true);
        expect(line.direction).toBe(language === 'en' ? 'ltr' : 'rtl');
        expect(line.x).toBeCloseTo(language === 'en' ? line.box.x : line.box.x + line.box.width, 3);
      }
      const foot = caption.box.y + caption.box.height;
      expect(safeZone(size).y + safeZone(size).height - foot).toBeLessThan(size.height * 0.02);
    }
  }
});

test('the plate of models stands in a free corner of the safe zone, first where reading begins', () => {
  const texts: Record<Language, string> = { en: 'Made with AI', he: 'נוצר בעזרת AI', ar: 'صُنع بالذكاء الاصطناعي' };
  for (const size of sizes) {
    const zone = safeZone(size);
    for (const language of ['en', 'he', 'ar'] as const) {
      const first = planDisclosure({ text: texts[language], language }, size, measure, []);
      expect(containsBox(zone, first.box, 1), language).toBe(true);
      const isAtLeft = first.box.x < size.width / 2 - first.box.width / 2;
      expect(isAtLeft).toBe(language === 'en');
      const second = planDisclosure({ text: texts[language], language }, size, measure, [first.box]);
      expect(boxesMeet(first.box, second.box)).toBe(false);
      expect(second.box.y).toBe(first.box.y);
      const crowded = planDisclosure({ text: texts[language], language }, size, measure, [zone]);
      expect(crowded.box).toEqual(first.box);
    }
  }
});
