import type { Size, Watermark } from '@kinora/contract';
import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';
import { type Box, fitInBox } from '../type/box.ts';
import { luminanceAt, seenShare } from '../type/contrast.ts';

/** What decides the place of a mark: its shape, its anchor and how far it was moved from there. */
export type WatermarkPlace = Pick<
  Watermark,
  'width' | 'height' | 'anchor' | 'offsetX' | 'offsetY' | 'scale' | 'margin'
>;

/** Place of the mark: nine anchors, moved by its offsets, all in shares of the frame's short side; always inside the frame. */
export function planWatermark(mark: WatermarkPlace, size: Size): Box {
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
/** `drawSettled` paints a whole frame of the segment, at which everything in it has arrived. */
export type WatermarkHost = { toolkit: Toolkit; drawSettled: (surface: Surface) => Promise<void> };

/** One of the two pictures stays through a segment: a mark that changed inside a shot would be looked at. */
export async function prepareWatermark(mark: Watermark, size: Size, host: WatermarkHost): Promise<PreparedWatermark> {
  const place = planWatermark(mark, size);
  const plain = { hash: mark.hash, box: place };
  const chosen = mark.onDark ? await chooseSeen(plain, onDarkOf(mark.onDark, place), size, host) : plain;
  const picture = await host.toolkit.resize(chosen.hash, ...wholeSize(chosen.box));
  return { picture, box: chosen.box, opacity: mark.opacity };
}

type Candidate = { hash: string; box: Box };

/** The second picture stands in the middle of the first one's place, whatever its shape. */
function onDarkOf(picture: NonNullable<Watermark['onDark']>, place: Box): Candidate {
  return { hash: picture.hash, box: fitInBox(picture.width / picture.height, place) };
}

async function chooseSeen(
  plain: Candidate,
  onDark: Candidate,
  size: Size,
  { toolkit, drawSettled }: WatermarkHost,
): Promise<Candidate> {
  const surface = toolkit.createSurface(size.width, size.height);
  await drawSettled(surface);
  const seen = async ({ hash, box }: Candidate) => {
    const [width, height] = wholeSize(box);
    const mark = await toolkit.readPixels(hash, width, height);
    const ground = surface.context.getImageData(Math.round(box.x), Math.round(box.y), width, height);
    return seenShare(mark, (i) => luminanceAt(ground.data, i));
  };
  return (await seen(onDark)) > (await seen(plain)) ? onDark : plain;
}

function wholeSize({ width, height }: Box): [number, number] {
  return [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
}

export function drawWatermark(context: CanvasRenderingContext2D, mark: PreparedWatermark): void {
  context.save();
  context.globalAlpha = mark.opacity;
  context.drawImage(mark.picture.source, mark.box.x, mark.box.y, mark.box.width, mark.box.height);
  context.restore();
}
