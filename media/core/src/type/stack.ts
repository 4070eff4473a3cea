import type { Box } from './box.ts';
import { fitText } from './fit.ts';
import type { TextMeasure } from './measure.ts';
import { trackedWidth } from './measure.ts';
import { reachOf, scriptOf, sizeFactor } from './shelf.ts';

/** Which of the two inks a group takes; `auto` is decided from the finished picture behind it. */
export type InkWish = 'auto' | 'light' | 'dark';

/** Words of one use, top to bottom in a stack. */
export type TextBlock = {
  lines: readonly { text: string; family: string }[];
  role: 'display' | 'text';
  /** Planned size before faces are levelled. */
  sizePx: number;
  /** Distance of baselines per size. */
  leading: number;
  trackingEm?: number;
  /** Space above the block, in pixels; the first block of a stack ignores it. */
  gapPx?: number;
  /** Seconds after the cut at which its first line rises, and the delay of each further line. */
  startSeconds: number;
  staggerSeconds?: number;
  entrySeconds?: number;
  maxCharacters?: number;
  /** Reading direction where the words hold no letters to tell it by: a price in a Hebrew film. */
  direction?: 'ltr' | 'rtl';
  /** Key under which a scene finds the lines again (to dim a list, to move a word). */
  key?: string;
};

/** One set line, ready to draw. `x` is its left edge for left-to-right and its right edge for right-to-left words. */
export type TextLine = {
  text: string;
  family: string;
  sizePx: number;
  trackingEm: number;
  direction: 'ltr' | 'rtl';
  x: number;
  baselineY: number;
  widthPx: number;
  /** Reach of the letters: what safe zones and contrast are measured on. */
  box: Box;
  startSeconds: number;
  entrySeconds: number;
  /** Lines of one group share ink and scrim. */
  group: string;
  ink: InkWish;
  key: string;
  /** Seconds at which the line falls back to a third of its strength, where a list goes on. */
  dimSeconds?: number;
  /** Seconds after which the line is gone (its field was replaced). */
  endSeconds?: number;
  /** A field wiped up over the line takes it along: from the frame's foot to its head. */
  wipe?: { startSeconds: number; lengthSeconds: number; frameHeight: number };
  /** Tracking at the first frame; closes to `trackingEm` with the entry. */
  trackingFromEm?: number;
  /** Slow sideways movement, pixels a second. */
  driftPx?: number;
  /** How far the line rises out of its mask, per size; 1.05 hides it wholly. */
  rise?: number;
};

export type StackRequest = {
  blocks: readonly TextBlock[];
  zone: Box;
  align: 'left' | 'center' | 'right';
  anchor: 'top' | 'middle' | 'bottom';
  floorPx: number;
  group: string;
  ink?: InkWish;
};

const DISPLAY_CHARACTERS = 18;
const TEXT_CHARACTERS = 38;
const ENTRY_SECONDS = 0.65;
/** Lines of one block rise 80–120 ms apart. */
const STAGGER_SECONDS = 0.09;
/** Below this share of the planned size the lines of a block run on as one paragraph. */
const RUN_ON_SHARE = 0.55;
/** Display below this many floors counts as a small line. */
const SMALL_DISPLAY = 2.2;
/** A stack too tall for its zone is reduced in steps of 6 %. */
const SHRINK = 0.94;
const MAX_SHRINKS = 36;

/**
 * Sets blocks of words under each other inside a zone. Every line fits the zone's width; when the stack is too tall all
 * blocks shrink together down to the floor. Empty blocks leave no hole: they are dropped with the space above them.
 */
export function stackText(request: StackRequest, measure: TextMeasure): TextLine[] {
  const blocks = request.blocks.filter((block) => block.lines.some((line) => line.text.trim() !== ''));
  if (blocks.length === 0) return [];
  let share = 1;
  let set = setBlocks(blocks, request, share, measure);
  for (let step = 0; step < MAX_SHRINKS && set.height > request.zone.height; step++) {
    share *= SHRINK;
    set = setBlocks(blocks, request, share, measure);
  }
  const free = Math.max(0, request.zone.height - set.height);
  const top = request.zone.y + (request.anchor === 'top' ? 0 : request.anchor === 'middle' ? free / 2 : free);
  return set.lines.map((line) => moveLine(line, 0, top));
}

function setBlocks(
  blocks: readonly TextBlock[],
  request: StackRequest,
  share: number,
  measure: TextMeasure,
): { lines: TextLine[]; height: number } {
  const lines: TextLine[] = [];
  let y = 0;
  blocks.forEach((block, index) => {
    if (index > 0) y += (block.gapPx ?? 0) * Math.max(0.4, share);
    const set = setBlock(block, request, share, measure, y);
    lines.push(...set.lines);
    y = set.bottom;
  });
  return { lines, height: y };
}

function setBlock(
  block: TextBlock,
  request: StackRequest,
  share: number,
  measure: TextMeasure,
  top: number,
): { lines: TextLine[]; bottom: number } {
  const joined = block.lines.map((line) => line.text).join(' ');
  const script = scriptOf(joined);
  // A label in the display face is a small line too: Hebrew and Arabic get the small lines' factor there.
  const role = block.sizePx < request.floorPx * SMALL_DISPLAY ? 'text' : block.role;
  const factor = Math.max(
    ...block.lines.map((line) => sizeFactor(line.family, line.text, script === 'latin' ? block.role : role)),
  );
  const tracking = script === 'latin' ? (block.trackingEm ?? 0) : 0;
  const fitted = fitText(
    {
      lines: linesOf(block, share),
      sizePx: Math.max(request.floorPx, block.sizePx * factor * share),
      floorPx: request.floorPx,
      widthPx: request.zone.width,
      trackingEm: tracking,
      // Smaller letters may stand in longer lines.
      maxCharacters: (block.maxCharacters ?? (block.role === 'display' ? DISPLAY_CHARACTERS : TEXT_CHARACTERS)) / share,
    },
    measure,
  );
  const size = fitted.sizePx;
  const reach = reachOf(joined);
  // Marks of Arabic and Hebrew need more room between the lines than the Latin leading gives.
  const leading = Math.max(block.leading, script === 'arabic' ? reach.ascent + reach.descent : 0);
  const lines = fitted.lines.map((line, index) => {
    const baseline = top + size * (reach.ascent + index * leading);
    return setLine(line, block, request, { size, tracking, baseline, index, reach, measure });
  });
  const last = top + size * (reach.ascent + (fitted.lines.length - 1) * leading + reach.descent);
  return { lines, bottom: last };
}

/** Where far too many words share a zone, their planned line ends are given up before anything is lost. */
function linesOf(block: TextBlock, share: number): readonly { text: string; family: string }[] {
  const lines = block.lines.filter((line) => line.text.trim() !== '');
  if (share > RUN_ON_SHARE) return lines;
  return [{ text: lines.map((line) => line.text).join(' '), family: lines[0]!.family }];
}

function setLine(
  line: { text: string; family: string },
  block: TextBlock,
  request: StackRequest,
  set: {
    size: number;
    tracking: number;
    baseline: number;
    index: number;
    reach: { ascent: number; descent: number };
    measure: TextMeasure;
  },
): TextLine {
  const widthPx = trackedWidth(set.measure(line.text, line.family), line.text, set.tracking) * set.size;
  const { zone, align } = request;
  const free = zone.width - widthPx;
  const left = zone.x + (align === 'left' ? 0 : align === 'center' ? free / 2 : free);
  const direction =
    scriptOf(line.text) !== 'latin' ? 'rtl' : /\p{L}/u.test(line.text) ? 'ltr' : (block.direction ?? 'ltr');
  return {
    text: line.text,
    family: line.family,
    sizePx: set.size,
    trackingEm: set.tracking,
    direction,
    x: direction === 'rtl' ? left + widthPx : left,
    baselineY: set.baseline,
    widthPx,
    box: {
      x: left,
      y: set.baseline - set.size * set.reach.ascent,
      width: widthPx,
      height: set.size * (set.reach.ascent + set.reach.descent),
    },
    startSeconds: block.startSeconds + set.index * (block.staggerSeconds ?? STAGGER_SECONDS),
    entrySeconds: block.entrySeconds ?? ENTRY_SECONDS,
    group: request.group,
    ink: request.ink ?? 'auto',
    key: block.key ?? request.group,
  };
}

export function moveLine(line: TextLine, dx: number, dy: number): TextLine {
  return {
    ...line,
    x: line.x + dx,
    baselineY: line.baselineY + dy,
    box: { ...line.box, x: line.box.x + dx, y: line.box.y + dy },
  };
}

/** A line turned round with its scene: same words, same direction, standing at the mirrored place. */
export function mirrorLine(line: TextLine, frameWidth: number): TextLine {
  const x = frameWidth - line.box.x - line.box.width;
  const box = { ...line.box, x };
  const drift = line.driftPx === undefined ? {} : { driftPx: -line.driftPx };
  return { ...line, ...drift, box, x: line.direction === 'rtl' ? x + line.widthPx : x };
}
