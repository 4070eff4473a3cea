import type { Size } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { pictureFromPixels } from '../raster/pixels.ts';
import { seededRandom } from '../raster/random.ts';
import { cachedLayer } from './cache.ts';

const WARM = { r: 255, g: 226, b: 190 };
const WIDTH = 320;
const HEIGHT = 480;
/** Half angle of the cone in shares of its length. */
const SPREAD = 0.24;
const MOTES = 46;

/** A cone of light in haze, painted once, pointing down from the middle of its upper edge. */
export function paintCone(toolkit: Toolkit): Promise<Picture> {
  return cachedLayer(toolkit, 'beam cone', () =>
    pictureFromPixels(toolkit, WIDTH, HEIGHT, (pixels) => {
      for (let y = 0; y < HEIGHT; y++) {
        for (let x = 0; x < WIDTH; x++) {
          const down = (y + 6) / HEIGHT;
          const across = Math.abs(x - WIDTH / 2) / HEIGHT / (SPREAD * down + 0.012);
          const edge = Math.exp(-(across ** 2.6));
          const end = Math.min(1, (1 - y / HEIGHT) / 0.3);
          const strength = edge * (0.95 - 0.6 * down) * end;
          const index = (y * WIDTH + x) * 4;
          pixels[index] = WARM.r;
          pixels[index + 1] = WARM.g;
          pixels[index + 2] = WARM.b;
          pixels[index + 3] = 255 * strength + (((x * 7 + y * 13) % 16) / 16 - 0.5) * 1.4 * edge;
        }
      }
    }),
  );
}

/** Where the lamp hangs and where its light falls, in pixels. */
export type BeamAim = { lamp: { x: number; y: number }; at: { x: number; y: number } };

/** @param strength opacity of the haze 0–1 */
export function drawCone(context: CanvasRenderingContext2D, cone: Picture, aim: BeamAim, strength: number): void {
  const dx = aim.at.x - aim.lamp.x;
  const dy = aim.at.y - aim.lamp.y;
  const length = Math.hypot(dx, dy) * 1.28;
  const width = (length * WIDTH) / HEIGHT;
  context.save();
  context.globalCompositeOperation = 'screen';
  context.globalAlpha = strength;
  context.translate(aim.lamp.x, aim.lamp.y);
  context.rotate(-Math.atan2(dx, dy));
  context.drawImage(cone.source, -width / 2, 0, width, length);
  context.restore();
}

export type Mote = { x: number; y: number; size: number; speed: number; phase: number };

/** Dust in shares of the frame; the same for the same seed. */
export function planMotes(seed: number): Mote[] {
  const random = seededRandom(seed + 31);
  return Array.from({ length: MOTES }, () => ({
    x: random(),
    y: random(),
    size: 0.0009 + random() * 0.0016,
    speed: 0.012 + random() * 0.03,
    phase: random() * 7,
  }));
}

/** Dust shines only inside the cone, brightest on its axis. */
export function drawMotes(
  context: CanvasRenderingContext2D,
  motes: readonly Mote[],
  scene: { size: Size; aim: BeamAim; seconds: number; strength: number },
): void {
  const { size, aim, seconds } = scene;
  const dx = aim.at.x - aim.lamp.x;
  const dy = aim.at.y - aim.lamp.y;
  const length = Math.hypot(dx, dy);
  context.save();
  context.globalCompositeOperation = 'screen';
  for (const mote of motes) {
    const x = (mote.x + 0.02 * Math.sin(seconds * 0.5 + mote.phase)) * size.width;
    const y = ((((mote.y - seconds * mote.speed) % 1) + 1) % 1) * size.height;
    const along = ((x - aim.lamp.x) * dx + (y - aim.lamp.y) * dy) / length;
    const off = Math.abs((x - aim.lamp.x) * dy - (y - aim.lamp.y) * dx) / length;
    const inside = 1 - off / Math.max(1, along * SPREAD);
    if (inside <= 0 || along <= 0) continue;
    const twinkle = 0.6 + 0.4 * Math.sin(seconds * 2 + mote.phase * 3);
    context.fillStyle = `rgba(255, 238, 214, ${(Math.min(1, inside * 1.5) * twinkle * 0.5 * scene.strength).toFixed(3)})`;
    context.beginPath();
    context.arc(x, y, mote.size * Math.max(size.width, size.height), 0, Math.PI * 2);
    context.fill();
  }
  context.restore();
}
