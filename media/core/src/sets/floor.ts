import type { Lch, SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, shiftLch } from '../colour/lch.ts';
import type { Box } from '../type/box.ts';
import { cachedLayer } from './cache.ts';
import { paintProduct } from './product.ts';

/** Reflection: a third as strong, gone after 42 % of the height, slightly blurred (craft.md §2). Standing things only. */
const REFLECTION_STRENGTH = 0.34;
const REFLECTION_REACH = 0.42;

/** A floor in front of the wall: a little lighter, lighter still towards the viewer, with a soft seam and no line. */
export function drawFloorBand(context: CanvasRenderingContext2D, field: Box, horizonY: number, tone: Lch): void {
  const bottom = field.y + field.height;
  const soft = (bottom - horizonY) * 0.22;
  const seam = context.createLinearGradient(0, horizonY - soft, 0, horizonY + soft * 0.3);
  seam.addColorStop(0, cssColour(shiftLch(tone, { l: -26 }), 0));
  seam.addColorStop(0.8, cssColour(shiftLch(tone, { l: -26 }), 0.22));
  seam.addColorStop(1, cssColour(shiftLch(tone, { l: -20 }), 0.06));
  context.fillStyle = seam;
  context.fillRect(field.x, horizonY - soft, field.width, soft * 1.3);
  const floor = context.createLinearGradient(0, horizonY, 0, bottom);
  floor.addColorStop(0, cssColour(shiftLch(tone, { l: 2 }), 0));
  floor.addColorStop(0.12, cssColour(shiftLch(tone, { l: 3 }), 0.5));
  floor.addColorStop(1, cssColour(shiftLch(tone, { l: 7, chromaFactor: 0.9 }), 0.75));
  context.fillStyle = floor;
  context.fillRect(field.x, horizonY, field.width, bottom - horizonY);
}

/** The product upside down, fading: drawn below its foot. */
export function paintReflection(toolkit: Toolkit, subject: SceneSubject, heightPx: number): Promise<Picture> {
  const height = Math.max(8, Math.round(heightPx / 2));
  return cachedLayer(toolkit, `reflection ${subject.hash} ${height}`, async () => {
    const product = await paintProduct(toolkit, subject, height);
    const surface = toolkit.createSurface(product.width, Math.max(2, Math.round(height * REFLECTION_REACH)));
    const { context } = surface;
    context.save();
    context.translate(0, height);
    context.scale(1, -1);
    context.drawImage(product.source, 0, 0);
    context.restore();
    context.globalCompositeOperation = 'destination-in';
    const fade = context.createLinearGradient(0, 0, 0, surface.height);
    fade.addColorStop(0, `rgba(0, 0, 0, ${REFLECTION_STRENGTH})`);
    fade.addColorStop(0.35, `rgba(0, 0, 0, ${REFLECTION_STRENGTH * 0.42})`);
    fade.addColorStop(1, 'rgba(0, 0, 0, 0)');
    context.fillStyle = fade;
    context.fillRect(0, 0, surface.width, surface.height);
    return toolkit.freeze(surface);
  });
}

/** @param foot middle of the product's base; the reflection is as wide as the product */
export function drawReflection(
  context: CanvasRenderingContext2D,
  reflection: Picture,
  foot: { x: number; y: number; width: number },
): void {
  const height = (reflection.height * foot.width) / reflection.width;
  context.drawImage(reflection.source, foot.x - foot.width / 2, foot.y, foot.width, height);
}
