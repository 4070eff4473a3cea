import type { SceneSubject } from '@kinora/contract';
import { type Box, fitInside } from '../type/box.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, nameGain, smallBlock } from './blocks.ts';
import { centredZone } from './hero.ts';
import { type FrameInput, leftEdge, type SceneInput, safeZoneOf, shape, wordsOf } from './scene.ts';

/** Long moves never enlarge a photograph further (craft.md §10). */
export const MAX_PHOTO_ENLARGEMENT = 1.7;
/** What a move may add to it: the picture is planned that much smaller. */
const PLANNED_ENLARGEMENT = MAX_PHOTO_ENLARGEMENT / 1.14;
/** Shapes that differ less than this are filled by cropping; others get a panel on an extended ground. */
const FILL_LIMIT = 1.42;
const WORDS = { wide: 0.105, square: 0.08, portrait: 0.1, tall: 0.115 };

/** A whole photograph or film either fills the frame (a crop that keeps the subject) or stands in a panel. */
export type PhotoFraming = {
  isFull: boolean;
  box: Box;
  /** Part of the source shown, in its own pixels. */
  crop: Box;
};

export function planFraming(input: FrameInput, subject: SceneSubject, hasWords: boolean): PhotoFraming {
  const { width, height, kind } = shape(input);
  const source = { width: subject.width, height: subject.height };
  const crop = cropAround(source, width / height, subject);
  const difference = Math.max(
    width / height / (source.width / source.height),
    source.width / source.height / (width / height),
  );
  const enlargement = width / crop.width;
  const isFilling = difference <= FILL_LIMIT && enlargement <= PLANNED_ENLARGEMENT && keepsSubject(crop, subject);
  if (isFilling && (!hasWords || leavesRoom(crop, input, subject))) {
    const near = closeIn(crop, input, subject);
    const isRoomy = !hasWords || leavesRoom(near, input, subject);
    return { isFull: true, box: { x: 0, y: 0, width, height }, crop: isRoomy ? near : crop };
  }
  const bleeding = hasWords ? bleedPanel(input, subject) : undefined;
  if (bleeding) return bleeding;
  const panelCrop = cropForPanel(input, subject);
  return { isFull: false, box: panelBox(input, { ...subject, ...panelCrop }, hasWords, kind), crop: panelCrop };
}

/** Free band beside, above or below the subject that words can stand in, in shares of the frame. */
const ROOM_ASIDE = 0.4;
const ROOM_ALONG = 0.2;

/** Words over a photograph need a place off its subject; where only a guess is known they go wherever it is calm. */
function leavesRoom(crop: Box, input: FrameInput, subject: SceneSubject): boolean {
  const { box } = subject;
  if (!box || box.width * box.height >= GUESSED_SHARE) return true;
  const safe = safeZoneOf(input);
  const { width, height } = input.size;
  const left = ((box.x * subject.width - crop.x) / crop.width) * width;
  const right = (((box.x + box.width) * subject.width - crop.x) / crop.width) * width;
  const top = ((box.y * subject.height - crop.y) / crop.height) * height;
  const bottom = (((box.y + box.height) * subject.height - crop.y) / crop.height) * height;
  const aside = Math.max(left - safe.x, safe.x + safe.width - right) / width;
  const along = Math.max(top - safe.y, safe.y + safe.height - bottom) / height;
  return aside >= ROOM_ASIDE || along >= ROOM_ALONG;
}

/** A small subject in a large photograph is brought nearer until it takes this share of the crop, as far as it stays sharp. */
const NEAR_SHARE = 0.64;

function closeIn(crop: Box, input: FrameInput, subject: SceneSubject): Box {
  if (!subject.box) return crop;
  const wanted = Math.max(
    (subject.box.width * subject.width) / (crop.width * NEAR_SHARE),
    (subject.box.height * subject.height) / (crop.height * NEAR_SHARE),
    input.size.width / (PLANNED_ENLARGEMENT * crop.width),
  );
  if (wanted >= 0.97) return crop;
  const width = crop.width * wanted;
  const height = crop.height * wanted;
  const centreX = (subject.box.x + subject.box.width / 2) * subject.width;
  const centreY = (subject.box.y + subject.box.height / 2) * subject.height;
  const within = (value: number, from: number, room: number) => Math.max(from, Math.min(from + room, value));
  return {
    x: within(centreX - width / 2, crop.x, crop.width - width),
    // A little above the middle: words stand below.
    y: within(centreY - height * 0.45, crop.y, crop.height - height),
    width,
    height,
  };
}

/** Part of the frame that a photograph beside words fills to the edges: the right side, or the foot of upright frames. */
const BLEED = { wide: 0.56, square: 0.5, portrait: 0.6, tall: 0.58 };
/** A focus that takes up most of the picture is a guess and no product: a little of it may be cut. */
const GUESSED_SHARE = 0.5;
const KEPT_OF_GUESS = 0.8;

/** To three edges of the frame rather than a print hung on a wall, where the photograph's size and subject allow it. */
function bleedPanel(input: FrameInput, subject: SceneSubject): PhotoFraming | undefined {
  // Without knowing where its subject is, a photograph is not cut.
  if (!subject.box) return undefined;
  const { width, height, kind } = shape(input);
  const isSide = kind === 'wide' || kind === 'square';
  const box = isSide
    ? { x: width * (1 - BLEED[kind]), y: 0, width: width * BLEED[kind], height }
    : { x: 0, y: height * (1 - BLEED[kind]), width, height: height * BLEED[kind] };
  const crop = cropAround({ width: subject.width, height: subject.height }, box.width / box.height, subject);
  const isSharp = box.width / crop.width <= PLANNED_ENLARGEMENT;
  return isSharp && keepsMostOfSubject(crop, subject) ? { isFull: false, box, crop } : undefined;
}

function keepsMostOfSubject(crop: Box, subject: SceneSubject): boolean {
  if (!subject.box || subject.box.width * subject.box.height < GUESSED_SHARE) return keepsSubject(crop, subject);
  const overlap = (start: number, length: number, from: number, size: number) =>
    Math.max(0, Math.min(start + length, from + size) - Math.max(start, from)) / size;
  const across = overlap(crop.x, crop.width, subject.box.x * subject.width, subject.box.width * subject.width);
  const down = overlap(crop.y, crop.height, subject.box.y * subject.height, subject.box.height * subject.height);
  return Math.min(across, down) >= KEPT_OF_GUESS;
}

/** Shapes the prints of a pair may be cut to: side by side in broad frames, above each other in upright ones. */
const PAIR_SHAPES = { wide: [1.2, 1.34], square: [0.8, 0.92], portrait: [1.34, 1.5], tall: [1.1, 1.25] };
const PAIR = { share: 0.86, across: 0.8, gap: 0.03, stagger: 0.045 };
/** Photographs that far from each other in size are no pair. */
const PAIR_DIFFERENCE = 2.2;

/** Two small photographs as prints, a little out of line. Each is as large as it stays sharp. */
export function planPair(
  input: FrameInput,
  subjects: readonly [SceneSubject, SceneSubject],
): [PhotoFraming, PhotoFraming] | undefined {
  const { width, height, kind } = shape(input);
  const isRow = kind === 'wide' || kind === 'square';
  const crops = subjects.map((subject) => cropForPair(subject, PAIR_SHAPES[kind]));
  const [along, across] = isRow ? [width, height] : [height, width];
  const gap = PAIR.gap * width;
  const ratios = crops.map((crop) => (isRow ? crop.width / crop.height : crop.height / crop.width));
  const sharpest = crops.map((crop) => (isRow ? crop.height : crop.width) * PLANNED_ENLARGEMENT);
  if (Math.max(...sharpest) > Math.min(...sharpest) * PAIR_DIFFERENCE) return undefined;
  const widest = Math.min(
    across * (PAIR.across - 2 * PAIR.stagger),
    (along * PAIR.share - gap) / (ratios[0]! + ratios[1]!),
  );
  const depths = sharpest.map((most) => Math.min(most, widest));
  const lengths = ratios.map((ratio, index) => ratio * depths[index]!);
  const start = (along - lengths[0]! - lengths[1]! - gap) / 2;
  const [first, second] = crops.map((crop, index): PhotoFraming => {
    const from = index === 0 ? start : start + lengths[0]! + gap;
    const off = (across - depths[index]!) / 2 + (index === 0 ? -1 : 1) * PAIR.stagger * across;
    const box = isRow
      ? { x: from, y: off, width: lengths[index]!, height: depths[index]! }
      : { x: off, y: from, width: depths[index]!, height: lengths[index]! };
    return { isFull: false, box, crop };
  });
  return [first!, second!];
}

function cropForPair(subject: SceneSubject, shapes: readonly number[]): Box {
  const source = { width: subject.width, height: subject.height };
  const fitting = shapes
    .map((aspect) => cropAround(source, aspect, subject))
    // Cut at its sides alone: heads and foundations stay whole.
    .find((crop) => crop.height >= source.height - 1 && keepsSubject(crop, subject));
  return fitting ?? { x: 0, y: 0, ...source };
}

/** A print this narrow alone on its wall is a stamp: it is set on a card. */
const LEAST_PRINT = 0.62;
const MAT = { margin: 0.085, foot: 0.11 };

export function planMat(input: FrameInput, print: Box): Box | undefined {
  const { width, height, kind } = shape(input);
  const side = Math.min(width, height);
  const foot = MAT.foot * side;
  const isWhole = print.width > width * LEAST_PRINT || print.y < foot || kind === 'tall' || kind === 'portrait';
  if (isWhole) return undefined;
  const margin = MAT.margin * side;
  return {
    x: print.x - margin,
    y: print.y - margin,
    width: print.width + 2 * margin,
    height: print.height + margin + foot,
  };
}

/** Shapes a broad photograph may be cut to where the frame is upright: a letterbox there leaves two thirds empty. */
const UPRIGHT_PANELS = [0.86, 1, 1.2];

function cropForPanel(input: FrameInput, subject: SceneSubject): Box {
  const source = { width: subject.width, height: subject.height };
  const { width, kind } = shape(input);
  const isUpright = kind === 'tall' || kind === 'portrait';
  const fitting = UPRIGHT_PANELS.filter((aspect) => isUpright && aspect < source.width / source.height)
    .map((aspect) => cropAround(source, aspect, subject))
    .find((crop) => keepsSubject(crop, subject) && (width * 0.88) / crop.width <= PLANNED_ENLARGEMENT);
  return fitting ?? { x: 0, y: 0, ...source };
}

/** Largest crop of the frame's shape, moved so that the subject is in it, the subject's middle in the middle if it may. */
function cropAround(source: { width: number; height: number }, aspect: number, subject: SceneSubject): Box {
  const fitted = fitInside(aspect, source);
  const box = subject.box ?? { x: 0, y: 0, width: 1, height: 1 };
  const centreX = (box.x + box.width / 2) * source.width;
  const centreY = (box.y + box.height / 2) * source.height;
  return {
    x: Math.max(0, Math.min(source.width - fitted.width, centreX - fitted.width / 2)),
    y: Math.max(0, Math.min(source.height - fitted.height, centreY - fitted.height / 2)),
    ...fitted,
  };
}

function keepsSubject(crop: Box, subject: SceneSubject): boolean {
  if (!subject.box) return true;
  const left = subject.box.x * subject.width;
  const top = subject.box.y * subject.height;
  return (
    left >= crop.x - 1 &&
    top >= crop.y - 1 &&
    left + subject.box.width * subject.width <= crop.x + crop.width + 1 &&
    top + subject.box.height * subject.height <= crop.y + crop.height + 1
  );
}

function panelBox(
  input: FrameInput,
  subject: SceneSubject,
  hasWords: boolean,
  kind: ReturnType<typeof shape>['kind'],
): Box {
  const { width, height } = input.size;
  const aspect = subject.width / subject.height;
  const isSide = kind === 'wide' || kind === 'square';
  const limits = !hasWords
    ? { width: width * 0.86, height: height * 0.86 }
    : isSide
      ? { width: width * 0.5, height: height * 0.84 }
      : { width: width * 0.88, height: height * 0.56 };
  const fitted = fitInside(aspect, {
    width: Math.min(limits.width, subject.width * PLANNED_ENLARGEMENT),
    height: limits.height,
  });
  if (!hasWords) return { x: (width - fitted.width) / 2, y: (height - fitted.height) / 2, ...fitted };
  if (isStackedSquare(kind, aspect)) {
    const broad = fitInside(aspect, {
      width: Math.min(width * 0.88, subject.width * PLANNED_ENLARGEMENT),
      height: height * 0.58,
    });
    return { x: (width - broad.width) / 2, y: height * 0.06, ...broad };
  }
  if (isSide) return { x: width * 0.94 - fitted.width, y: (height - fitted.height) / 2, ...fitted };
  const top = height * (kind === 'tall' ? 0.37 : 0.33);
  return { x: (width - fitted.width) / 2, y: top + Math.max(0, (limits.height - fitted.height) * 0.3), ...fitted };
}

/** A broad photograph beside words in a square would be a stamp: it stands above them. */
function isStackedSquare(kind: ReturnType<typeof shape>['kind'], aspect: number): boolean {
  return kind === 'square' && aspect > 1.1;
}

/** Words beside or above a panel; over a full picture in its lower left third, on a scrim. */
export function planPhotoWords(input: SceneInput, framing: PhotoFraming): TextLine[] {
  const frame = shape(input);
  const { width, height, kind } = frame;
  const safe = safeZoneOf(input);
  const margin = leftEdge(input);
  const isSide = kind === 'wide' || kind === 'square';
  const words = wordsOf(input);
  const texts = words.lines.length > 0 ? words.lines : words.items.slice(0, 3);
  const sizePx = WORDS[kind] * baseOf(input) * nameGain(texts);
  const zone = framing.isFull
    ? isSide
      ? { x: margin, y: height * 0.5, width: width * 0.56, height: safe.y + safe.height - height * 0.5 }
      : centredZone(input, Math.max(safe.y, height * 0.38), safe.y + safe.height)
    : framing.box.y > 0 && isStackedSquare(kind, framing.box.width / framing.box.height)
      ? belowPanel(framing.box, safe, width)
      : isSide
        ? { x: margin, y: height * 0.18, width: framing.box.x - width * 0.035 - margin, height: height * 0.64 }
        : centredZone(input, safe.y, framing.box.y - width * 0.035);
  const { display, displayItalic } = input.look.fonts;
  return stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.08),
        {
          lines: texts.map((text, index) => ({
            text,
            family: index > 0 && index === texts.length - 1 ? displayItalic : display,
          })),
          role: 'display',
          sizePx,
          leading: 1.02,
          trackingEm: -0.012,
          gapPx: sizePx * 0.28,
          startSeconds: 0.14,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.36),
      ],
      zone,
      align: isSide ? 'left' : 'center',
      anchor: framing.isFull ? 'bottom' : 'middle',
      floorPx: floorSize(frame),
      group: 'words',
      // The finished picture decides: over a bright, even photograph dark words need no shadow laid under them.
      ink: 'auto',
    },
    input.measure,
  );
}

function belowPanel(panel: Box, safe: Box, width: number): Box {
  const top = panel.y + panel.height + width * 0.035;
  return { x: safe.x, y: top, width: safe.width, height: safe.y + safe.height - top };
}
