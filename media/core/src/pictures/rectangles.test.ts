import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCalmAreas } from './measure.ts';
import { boxSum } from './raster.ts';
import { findMacroBoxes, integralOf, largestInnerRectangle, windowSum } from './rectangles.ts';

const mask = fc.tuple(fc.integer({ min: 12, max: 60 }), fc.integer({ min: 12, max: 60 })).chain(([width, height]) =>
  fc
    .array(fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1), side: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 6,
    })
    .map((holes) => {
      const alpha = new Uint8Array(width * height).fill(255);
      for (const hole of holes)
        for (let y = hole.y; y < Math.min(height, hole.y + hole.side); y++)
          for (let x = hole.x; x < Math.min(width, hole.x + hole.side); x++) alpha[y * width + x] = 0;
      return { width, height, alpha };
    }),
);

describe('inner rectangles', () => {
  it('never holds a pixel of ground', () => {
    fc.assert(
      fc.property(mask, fc.constantFrom(0.6, 1, 1.6), ({ width, height, alpha }, shape) => {
        const outside = integralOf(
          alpha.map((value) => (value > 250 ? 0 : 1)),
          width,
          height,
        );
        const box = largestInnerRectangle(outside, shape);
        if (!box) return;
        for (let y = box.top; y < box.top + box.height; y++)
          for (let x = box.left; x < box.left + box.width; x++) expect(alpha[y * width + x]).toBe(255);
      }),
    );
  });

  it('takes the whole of a full square', () => {
    const outside = integralOf(new Uint8Array(100 * 100), 100, 100);
    expect(largestInnerRectangle(outside, 1)).toEqual({ left: 0, top: 0, width: 100, height: 100 });
  });

  it('answers in fractions, largest first', () => {
    const boxes = findMacroBoxes(new Uint8Array(200 * 300).fill(255), 200, 300);
    const areas = boxes.map((box) => box.width * box.height);
    expect(areas).toEqual([...areas].sort((first, second) => second - first));
    for (const box of boxes) expect(box.x + box.width).toBeLessThanOrEqual(1.0001);
  });
});

describe('sums over windows', () => {
  it('agree with adding pixel by pixel', () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 1, max: 6 }), ({ width, height, alpha }, radius) => {
        const sums = boxSum(alpha, width, height, radius);
        const integral = integralOf(alpha, width, height);
        for (let i = 0; i < alpha.length; i += 17) {
          const x = i % width;
          const y = Math.floor(i / width);
          const left = Math.max(0, x - radius);
          const top = Math.max(0, y - radius);
          const box = {
            left,
            top,
            width: Math.min(width, x + radius + 1) - left,
            height: Math.min(height, y + radius + 1) - top,
          };
          let expected = 0;
          for (let v = top; v < top + box.height; v++)
            for (let u = left; u < left + box.width; u++) expected += alpha[v * width + u]!;
          expect(sums[i]).toBe(expected);
          expect(windowSum(integral, box)).toBe(expected);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('calm areas', () => {
  it('finds the quiet half and keeps off the subject', () => {
    const width = 120;
    const height = 80;
    const lightness = new Float32Array(width * height).fill(70);
    for (let i = 0; i < lightness.length; i++) if (i % width > 60) lightness[i] = (i * 7919) % 100;
    const [calm] = findCalmAreas(lightness, width, height, {
      windowWidth: 0.25,
      windowHeight: 0.3,
      avoid: { left: 0, top: 0, width: 60, height: 30 },
    });
    expect(calm!.deviation).toBeLessThan(0.01);
    expect(calm!.box.x + calm!.box.width).toBeLessThanOrEqual(0.52);
    expect(calm!.box.y * height).toBeGreaterThanOrEqual(30);
  });
});
