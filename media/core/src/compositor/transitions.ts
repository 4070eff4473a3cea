import type { RenderSegment, Size } from '@kinora/contract';
import { cubicInOut, quintOut, wipeOver } from '../motion/curves.ts';
import { insideBox } from '../sets/place.ts';

type TransitionKind = NonNullable<RenderSegment['transition']>['kind'];
type Draw = (context: CanvasRenderingContext2D) => void;

/** Night-blue black of the dip: pure black reads as a fault of the file. */
const DIP_COLOUR = '#0d0b12';

/**
 * Draws one moment of a change from `outgoing` to `incoming`. Both shots keep moving underneath.
 * @param share 0 at the first frame, 1 after the last @param mirrored wipes and pushes run the other way for right-to-left films
 */
export function drawTransition(
  context: CanvasRenderingContext2D,
  kind: TransitionKind,
  share: number,
  shots: { outgoing: Draw; incoming: Draw; second: CanvasRenderingContext2D; size: Size; isMirrored: boolean },
): void {
  const { outgoing, incoming, size, isMirrored } = shots;
  const { width, height } = size;
  if (kind === 'dissolve') {
    outgoing(context);
    incoming(shots.second);
    layOver(context, cubicInOut(share), shots.second);
  } else if (kind === 'dip') {
    if (share < 0.5) outgoing(context);
    else incoming(context);
    context.save();
    context.globalAlpha = 1 - Math.abs(share - 0.5) * 2;
    context.fillStyle = DIP_COLOUR;
    context.fillRect(0, 0, width, height);
    context.restore();
  } else if (kind === 'push') {
    const moved = quintOut(share) * width * (isMirrored ? 1 : -1);
    moveBy(context, moved, outgoing);
    moveBy(context, moved + width * (isMirrored ? -1 : 1), incoming);
  } else {
    outgoing(context);
    const shown = wipeOver(share) * width;
    insideBox(context, { x: isMirrored ? 0 : width - shown, y: 0, width: shown, height }, () => incoming(context));
  }
}

/**
 * Scenes set opacities of their own, so the incoming shot is painted whole on a second canvas and laid over with one
 * opacity. Copying a canvas is slow (stack.md part 2 §3), but a dissolve lasts a few frames only.
 */
function layOver(context: CanvasRenderingContext2D, opacity: number, second: CanvasRenderingContext2D): void {
  context.save();
  context.globalAlpha = opacity;
  context.drawImage(second.canvas, 0, 0);
  context.restore();
}

function moveBy(context: CanvasRenderingContext2D, x: number, draw: Draw): void {
  context.save();
  context.translate(x, 0);
  draw(context);
  context.restore();
}
