import type { SceneSubject } from '@kinora/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTurnPlaces, smoothAround } from './turn-places.ts';

const PHOTO = { width: 1800, height: 1500 };

/** A mug 400 px high whose handle reaches 120 px to one side, photographed by a hand that is never still. */
function photographMug(
  count: number,
  hand: (index: number) => { x: number; y: number; scale: number },
): SceneSubject[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    const { x, y, scale } = hand(index);
    const handle = 120 * Math.cos(angle);
    const [width, height] = [(300 + Math.abs(handle)) * scale, 400 * scale];
    const middle = 900 + x + (handle / 2) * scale;
    const box = {
      x: (middle - width / 2) / PHOTO.width,
      y: (1200 + y - height) / PHOTO.height,
      width: width / PHOTO.width,
      height: height / PHOTO.height,
    };
    const size = { width: Math.round(width), height: Math.round(height) };
    const subject = { pictureKey: `mug${index}`, use: 'cutout', hash: `${index}`.padStart(64, 'a'), ...size } as const;
    return { ...subject, box, stands: true, meanLightness: 60, inFrame: 0 };
  });
}

const still = () => ({ x: 0, y: 0, scale: 1 });
/** Middle of the mug itself, without its handle, on the canvas. */
const bodiesOf = (canvas: ReturnType<typeof planTurnPlaces>) =>
  canvas.places.map(({ x, width }, index) => {
    const handle = 120 * Math.cos((2 * Math.PI * index) / canvas.places.length);
    return x + width / 2 - handle / 2;
  });
const spreadOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('planTurnPlaces', () => {
  it('turns a thing about its axis and not about the middle of its outline', () => {
    for (const count of [4, 5, 8, 12, 24])
      expect(spreadOf(bodiesOf(planTurnPlaces(photographMug(count, still)))), `${count}`).toBeLessThan(3);
  });

  it('takes most of the hand out: from eight photographs on, half of its shift and its distance or more', () => {
    fc.assert(
      fc.property(fc.constantFrom(8, 12, 16), fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
        const jitter = (index: number, salt: number) => (((seed * (index + 3) * (salt + 7)) % 997) / 997) * 2 - 1;
        const hand = (index: number) => ({
          x: 60 * jitter(index, 1),
          y: 40 * jitter(index, 2),
          scale: 1 + 0.05 * jitter(index, 3),
        });
        const canvas = planTurnPlaces(photographMug(count, hand));
        const shifts = Array.from({ length: count }, (_, index) => hand(index).x);
        const power = (values: readonly number[]) => {
          const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
          return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
        };
        expect(power(bodiesOf(canvas))).toBeLessThanOrEqual(power(shifts) + 4);
        const heights = canvas.places.map(({ height }) => height);
        expect(power(heights)).toBeLessThanOrEqual(
          power(Array.from({ length: count }, (_, i) => 400 * hand(i).scale)) + 1,
        );
      }),
    );
  });

  it('holds every side, with room for what swings about the axis', () => {
    const { width, height, places } = planTurnPlaces(photographMug(8, still));
    for (const place of places) {
      expect(place.x).toBeGreaterThanOrEqual(-0.5);
      expect(place.x + place.width).toBeLessThanOrEqual(width + 0.5);
      expect(place.y).toBeGreaterThanOrEqual(-0.5);
      expect(place.y + place.height).toBeLessThanOrEqual(height + 0.5);
    }
    expect(width).toBeGreaterThan(530);
  });

  it('makes photographs that were each framed by themselves as tall as each other', () => {
    const near = photographMug(6, (index) => ({ ...still(), scale: index === 2 ? 1.6 : 1 }));
    expect(new Set(planTurnPlaces(near).places.map(({ height }) => height)).size).toBe(1);
    const cropped = photographMug(6, still).map((subject, index) =>
      index === 3 ? { ...subject, box: { ...subject.box!, width: subject.box!.width * 2 } } : subject,
    );
    const { places, width } = planTurnPlaces(cropped);
    for (const place of places) expect(place.x + place.width / 2).toBeCloseTo(width / 2, 3);
  });
});

describe('smoothAround', () => {
  it('keeps the waves it is asked for and takes a single outlier down', () => {
    const wave = Array.from({ length: 8 }, (_, index) => 10 + 3 * Math.sin((2 * Math.PI * index) / 8 + 1));
    for (const [index, value] of smoothAround(wave, 1).entries()) expect(value).toBeCloseTo(wave[index]!, 6);
    const odd = wave.map((value, index) => (index === 5 ? value + 8 : value));
    expect(Math.abs(smoothAround(odd, 1)[5]! - wave[5]!)).toBeLessThan(5.1);
  });
});
