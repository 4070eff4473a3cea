import { clamp, mix, progress, quintOut, wipeOver } from '../motion/curves.ts';
import { cssFont, reachOf } from './shelf.ts';
import type { TextLine } from './stack.ts';

/** A risen line starts 1.05 of its size lower, hidden by its mask (craft.md §5). */
const RISE = 1.05;
/** Room of the mask beyond the letters: Hebrew and Arabic marks need 1.36 of the size in all. */
const MASK_ROOM = 0.12;
const DIMMED = 0.34;
const DIM_SECONDS = 0.35;

/** Opacity of a line: full after a third of its entry, a third where the list went on. */
export function lineOpacity(line: TextLine, seconds: number): number {
  if (line.endSeconds !== undefined && seconds >= line.endSeconds) return 0;
  const entered = clamp(progress(seconds, line.startSeconds, line.entrySeconds) * 3);
  const dimmed = line.dimSeconds === undefined ? 0 : progress(seconds, line.dimSeconds, DIM_SECONDS);
  return entered * mix(1, DIMMED, dimmed);
}

/** Leaves only what the rising field has not covered yet. */
function hideWiped(context: CanvasRenderingContext2D, wipe: NonNullable<TextLine['wipe']>, seconds: number): void {
  const covered = wipeOver(progress(seconds, wipe.startSeconds, wipe.lengthSeconds));
  if (covered <= 0) return;
  context.beginPath();
  context.rect(-1e5, -1e5, 2e5, 1e5 + wipe.frameHeight * (1 - covered));
  context.clip();
}

/** Draws a line rising out of its mask. Whole lines only: Arabic letters join, and letters that fly in look cheap. */
export function drawLine(context: CanvasRenderingContext2D, line: TextLine, seconds: number, colour: string): void {
  const opacity = lineOpacity(line, seconds);
  if (opacity <= 0) return;
  const entry = quintOut(progress(seconds, line.startSeconds, line.entrySeconds));
  const size = line.sizePx;
  context.save();
  context.globalAlpha *= opacity;
  if (line.wipe) hideWiped(context, line.wipe, seconds);
  if (entry < 1 && (line.rise ?? RISE) > 0.5) {
    const reach = reachOf(line.text);
    const top = line.baselineY - size * (reach.ascent + MASK_ROOM);
    context.beginPath();
    context.rect(
      line.box.x - size * 0.3,
      top,
      line.box.width + size * 0.6,
      size * (reach.ascent + reach.descent + 2 * MASK_ROOM),
    );
    context.clip();
  }
  const tracking =
    line.trackingFromEm === undefined ? line.trackingEm : mix(line.trackingFromEm, line.trackingEm, entry);
  const widening = (tracking - line.trackingEm) * size * Math.max(0, [...line.text].length - 1);
  context.font = cssFont(line.family, size);
  context.letterSpacing = `${tracking * size}px`;
  context.direction = line.direction;
  context.textBaseline = 'alphabetic';
  context.textAlign = line.direction === 'rtl' ? 'right' : 'left';
  context.fillStyle = colour;
  const drift = (line.driftPx ?? 0) * Math.max(0, seconds - line.startSeconds);
  const y = line.baselineY + (1 - entry) * size * (line.rise ?? RISE);
  // Moved by the transform, not by the text's own place: Skia puts glyphs on whole pixels, a transform does not.
  context.translate(line.x - widening / 2 + drift, y);
  context.fillText(line.text, 0, 0);
  context.restore();
}
