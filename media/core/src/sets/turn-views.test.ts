import { describe, expect, it } from 'vitest';
import { bendImage, findFlow, misfitOf } from './flow.ts';
import { stepTurn } from './turn-views.ts';

const BEAT = 0.75;

describe('stepTurn', () => {
  it('stands on each photograph, and has changed by the beat', () => {
    const sides = 8;
    const at = (seconds: number) => stepTurn(seconds, BEAT, sides) * sides;
    expect(at(0)).toBe(0);
    for (let step = 1; step <= 5; step++) {
      // On the beat itself more than half of the way is made, and a tenth of a second later all of it.
      expect(at(step * BEAT)).toBeGreaterThan(step - 0.5);
      expect(at(step * BEAT + 0.1)).toBeCloseTo(step, 6);
      expect(at((step + 1) * BEAT - 0.13)).toBeCloseTo(step, 6);
    }
  });

  it('rests for most of the time: photographs that melt all the time show two of everything', () => {
    const frames = Array.from({ length: 300 }, (_, frame) => (stepTurn(frame / 30, BEAT, 8) * 8) % 1);
    const moving = frames.filter((share) => share > 0.01 && share < 0.99).length;
    expect(moving / frames.length).toBeLessThan(0.3);
  });
});

const SIZE = { width: 220, height: 160 };

/** A bar 24 px broad with a stripe in it, its left side at `left`. */
function drawBar(left: number) {
  const pixels = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
  for (let y = 20; y < 140; y++)
    for (let x = left; x < left + 24; x++)
      pixels.set(x < left + 8 ? [220, 40, 30, 255] : [30, 60, 160, 255], (y * SIZE.width + x) * 4);
  return { ...SIZE, pixels };
}

function reachOf(pixels: Uint8ClampedArray): [number, number] {
  const columns = Array.from({ length: SIZE.width }, (_, x) => pixels[(80 * SIZE.width + x) * 4 + 3]!);
  return [columns.findIndex((alpha) => alpha > 128), columns.findLastIndex((alpha) => alpha > 128)];
}

describe('views between two photographs', () => {
  it('move a thin thing half of its way, further than a search from its place would find, and show it once', () => {
    const [from, to] = [drawBar(40), drawBar(110)];
    const flow = findFlow(from, to);
    const out = new Uint8ClampedArray(from.pixels.length);
    bendImage(from, flow, 0.5, out);
    const [left, right] = reachOf(out);
    expect(Math.abs(left - 75)).toBeLessThanOrEqual(4);
    expect(right - left).toBeLessThanOrEqual(30);
  });

  it('leave a picture as it is where nothing of the way is made', () => {
    const from = drawBar(60);
    const out = new Uint8ClampedArray(from.pixels.length);
    bendImage(from, findFlow(from, drawBar(80)), 0, out);
    expect(reachOf(out)).toEqual(reachOf(from.pixels));
  });
});

it('tells what cannot be bent into the next photograph: two thin legs that pass each other', () => {
  const [from, to] = [drawBar(40), drawBar(60)];
  expect(misfitOf(from, to, findFlow(from, to))).toBeLessThan(0.2);
  const legs = (first: number, second: number) => {
    const pixels = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
    for (let y = 20; y < 140; y++)
      for (const left of [first, second])
        for (let x = left; x < left + 5; x++) pixels.set([120, 90, 60, 255], (y * SIZE.width + x) * 4);
    return { ...SIZE, pixels };
  };
  const [before, after] = [legs(90, 130), legs(125, 60)];
  expect(misfitOf(before, after, findFlow(before, after))).toBeGreaterThan(0.4);
});
