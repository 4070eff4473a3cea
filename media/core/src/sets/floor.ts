import type { Lch, SceneSubject } from '@kinora/contract';
import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, shiftLch } from '../colour/lch.ts';
import type { Foot } from '../pictures/legs.ts';
import type { Box } from '../type/box.ts';
import { cachedLayer } from './cache.ts';
import type { Footing } from './foot.ts';
import { aboutPoint } from './place.ts';
import { drawAmbientShadow, drawContactShadow, paintProduct } from './product.ts';

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
    drawMirrored(surface, product, height);
    return toolkit.freeze(surface);
  });
}

function drawMirrored({ context, width, height }: Surface, product: Picture, productHeight: number): void {
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, width, height);
  context.save();
  context.translate(0, productHeight);
  context.scale(1, -1);
  context.drawImage(product.source, 0, 0, width, productHeight);
  context.restore();
  context.globalCompositeOperation = 'destination-in';
  const fade = context.createLinearGradient(0, 0, 0, height);
  fade.addColorStop(0, `rgba(0, 0, 0, ${REFLECTION_STRENGTH})`);
  fade.addColorStop(0.35, `rgba(0, 0, 0, ${REFLECTION_STRENGTH * 0.42})`);
  fade.addColorStop(1, 'rgba(0, 0, 0, 0)');
  context.fillStyle = fade;
  context.fillRect(0, 0, width, height);
}

/** Reflections of something that looks different from frame to frame. Each lasts until the next is asked for. */
export function createMirror(toolkit: Toolkit): (view: Picture) => Picture {
  let surface: Surface | undefined;
  return (view) => {
    const size = { width: Math.ceil(view.width / 2), height: Math.ceil(view.height / 2) };
    const reach = Math.max(2, Math.round(size.height * REFLECTION_REACH));
    if (surface?.width !== size.width || surface.height !== reach) surface = toolkit.createSurface(size.width, reach);
    drawMirrored(surface, view, size.height);
    return { width: surface.width, height: surface.height, source: surface.context.canvas };
  };
}

/** Box of what stands, which may be part of the picture it is drawn in, and how it meets the floor. */
export type StandsIn = { box: Box; footing: Footing };

/** What is mirrored begins a little above the lowest row: a cut-out's last row is soft. */
const OVERLAP = 0.012;

/**
 * The reflection of a product that stands in a box. A round foot is an arc and bends the other way when mirrored: raised by
 * twice its bend, its sides meet. Two feet are mirrored about the line through them, which slopes where one is nearer.
 */
export function drawReflection(
  context: CanvasRenderingContext2D,
  reflection: Picture,
  box: Box,
  { footing, box: ground }: StandsIn,
): void {
  // By its height: a view of a turning thing is broader than the thing by the room it turns in.
  const height = box.height * REFLECTION_REACH;
  const width = (reflection.width * height) / reflection.height;
  const lift = ground.height * (OVERLAP + 2 * footing.bend);
  const foot = ground.y + ground.height;
  // What stands higher than its box's foot is mirrored as much lower.
  const air = box.y + box.height - foot;
  const line = lineOf(footing, ground, box.x);
  context.save();
  context.translate(box.x, foot - air - lift);
  if (line) context.transform(1, 2 * line.slope, 0, 1, 0, 2 * (line.y - foot));
  context.drawImage(reflection.source, (box.width - width) / 2, 0, width, height);
  context.restore();
}

/** The floor under two feet: its height at `fromX`, and how it slopes, in pixels. */
function lineOf({ feet }: Footing, box: Box, fromX: number): { y: number; slope: number } | undefined {
  if (!feet) return undefined;
  const [left] = feet;
  const slope = slopeOf(feet, box);
  return { y: box.y + left.y * box.height - slope * (box.x + left.x * box.width - fromX), slope };
}

/** How far contact shadows lie above the lowest row, as reflections do. */
const SHADOW_LIFT = 0.008;
const FOOT_SHADOW = 1.5;
const STEEP = 0.2;
const STEEP_REACH = 0.5;
const SMALLEST_FOOT = 0.13;

/**
 * Shadows on the floor under a product that stands in a box: one under a closed base, one under each of its feet.
 * @param castX how far a moving light pushes the wide shadow aside; what touches the floor stays where it touches
 */
export function drawStandingShadow(
  context: CanvasRenderingContext2D,
  box: Box,
  footing: Footing,
  strength = 1,
  castX = 0,
): void {
  const middle = box.x + box.width / 2;
  if (!footing.feet) {
    const y = box.y + box.height * middleOfFeet(footing);
    const foot = { x: middle, y, width: box.width * 0.92, bendPx: box.height * footing.bend };
    drawAmbientShadow(context, { ...foot, x: middle + castX }, strength);
    drawContactShadow(context, foot, strength);
    return;
  }
  const legs = footing.legs ?? footing.feet;
  const middleY = box.y + middleOfFeet(footing) * box.height;
  const slope = footing.legs ? 0 : slopeOf(footing.feet, box);
  // Seen from a corner, one that is as long as the thing is broad would climb the wall behind it.
  const width = Math.abs(slope) > STEEP ? distanceOf(footing.feet, box) * STEEP_REACH : box.width * 0.98;
  aboutPoint(context, { x: middle, y: middleY }, { turnRadians: Math.atan(slope) }, () =>
    drawAmbientShadow(context, { x: middle + castX, y: middleY, width }, strength),
  );
  for (const foot of legs) {
    const width = Math.max(SMALLEST_FOOT, foot.width * FOOT_SHADOW) * box.width;
    const at = { x: box.x + foot.x * box.width, y: box.y + (foot.y - SHADOW_LIFT) * box.height, width };
    drawContactShadow(context, at, strength);
  }
}

/** Where a thing stands on the floor, between its nearer and its further feet, in shares of its height from its top. */
export function middleOfFeet({ bend, feet, legs = feet }: Footing): number {
  return legs ? legs.reduce((sum, { y }) => sum + y, 0) / legs.length : 1 - SHADOW_LIFT - bend;
}

/** Where the wall behind begins at the latest: all feet stand before it. @param usualY where it begins behind a thing whose feet are level */
export function horizonBehind(usualY: number, box: Box, { feet, legs = feet }: Footing): number {
  if (!legs) return usualY;
  const furthest = Math.min(...legs.map(({ y }) => y));
  return Math.min(usualY, box.y + box.height * (furthest - BEHIND_FEET));
}

/** Floor behind the furthest foot, in shares of the thing's height. */
const BEHIND_FEET = 0.035;

function distanceOf([left, right]: readonly [Foot, Foot], box: Box): number {
  return Math.hypot((right.x - left.x) * box.width, (right.y - left.y) * box.height);
}

function slopeOf([left, right]: readonly [Foot, Foot], box: Box): number {
  return ((right.y - left.y) * box.height) / ((right.x - left.x) * box.width);
}
