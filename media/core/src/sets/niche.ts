import type { Lch } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, shiftLch } from '../colour/lch.ts';
import { cachedLayer } from './cache.ts';

/** Margin of the niche's picture around the alcove, in pixels. */
export const NICHE_PADDING = 40;

/** Tone of the alcove in a wall: darker, richer, a little redder (craft.md §3). */
export function nicheTone(wall: Lch): Lch {
  // In a deep wall the same gain would glow: the alcove only gets darker there.
  if (wall.l < 60) return shiftLch(wall, { l: -13, chromaFactor: 0.95, h: -5 });
  return shiftLch(wall, { l: -17, chromaFactor: 1.35, h: -14 });
}

/**
 * An arched alcove with its own shadow from the light's side and a lit far edge. `ledgeHeight` gives it a sill for
 * things that stand; hung things have none.
 */
export function paintNiche(
  toolkit: Toolkit,
  box: { width: number; height: number },
  tone: Lch,
  ledgeHeight = 0,
): Promise<Picture> {
  const width = Math.round(box.width);
  const height = Math.round(box.height);
  const key = `niche ${width}x${height} ${JSON.stringify(tone)} ${Math.round(ledgeHeight)}`;
  return cachedLayer(toolkit, key, () => {
    const surface = toolkit.createSurface(width + 2 * NICHE_PADDING, height + 2 * NICHE_PADDING);
    const { context } = surface;
    context.translate(NICHE_PADDING, NICHE_PADDING);
    context.save();
    tracePath(context, width, height);
    context.clip();
    fillAlcove(context, width, height, tone);
    if (ledgeHeight > 0) fillLedge(context, width, height, ledgeHeight, tone);
    shadeInside(context, width, height);
    context.restore();
    lightFarEdge(context, width, height);
    return toolkit.freeze(surface);
  });
}

function tracePath(context: CanvasRenderingContext2D, width: number, height: number): void {
  const radius = Math.min(width / 2, height);
  context.beginPath();
  context.moveTo(0, height);
  context.lineTo(0, radius);
  context.arc(width / 2, radius, width / 2, Math.PI, 0);
  context.lineTo(width, height);
  context.closePath();
}

function fillAlcove(context: CanvasRenderingContext2D, width: number, height: number, tone: Lch): void {
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, cssColour(shiftLch(tone, { l: -9, chromaFactor: 1.15 })));
  gradient.addColorStop(0.55, cssColour(tone));
  gradient.addColorStop(1, cssColour(shiftLch(tone, { l: 4, chromaFactor: 0.9 })));
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

function fillLedge(context: CanvasRenderingContext2D, width: number, height: number, ledge: number, tone: Lch): void {
  const top = height - ledge;
  const gradient = context.createLinearGradient(0, top, 0, height);
  gradient.addColorStop(0, cssColour(shiftLch(tone, { l: 3, chromaFactor: 0.95 })));
  gradient.addColorStop(1, cssColour(shiftLch(tone, { l: 13, chromaFactor: 0.75 })));
  context.fillStyle = gradient;
  context.fillRect(0, top, width, ledge);
  const seam = context.createLinearGradient(0, top - ledge * 0.3, 0, top);
  seam.addColorStop(0, 'rgba(30, 20, 14, 0)');
  seam.addColorStop(1, 'rgba(30, 20, 14, 0.16)');
  context.fillStyle = seam;
  context.fillRect(0, top - ledge * 0.3, width, ledge * 0.3);
}

/** Blurred shadow of the edge on the light's side: 11 % of the width at 55 %, and a tight one of 2 % at 35 %. */
function shadeInside(context: CanvasRenderingContext2D, width: number, height: number): void {
  const cast = (blur: number, moveX: number, moveY: number, opacity: number) => {
    context.shadowColor = `rgba(30, 20, 14, ${opacity})`;
    context.shadowBlur = blur;
    context.shadowOffsetX = moveX;
    context.shadowOffsetY = moveY;
    context.fillStyle = '#000';
    const radius = Math.min(width / 2, height);
    context.beginPath();
    context.rect(-600, -600, width + 1200, height + 1200);
    context.moveTo(0, height + 300);
    context.lineTo(0, radius);
    context.arc(width / 2, radius, width / 2, Math.PI, 0);
    context.lineTo(width, height + 300);
    context.closePath();
    context.fill('evenodd');
  };
  cast(width * 0.11, width * 0.045, width * 0.05, 0.55);
  cast(width * 0.02, width * 0.012, width * 0.014, 0.35);
}

function lightFarEdge(context: CanvasRenderingContext2D, width: number, height: number): void {
  const radius = Math.min(width / 2, height);
  context.strokeStyle = 'rgba(255, 248, 235, 0.35)';
  context.lineWidth = 1.6;
  context.beginPath();
  context.arc(width / 2, radius, width / 2 - 0.5, -Math.PI * 0.42, 0);
  context.lineTo(width - 0.5, height);
  context.stroke();
}
