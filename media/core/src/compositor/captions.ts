import type { SegmentCaption, Size } from '@kinora/contract';
import { directionOf } from '@kinora/contract';
import type { Box } from '../type/box.ts';
import { setMarks } from '../type/marks.ts';
import type { TextMeasure } from '../type/measure.ts';
import { drawScrim, scrimBehind } from '../type/scrim.ts';
import { cssFont } from '../type/shelf.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize, safeZone, shapeOf } from '../type/zones.ts';

const CAPTION = { wide: 0.042, square: 0.042, portrait: 0.044, tall: 0.046 };
export const CAPTION_FAMILY = { en: 'DM Sans Medium', he: 'Heebo Medium', ar: 'Cairo Medium' } as const;
const IVORY = '#fbf5ea';
const SCRIM_COLOUR = { r: 14, g: 11, b: 18 };
const SCRIM_STRENGTH = 0.7;
/** Captions stand in the lowest part of the safe zone; in tall frames that is 65 % of the height, above the player's own. */
const BAND = 0.3;

export type PreparedCaption = { startFrame: number; endFrame: number; lines: TextLine[]; box: Box };

/** Lays a caption out at the bottom of the safe zone, centred; Hebrew and Arabic lines run from the right. */
export function planCaption(caption: SegmentCaption, size: Size, measure: TextMeasure): PreparedCaption {
  const frame = shapeOf(size);
  const safe = safeZone(size);
  const inset = frame.kind === 'tall' ? Math.max(safe.x, size.width - safe.x - safe.width) : safe.x;
  const zone = {
    x: inset,
    y: safe.y + safe.height * (1 - BAND),
    width: size.width - 2 * inset,
    height: safe.height * BAND,
  };
  const lines = stackText(
    {
      blocks: [
        {
          lines: caption.lines.map((text) => ({
            text: setMarks(text, caption.language),
            family: CAPTION_FAMILY[caption.language],
          })),
          role: 'text',
          sizePx: CAPTION[frame.kind] * (frame.kind === 'wide' ? size.height : size.width),
          leading: 1.28,
          startSeconds: 0,
          maxCharacters: 42,
        },
      ],
      zone,
      align: 'center',
      anchor: 'bottom',
      floorPx: floorSize(frame),
      group: 'caption',
      ink: 'light',
    },
    measure,
  );
  const direction = directionOf(caption.language);
  const set = lines.map((line) => ({
    ...line,
    direction,
    x: direction === 'rtl' ? line.box.x + line.box.width : line.box.x,
  }));
  return { startFrame: caption.startFrame, endFrame: caption.endFrame, lines: set, box: boxOf(set, zone) };
}

function boxOf(lines: readonly TextLine[], zone: Box): Box {
  if (lines.length === 0) return zone;
  const x = Math.min(...lines.map((line) => line.box.x));
  const y = Math.min(...lines.map((line) => line.box.y));
  return {
    x,
    y,
    width: Math.max(...lines.map((line) => line.box.x + line.box.width)) - x,
    height: Math.max(...lines.map((line) => line.box.y + line.box.height)) - y,
  };
}

/** Captions appear and leave with their cue: they are read, not watched. */
export function drawCaptions(
  context: CanvasRenderingContext2D,
  captions: readonly PreparedCaption[],
  frame: number,
): void {
  for (const caption of captions) {
    if (frame < caption.startFrame || frame >= caption.endFrame || caption.lines.length === 0) continue;
    drawScrim(context, scrimBehind(caption.box, SCRIM_COLOUR, SCRIM_STRENGTH));
    context.save();
    context.fillStyle = IVORY;
    context.textBaseline = 'alphabetic';
    for (const line of caption.lines) {
      context.font = cssFont(line.family, line.sizePx);
      context.letterSpacing = '0px';
      context.direction = line.direction;
      context.textAlign = line.direction === 'rtl' ? 'right' : 'left';
      context.fillText(line.text, line.x, line.baselineY);
    }
    context.restore();
  }
}
