import type { Lch, SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, rgbCss } from '../colour/lch.ts';
import type { Box } from '../type/box.ts';
import { drawReflection, drawStandingShadow, paintReflection, type StandsIn } from './floor.ts';
import { type Footing, measureFooting } from './foot.ts';
import { aboutPoint } from './place.ts';
import { drawProduct, type ProductLight, paintProduct, paintShadow, type Shadow } from './product.ts';

/** One product ready for a set: standing on a glossy floor, or hung from a wire where it is laid cloth. */
export type StagedGoods = {
  product: Picture;
  reflection: Picture | undefined;
  shadow: Shadow | undefined;
  stands: boolean;
  footing: Footing;
};

const NO_FOOTING: Footing = { bend: 0, feet: undefined };

export async function paintGoods(
  toolkit: Toolkit,
  subject: SceneSubject,
  heightPx: number,
  light: ProductLight,
): Promise<StagedGoods> {
  const [product, reflection, shadow, footing] = await Promise.all([
    paintProduct(toolkit, subject, heightPx, light),
    subject.stands ? paintReflection(toolkit, subject, heightPx) : undefined,
    subject.stands ? undefined : paintShadow(toolkit, subject, heightPx, { contact: 0.34, ambient: 0.42 }),
    subject.stands ? measureFooting(toolkit, subject) : NO_FOOTING,
  ]);
  return { product, reflection, shadow, stands: subject.stands, footing };
}

/** How a product is held at one moment: turned about its foot or its wire, and moved, in pixels. */
export type Pose = { turnRadians: number; moveX: number; moveY: number; zoom: number };

/** `wireFromY`: the wires begin below this, so that they do not cross words. `mirror` cuts the reflection to what mirrors it. */
type GoodsOptions = {
  sprite?: Picture;
  wire?: Lch;
  wireFromY?: number | undefined;
  shadowMoveX?: number;
  /** Of the shadow against the product's box: a turned print is smaller than its box. */
  shadowScale?: number;
  /** Share of its width that is seen of what turns on its wires, with its shadow: none of a print seen from its edge. */
  faceOn?: number;
  shadowStrength?: number;
  mirror?: (context: CanvasRenderingContext2D) => void;
  /** Where a side of a turning thing stands; the thing's own box and footing without. */
  ground?: StandsIn;
};

/** @param box where the product stands or hangs at rest; `zoom` is about its foot, or about its middle when hung */
export function drawGoods(
  context: CanvasRenderingContext2D,
  goods: StagedGoods,
  box: Box,
  pose: Pose,
  options: GoodsOptions = {},
): void {
  const centreX = box.x + box.width / 2;
  const foot = box.y + box.height;
  const place = { centreX, centreY: box.y + box.height / 2, height: box.height };
  const sprite = options.sprite ?? goods.product;
  const about = goods.stands ? { x: centreX, y: foot } : { x: centreX, y: place.centreY };
  aboutPoint(context, about, { zoom: pose.zoom, moveX: pose.moveX, moveY: pose.moveY }, () => {
    if (goods.stands) {
      drawStanding(context, goods, box, pose, options);
      aboutPoint(context, { x: centreX, y: foot }, { turnRadians: pose.turnRadians }, () =>
        drawProduct(context, sprite, undefined, place),
      );
      return;
    }
    if (goods.shadow) {
      const scale = options.shadowScale ?? 1;
      aboutPoint(context, { x: centreX, y: place.centreY }, { zoom: scale, moveX: options.shadowMoveX ?? 0 }, () =>
        drawHungShadow(context, goods.shadow!, box, options.faceOn ?? 1),
      );
    }
    aboutPoint(context, { x: centreX, y: box.y - box.height * WIRE_REACH }, { turnRadians: pose.turnRadians }, () => {
      if (options.wire) drawWire(context, box, options.wire, options);
      drawProduct(context, sprite, undefined, place);
    });
  });
}

function drawStanding(
  context: CanvasRenderingContext2D,
  goods: StagedGoods,
  box: Box,
  pose: Pose,
  { shadowStrength = 1, mirror, ground = { box, footing: goods.footing } }: GoodsOptions,
): void {
  const foot = { x: box.x + box.width / 2, y: box.y + box.height };
  if (goods.reflection) {
    context.save();
    mirror?.(context);
    aboutPoint(context, foot, { turnRadians: -pose.turnRadians }, () =>
      drawReflection(context, goods.reflection!, box, ground),
    );
    context.restore();
  }
  drawStandingShadow(context, ground.box, ground.footing, shadowStrength);
}

/** What is seen from its edge throws a line of shadow, whose softness hides it. */
function drawHungShadow(context: CanvasRenderingContext2D, shadow: Shadow, box: Box, faceOn: number): void {
  const margin = shadow.margin * box.height;
  const width = (box.width + 2 * margin) * faceOn;
  context.save();
  context.globalAlpha *= Math.min(1, faceOn * 1.4);
  const x = box.x + (box.width - width) / 2;
  context.drawImage(shadow.picture.source, x, box.y - margin, width, box.height + 2 * margin);
  context.restore();
}

/** The wire reaches this far above cloth, in shares of its height: it swings about a rail out of the frame. */
const WIRE_REACH = 0.5;
/** Where the two wires hold the cloth: thirds of its width, a little inside its upper edge. */
const WIRE_SPREAD = 0.17;

/** Two thin wires from above, brighter towards the light. */
function drawWire(
  context: CanvasRenderingContext2D,
  box: Box,
  colour: Lch,
  { wireFromY: fromY, faceOn = 1 }: GoodsOptions,
): void {
  const centreX = box.x + box.width / 2;
  const top = fromY ?? box.y - box.height * (WIRE_REACH + 0.6);
  const end = box.y + box.height * 0.035;
  const ink = lchToRgb(colour);
  const gradient = context.createLinearGradient(0, top, 0, end);
  gradient.addColorStop(0, rgbCss(ink, fromY === undefined ? 0.1 : 0));
  gradient.addColorStop(1, rgbCss(ink, 0.75));
  context.save();
  context.strokeStyle = gradient;
  context.lineWidth = Math.max(1.4, box.height * 0.0022);
  for (const side of [-1, 1]) {
    context.beginPath();
    context.moveTo(centreX + side * box.width * WIRE_SPREAD * 0.82 * faceOn, top);
    context.lineTo(centreX + side * box.width * WIRE_SPREAD * faceOn, end);
    context.stroke();
  }
  context.restore();
}
