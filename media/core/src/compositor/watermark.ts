import type { Size, Watermark } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import type { Box } from '../type/box.ts';

/** Place of the mark: nine anchors, moved by its offsets, all in shares of the frame's short side; always inside the frame. */
export function planWatermark(mark: Watermark, size: Size): Box {
  const short = Math.min(size.width, size.height);
  const width = Math.min(size.width, mark.scale * short);
  const height = Math.min(size.height, (width * mark.height) / mark.width);
  const margin = mark.margin * short;
  const { anchor } = mark;
  const isLeft = anchor.endsWith('left');
  const isRight = anchor.endsWith('right');
  const isTop = anchor.startsWith('top');
  const isBottom = anchor.startsWith('bottom');
  const x = isLeft ? margin : isRight ? size.width - margin - width : (size.width - width) / 2;
  const y = isTop ? margin : isBottom ? size.height - margin - height : (size.height - height) / 2;
  return {
    x: Math.max(0, Math.min(size.width - width, x + mark.offsetX * short)),
    y: Math.max(0, Math.min(size.height - height, y + mark.offsetY * short)),
    width,
    height,
  };
}

export type PreparedWatermark = { picture: Picture; box: Box; opacity: number };

export async function prepareWatermark(mark: Watermark, size: Size, toolkit: Toolkit): Promise<PreparedWatermark> {
  const box = planWatermark(mark, size);
  const picture = await toolkit.resize(
    mark.hash,
    Math.max(1, Math.round(box.width)),
    Math.max(1, Math.round(box.height)),
  );
  return { picture, box, opacity: mark.opacity };
}

export function drawWatermark(context: CanvasRenderingContext2D, mark: PreparedWatermark): void {
  context.save();
  context.globalAlpha = mark.opacity;
  context.drawImage(mark.picture.source, mark.box.x, mark.box.y, mark.box.width, mark.box.height);
  context.restore();
}
