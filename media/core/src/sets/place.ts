import type { Picture } from '../canvas/toolkit.ts';
import type { Box } from '../type/box.ts';

/** Draws a picture so that it covers a box, enlarged by `zoom` about the middle and moved by pixels. */
export function drawCover(
  context: CanvasRenderingContext2D,
  picture: Picture,
  box: Box,
  zoom = 1,
  moveX = 0,
  moveY = 0,
): void {
  const scale = Math.max(box.width / picture.width, box.height / picture.height) * zoom;
  const width = picture.width * scale;
  const height = picture.height * scale;
  context.drawImage(
    picture.source,
    box.x + (box.width - width) / 2 + moveX,
    box.y + (box.height - height) / 2 + moveY,
    width,
    height,
  );
}

/** Runs `draw` with everything outside the box hidden. */
export function insideBox(context: CanvasRenderingContext2D, box: Box, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  draw();
  context.restore();
}

/** Runs `draw` enlarged and turned about a point. */
export function aboutPoint(
  context: CanvasRenderingContext2D,
  point: { x: number; y: number },
  change: { zoom?: number; turnRadians?: number; moveX?: number; moveY?: number },
  draw: () => void,
): void {
  context.save();
  context.translate(point.x + (change.moveX ?? 0), point.y + (change.moveY ?? 0));
  context.rotate(change.turnRadians ?? 0);
  context.scale(change.zoom ?? 1, change.zoom ?? 1);
  context.translate(-point.x, -point.y);
  draw();
  context.restore();
}
