import { readFileSync } from 'node:fs';
import { createTextMeasure, FONT_SHELF, withLiningFigures } from '@kinora/media-core';
import { expect, it } from 'vitest';
import { fontFile } from './fonts.ts';
import { createNodeToolkit } from './toolkit.ts';

const FIGURES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

it('sets every face with figures that stand on the line and are as tall as each other, also where letters are spaced', () => {
  const toolkit = createNodeToolkit({ findAsset: () => '' });
  const { context } = toolkit.createSurface(8, 8);
  for (const { family } of FONT_SHELF) {
    for (const spacing of ['0px', '-3px', '20px']) {
      context.font = `200px "${family}"`;
      context.letterSpacing = spacing;
      const reach = FIGURES.map((figure) => context.measureText(figure));
      expect(Math.max(...reach.map((one) => one.actualBoundingBoxDescent)), family).toBeLessThan(200 * 0.05);
      const heights = reach.map((one) => one.actualBoundingBoxAscent);
      expect(Math.max(...heights) - Math.min(...heights), family).toBeLessThan(200 * 0.06);
    }
  }
  expect(createTextMeasure(toolkit)('480 km', 'Cormorant Garamond')).toBeGreaterThan(0);
});

it('changes nothing in a file that holds no such figures, is no font, or leads out of itself', () => {
  const plain = readFileSync(fontFile(FONT_SHELF.find(({ family }) => family === 'DM Sans')!));
  expect(withLiningFigures(plain)).toBe(plain);
  const text = new TextEncoder().encode('wOF2, or a page about fonts');
  expect(withLiningFigures(text)).toBe(text);
  const broken = new Uint8Array(plain.subarray(0, 600));
  expect(withLiningFigures(broken)).toBe(broken);
});
