import type { SegmentFacts } from '@kinora/media-core';
import { expect, test } from 'vitest';
import { toPlaced } from './placed-marks.ts';

const size = { width: 1000, height: 2000 };
const words = (text: string, y: number) => ({
  shotKey: 's1a',
  text,
  x: 100,
  y,
  width: 500,
  height: 100,
  contrast: 7,
  isLarge: true,
});
const factsOf = (change: Partial<SegmentFacts> = {}): SegmentFacts => ({
  textBoxes: [],
  productBoxes: [],
  enlargements: [],
  notices: [],
  ...change,
});

test('words are told once, in shares of the frame, with watermark and label', () => {
  const facts = [
    factsOf({
      textBoxes: [words('Linen', 400)],
      logoBoxes: [{ shotKey: 's1a', x: 400, y: 1000, width: 200, height: 100 }],
      labelBox: { x: 60, y: 280, width: 200, height: 60 },
    }),
    // The transition that follows shows the same words.
    factsOf({ textBoxes: [words('Linen', 400)], labelBox: { x: 60, y: 280, width: 200, height: 60 } }),
  ];
  const watermark = {
    hash: 'a'.repeat(64),
    width: 200,
    height: 100,
    anchor: 'bottom_right' as const,
    offsetX: 0,
    offsetY: 0,
    scale: 0.2,
    opacity: 1,
    margin: 0.05,
  };
  const { placed } = toPlaced({ size, watermark, disclosure: { text: 'Made with AI', language: 'en' } }, facts);
  expect(placed).toEqual([
    { kind: 'words', text: 'Linen', box: { x: 0.1, y: 0.2, width: 0.5, height: 0.05 } },
    { kind: 'logo', text: '', box: { x: 0.4, y: 0.5, width: 0.2, height: 0.05 } },
    { kind: 'watermark', text: '', box: { x: 0.75, y: 0.925, width: 0.2, height: 0.05 } },
    { kind: 'label', text: 'Made with AI', box: { x: 0.06, y: 0.14, width: 0.2, height: 0.03 } },
  ]);
});

test('a part whose places nobody kept leaves all of them unsaid', () => {
  expect(toPlaced({ size }, [factsOf({ textBoxes: [words('Linen', 400)] }), null])).toEqual({});
});
