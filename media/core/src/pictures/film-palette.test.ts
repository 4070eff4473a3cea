import { filmPalette } from '@kinora/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitToScreen,
  HIGHEST_FIELD_CHROMA,
  heroColour,
  planPalette,
  SMALLEST_LIGHTNESS_GAP,
  standsOut,
} from './film-palette.ts';
import { hueDistance } from './lab.ts';

const colour = fc.record({
  l: fc.double({ min: 4, max: 97, noNaN: true }),
  c: fc.double({ min: 0, max: 90, noNaN: true }),
  h: fc.double({ min: 0, max: 359, noNaN: true }),
});
const product = fc
  .tuple(
    fc.array(fc.record({ colour, share: fc.double({ min: 0.05, max: 1, noNaN: true }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.double({ min: 4, max: 97, noNaN: true }),
  )
  .map(([palette, meanLightness]) => ({ palette, meanLightness }));
const input = fc.record({
  hero: product,
  seconds: fc.array(product, { maxLength: 3 }),
  brandColours: fc.array(colour, { maxLength: 3 }),
});

describe('planPalette', () => {
  it('keeps every field in the ranges of the craft rules and on the screen', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = filmPalette.parse(planPalette(given));
        const all = [plan.paper, plan.wall, plan.deep, plan.stage, ...plan.fields];
        for (const field of all) {
          expect(field.c).toBeLessThanOrEqual(HIGHEST_FIELD_CHROMA);
          expect(hueDistance(fitToScreen(field).h, field.h)).toBeLessThan(1);
          expect(Math.abs(fitToScreen(field).c - field.c)).toBeLessThan(0.5);
        }
        expect(plan.paper.l).toBeGreaterThanOrEqual(89.9);
        expect(plan.deep.l).toBeGreaterThanOrEqual(19.5);
        expect(plan.deep.l).toBeLessThanOrEqual(48.5);
        expect(plan.stage.l).toBeLessThan(15);
        expect(plan.inkLight.l - plan.inkDark.l).toBeGreaterThan(60);
      }),
    );
  });

  it('puts the hero before a wall it stands out from', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planPalette(given);
        const hero = { lightness: given.hero.meanLightness, colour: heroColour(given.hero.palette) };
        expect(standsOut(hero, plan.wall)).toBe(true);
      }),
    );
  });

  it('takes the wall from the other side of the hero and the stage from the hero itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 359, noNaN: true }), (h) => {
        const plan = planPalette({ hero: { palette: [{ colour: { l: 40, c: 40, h }, share: 1 }], meanLightness: 40 } });
        expect(hueDistance(plan.wall.h, (h + 180) % 360)).toBeLessThanOrEqual(25.5);
        expect(hueDistance(plan.stage.h, h)).toBeLessThan(2);
      }),
    );
  });

  it('gives a neutral product the brand colour, or warm stone without one', () => {
    const hero = { palette: [{ colour: { l: 30, c: 3, h: 200 }, share: 1 }], meanLightness: 30 };
    expect(planPalette({ hero }).wall.h).toBeCloseTo(75, 0);
    expect(planPalette({ hero, brandColours: [{ l: 50, c: 40, h: 260 }] }).wall.h).toBeCloseTo(260, 0);
  });

  it('knows the rule it is checked by', () => {
    expect(standsOut({ lightness: 50, colour: undefined }, { l: 50 + SMALLEST_LIGHTNESS_GAP, c: 0, h: 0 })).toBe(true);
    expect(standsOut({ lightness: 50, colour: { l: 50, c: 40, h: 0 } }, { l: 55, c: 20, h: 70 })).toBe(true);
    expect(standsOut({ lightness: 50, colour: { l: 50, c: 40, h: 0 } }, { l: 55, c: 20, h: 40 })).toBe(false);
  });
});
