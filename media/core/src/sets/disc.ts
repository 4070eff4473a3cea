import type { Lch } from '@kinora/contract';
import { cssColour, shiftLch } from '../colour/lch.ts';

/** A round platform seen a little from above. Radii in pixels; `y` is the middle of its top. */
export type Disc = { x: number; y: number; radiusX: number; radiusY: number; thickness: number };

const MARKS = 48;
/** Every sixth mark is a long one: what tells the eye how far the disc has turned. */
const LONG = 6;

/** @param turn in full turns; the marks on the rim go round with it */
export function drawDisc(context: CanvasRenderingContext2D, disc: Disc, tone: Lch, turn: number): void {
  const isDark = tone.l < 50;
  drawCast(context, disc);
  drawSide(context, disc, tone);
  const top = context.createLinearGradient(disc.x - disc.radiusX, disc.y, disc.x + disc.radiusX, disc.y);
  top.addColorStop(0, cssColour(shiftLch(tone, { l: isDark ? 16 : 6, chromaFactor: 0.8 })));
  top.addColorStop(1, cssColour(shiftLch(tone, { l: isDark ? 5 : -7 })));
  context.fillStyle = top;
  ellipse(context, disc, 1, 0);
  context.fill();
  drawMarks(context, disc, tone, turn);
  context.strokeStyle = cssColour(shiftLch(tone, { l: isDark ? 34 : 9, chromaFactor: 0.7 }), 0.85);
  context.lineWidth = Math.max(1.5, disc.radiusX * 0.004);
  ellipse(context, disc, 0.999, 0);
  context.stroke();
}

/** What is mirrored in the disc ends with its top. */
export function clipToDisc(context: CanvasRenderingContext2D, disc: Disc): void {
  ellipse(context, disc, 0.97, 0);
  context.clip();
}

function ellipse(context: CanvasRenderingContext2D, disc: Disc, share: number, drop: number): void {
  context.beginPath();
  context.ellipse(disc.x, disc.y + drop, disc.radiusX * share, disc.radiusY * share, 0, 0, Math.PI * 2);
}

function drawCast(context: CanvasRenderingContext2D, disc: Disc): void {
  context.save();
  context.translate(disc.x + disc.radiusX * 0.1, disc.y + disc.thickness * 1.2);
  context.scale(disc.radiusX * 1.25, disc.radiusY * 1.7);
  const gradient = context.createRadialGradient(0, 0, 0.4, 0, 0, 1);
  gradient.addColorStop(0, 'rgba(22, 16, 18, 0.46)');
  gradient.addColorStop(0.6, 'rgba(22, 16, 18, 0.18)');
  gradient.addColorStop(1, 'rgba(22, 16, 18, 0)');
  context.fillStyle = gradient;
  context.fillRect(-1, -1, 2, 2);
  context.restore();
}

function drawSide(context: CanvasRenderingContext2D, disc: Disc, tone: Lch): void {
  const side = context.createLinearGradient(disc.x - disc.radiusX, 0, disc.x + disc.radiusX, 0);
  const isDark = tone.l < 50;
  side.addColorStop(0, cssColour(shiftLch(tone, { l: isDark ? 4 : -14, chromaFactor: 1.2 })));
  side.addColorStop(0.3, cssColour(shiftLch(tone, { l: isDark ? 10 : -6, chromaFactor: 1.1 })));
  side.addColorStop(1, cssColour(shiftLch(tone, { l: isDark ? -6 : -30, chromaFactor: 1.4 })));
  context.fillStyle = side;
  context.beginPath();
  context.ellipse(disc.x, disc.y, disc.radiusX, disc.radiusY, 0, 0, Math.PI);
  context.ellipse(disc.x, disc.y + disc.thickness, disc.radiusX, disc.radiusY, 0, Math.PI, 0, true);
  context.closePath();
  context.fill();
}

function drawMarks(context: CanvasRenderingContext2D, disc: Disc, tone: Lch, turn: number): void {
  context.strokeStyle = cssColour(shiftLch(tone, { l: tone.l < 50 ? 36 : -26, chromaFactor: 1.1 }), 0.5);
  context.lineWidth = Math.max(1.2, disc.radiusX * 0.0034);
  context.beginPath();
  for (let mark = 0; mark < MARKS; mark++) {
    const angle = (mark / MARKS + turn) * Math.PI * 2;
    const inner = mark % LONG === 0 ? 0.88 : 0.93;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    context.moveTo(disc.x + x * disc.radiusX * inner, disc.y + y * disc.radiusY * inner);
    context.lineTo(disc.x + x * disc.radiusX * 0.965, disc.y + y * disc.radiusY * 0.965);
  }
  context.stroke();
}

/** A round light on the wall behind the product, its edge sharp enough to be a shape and soft enough to be light. */
export function drawHalo(
  context: CanvasRenderingContext2D,
  halo: { x: number; y: number; radius: number },
  tone: Lch,
): void {
  const light = shiftLch(tone, { l: tone.l < 50 ? 13 : 8, chromaFactor: 1.15 });
  const gradient = context.createRadialGradient(
    halo.x - halo.radius * 0.2,
    halo.y - halo.radius * 0.25,
    0,
    halo.x,
    halo.y,
    halo.radius * 1.35,
  );
  gradient.addColorStop(0, cssColour(light, 0.95));
  gradient.addColorStop(0.66, cssColour(light, 0.72));
  gradient.addColorStop(0.745, cssColour(light, 0.66));
  gradient.addColorStop(0.765, cssColour(light, 0.16));
  gradient.addColorStop(1, cssColour(light, 0));
  context.fillStyle = gradient;
  context.fillRect(halo.x - halo.radius * 1.4, halo.y - halo.radius * 1.4, halo.radius * 2.8, halo.radius * 2.8);
}
