import { expect, it } from 'vitest';
import { findPlainHeight } from './calm.ts';

const SIZE = { width: 120, height: 100 };

/** Dark material with a weave in its right half and a light label with letters between two heights. */
function draw(label: { from: number; to: number }): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(SIZE.width * SIZE.height * 4).fill(255);
  for (let y = 0; y < SIZE.height; y++)
    for (let x = 0; x < SIZE.width; x++) {
      const isLabel = x >= 30 && x < 60 && y >= label.from && y < label.to;
      const isLetter = isLabel && x % 4 < 2 && y > label.from + 3 && y < label.to - 3;
      const isThread = x >= 60 && (x + y) % 3 === 0;
      pixels.fill(
        isLabel && !isLetter ? 220 : isThread ? 120 : 40,
        (y * SIZE.width + x) * 4,
        (y * SIZE.width + x) * 4 + 3,
      );
    }
  return pixels;
}

const text = { x: 20, y: 40, width: 80, height: 20 };
const zone = { x: 0, y: 5, width: 120, height: 90 };

it('finds the height at which words cross no label in any of the pictures, whatever the cloth beside it', () => {
  const found = findPlainHeight([draw({ from: 35, to: 65 }), draw({ from: 2, to: 30 })], SIZE, { text, zone });
  expect(found.y).toBeGreaterThanOrEqual(65);
  expect(found.edgesBefore).toBeGreaterThan(0.05);
  expect(found.edges).toBeLessThan(0.01);
});

it('leaves words where they cross nothing', () => {
  expect(findPlainHeight([draw({ from: 70, to: 95 })], SIZE, { text, zone }).y).toBe(text.y);
});
