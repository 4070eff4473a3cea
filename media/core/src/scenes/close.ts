import { type Box, growBox } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, smallBlock } from './blocks.ts';
import { centredZone, type HeroLayout, mirrorSet, requireSubject } from './hero.ts';
import { framedBox, type HeroFraming, type HeroSet, planHeroSet, prepareHeroPicture } from './hero-set.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  hasWords,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

/** 1.6 × of the hero: less than 1.5 × reads as a mistake at the cut (craft.md §6). */
const CLOSE_SCALE = 1.62;
const WORDS = { wide: 0.118, square: 0.076, portrait: 0.105, tall: 0.118 };

/** The column beside a close view is narrow. */
const CLOSE_CHARACTERS = 11;
/** Three lines a little smaller rather than four large ones. */
const RUN_ON_SIZE = 0.82;

/** Two lines too long for the column run on as one text and break into three even ones, not each into two. */
function closeLines(lines: readonly string[], isSide: boolean): string[] {
  const isLong = lines.some((line) => [...line].length > CLOSE_CHARACTERS);
  return isSide && isLong ? [lines.join(' ')] : [...lines];
}

/** The hero's set from nearer: same light, same wall, upper third of the product. */
export function planCloseLayout(input: SceneInput): HeroLayout {
  const subject = requireSubject(input);
  const wide = planHeroSet(input, subject);
  const framing = closeFraming(input, wide);
  const seen = framedBox(wide.product, framing);
  const words = wordsOf(input);
  const { kind } = shape(input);
  const isSide = kind === 'wide' || kind === 'square';
  const texts = closeLines(words.lines, isSide);
  const sizePx = WORDS[kind] * baseOf(input) * (texts.length < words.lines.length ? RUN_ON_SIZE : 1);
  const lines = stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.1),
        {
          lines: texts.map((text) => ({ text, family: input.look.fonts.display })),
          role: 'display',
          sizePx,
          leading: 1,
          trackingEm: -0.012,
          gapPx: sizePx * 0.3,
          startSeconds: 0.12,
          entrySeconds: 0.6,
          maxCharacters: isSide ? CLOSE_CHARACTERS : 18,
        },
        smallBlock(input, words.small, 0.5, sizePx * 0.3),
      ],
      zone: closeZone(input, seen, framedBox(wide.niche, framing)),
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: 'headline',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const flipped = isMirrored(input.look);
  const flipX = (point: { x: number; y: number }) => (flipped ? { ...point, x: input.size.width - point.x } : point);
  const mirrored = { ...framing, from: flipX(framing.from), to: flipX(framing.to) };
  const set = mirrorSet(wide, input);
  return {
    ...mirrorLayout(
      { ...EMPTY_LAYOUT, lines, shadow: groundColour(input), settledSeconds: Math.min(1.2, input.seconds * 0.8) },
      input,
    ),
    products: [framedBox(set.product, mirrored)],
    set,
    framing: mirrored,
  };
}

/**
 * Wide and square keep the words' side free; portrait and tall bring the product's top under the words, so that nothing
 * is written over the product (the proof film needed a scrim there and it looked heavy).
 * The niche's foot stays below the frame: its end seen in a close view looks like a cut-out card.
 */
function closeFraming(input: SceneInput, set: HeroSet): HeroFraming {
  const { width, height, kind } = shape(input);
  const { product } = set;
  const middleX = product.x + product.width / 2;
  if (kind === 'wide' || kind === 'square') {
    const room = kind === 'wide' ? 0.315 : 0.34;
    // A broad product is brought further to its side, so that the words keep at least a third of the width.
    const toX = Math.max(
      width * (1 - room),
      width * (kind === 'wide' ? 0.4 : 0.42) + (product.width * CLOSE_SCALE) / 2,
    );
    const fromY = product.y + product.height * (set.stands ? 0.4 : 0.31);
    const lowest = height - (set.niche.y + set.niche.height - fromY) * CLOSE_SCALE;
    return {
      scale: CLOSE_SCALE,
      from: { x: middleX, y: fromY },
      to: { x: hasWords(input) ? Math.min(toX, width * 0.86) : width * 0.5, y: Math.max(height * 0.5, lowest) },
    };
  }
  const top = height * (kind === 'tall' ? 0.305 : 0.27);
  const scale = CLOSE_SCALE * 0.96;
  const lowest = height - (set.niche.y + set.niche.height - product.y) * scale;
  return { scale, from: { x: middleX, y: product.y }, to: { x: width * 0.5, y: Math.max(top, lowest) } };
}

function closeZone(input: SceneInput, product: Box, niche: Box): Box {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  const keepOff = growBox(product, frame.width * 0.03);
  if (frame.kind === 'wide' || frame.kind === 'square') {
    const left = leftEdge(input);
    // On the wall when the arch leaves room for words there, else inside the arch, still off the product.
    const beforeArch = Math.min(keepOff.x, niche.x - frame.width * 0.032) - left;
    const room = beforeArch > frame.width * 0.16 ? beforeArch : keepOff.x - left;
    return { x: left, y: frame.height * 0.25, width: room, height: frame.height * 0.5 };
  }
  // Above the arch when its top is in the frame, else wholly inside it: words across its edge need a scrim.
  const aboveArch = niche.y - frame.height * 0.014;
  const hasRoom = aboveArch - safe.y > frame.height * 0.07;
  return centredZone(input, safe.y, Math.min(hasRoom ? aboveArch : keepOff.y, keepOff.y, safe.y + safe.height));
}

export const closeScene = defineScene<HeroLayout>({
  kind: 'close',
  planLayout: planCloseLayout,
  preparePicture: (input, layout, toolkit) =>
    prepareHeroPicture(input, toolkit, { hero: layout.set, subject: requireSubject(input), framing: layout.framing }),
});
