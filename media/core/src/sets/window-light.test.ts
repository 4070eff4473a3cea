import { expect, it } from 'vitest';
import { planCamera } from '../motion/camera.ts';
import { cameraDrift, drawWindowLight, evenDrift } from './window-light.ts';

/** Where the light is drawn, frame by frame, in a frame 1920 px wide. */
function placesOf(seconds: number, driftAt: (at: number) => { drift: number; most: number }): number[] {
  const places: number[] = [];
  const context = { save() {}, restore() {}, drawImage: (_: unknown, x: number) => places.push(x) };
  const light = { width: 571, height: 321, source: {} };
  for (let frame = 0; frame <= seconds * 30; frame++)
    drawWindowLight(
      context as unknown as CanvasRenderingContext2D,
      light as Parameters<typeof drawWindowLight>[1],
      { width: 1920, height: 1080 },
      driftAt(frame / 30),
    );
  return places;
}

it.each([2, 5, 8, 12])(
  'window light goes at one speed all through a shot of %i s, and never shows its border',
  (seconds) => {
    const camera = planCamera('light_sweep', { drift: 0.01, kick: 0.02 }, seconds);
    for (const driftAt of [
      (at: number) => evenDrift(0.04, at, seconds),
      (at: number) => cameraDrift(camera, at, seconds, 1.4),
    ]) {
      const places = placesOf(seconds, driftAt);
      const steps = places.slice(1).map((place, index) => place - places[index]!);
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.001);
      expect(Math.max(...places)).toBeLessThanOrEqual(0);
      expect(Math.min(...places)).toBeGreaterThanOrEqual(-1920 * 0.1);
    }
  },
);
