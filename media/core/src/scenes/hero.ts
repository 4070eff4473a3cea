import { KinoraError } from '@kinora/contract';
import { type Box, growBox } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { eyebrowBlock, smallBlock } from './blocks.ts';
import { type HeroFraming, type HeroSet, planHeroSet, prepareHeroPicture } from './hero-set.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  type FrameInput,
  groundColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

export type HeroLayout = SceneLayout & { set: HeroSet; framing: HeroFraming };

/** Headline sizes of craft.md §5: share of the height in wide frames, of the width elsewhere. */
const HEADLINE = { wide: 0.195, square: 0.098, portrait: 0.125, tall: 0.15 };
const LEADING = 0.93;
/** The arch grows towards the words while the camera drifts, and letters lean out of their width: less and they touch. */
const NICHE_GAP = 0.056;
const ONE_LINE_CHARACTERS = 18;

/** Product on a lit wall in a niche, headline beside it (wide, square) or above it (portrait, tall). */
export function planHeroLayout(input: SceneInput): HeroLayout {
  const subject = requireSubject(input);
  const set = mirrorSet(planHeroSet(input, subject), input);
  const { width, height } = input.size;
  const middle = { x: width / 2, y: height / 2 };
  const words = wordsOf(input);
  const { kind } = shape(input);
  const sizePx = HEADLINE[kind] * (kind === 'wide' ? height : width);
  const isSide = kind === 'wide' || kind === 'square';
  const lines = stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.12),
        {
          lines: headlineOf(words.lines, isSide).map((text) => ({ text, family: input.look.fonts.display })),
          role: 'display',
          sizePx,
          leading: LEADING,
          trackingEm: -0.016,
          gapPx: sizePx * (isSide ? 0.34 : 0.22),
          startSeconds: 0.25,
          entrySeconds: 0.75,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.3),
      ],
      zone: wordZone(input, planHeroSet(input, subject)),
      align: isSide ? 'left' : 'center',
      anchor: isSide ? 'middle' : 'bottom',
      floorPx: floorSize(shape(input)),
      group: 'headline',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  return {
    ...mirrorLayout(
      { ...EMPTY_LAYOUT, lines, shadow: groundColour(input), settledSeconds: Math.min(1.3, input.seconds * 0.8) },
      input,
    ),
    products: [set.product],
    set,
    framing: { scale: 1, from: middle, to: middle },
  };
}

/** Above the niche a short headline stands on one line: two would press on the arch. */
function headlineOf(lines: readonly string[], isSide: boolean): readonly string[] {
  const joined = lines.join(' ');
  return isSide || lines.length === 0 || [...joined].length > ONE_LINE_CHARACTERS ? lines : [joined];
}

/** From the safe zone inwards: what is left beside the niche, or above it, 3 % away from the product. */
function wordZone(input: SceneInput, set: HeroSet): Box {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  const keepOff = growBox(set.product, frame.width * 0.03);
  if (frame.kind === 'wide' || frame.kind === 'square') {
    const left = leftEdge(input);
    const right = Math.min(keepOff.x, set.niche.x - frame.width * NICHE_GAP);
    return { x: left, y: Math.max(safe.y, frame.height * 0.2), width: right - left, height: frame.height * 0.6 };
  }
  const bottom = Math.min(keepOff.y, set.niche.y - frame.height * 0.026);
  return centredZone(input, safe.y, bottom);
}

/** Centred words in tall frames keep the wider margin of the two on both sides. */
export function centredZone(input: SceneInput, top: number, bottom: number): Box {
  const safe = safeZoneOf(input);
  const inset = Math.max(safe.x, input.size.width - safe.x - safe.width);
  return { x: inset, y: top, width: input.size.width - 2 * inset, height: bottom - top };
}

export function mirrorSet(set: HeroSet, input: SceneInput): HeroSet {
  if (!isMirrored(input.look)) return set;
  const flip = (box: Box) => ({ ...box, x: input.size.width - box.x - box.width });
  return { ...set, product: flip(set.product), niche: flip(set.niche) };
}

export function requireSubject(input: FrameInput) {
  const subject = subjectAt(input, 0);
  if (subject) return subject;
  throw new KinoraError('scene.subject_missing', `The scene "${input.scene.kind}" needs a product and has none.`, {
    sentence: 'This kind of shot needs a product photograph. Add one or choose a typographic shot.',
  });
}

export const heroScene = defineScene<HeroLayout>({
  kind: 'hero',
  planLayout: planHeroLayout,
  preparePicture: (input, layout, toolkit) =>
    prepareHeroPicture(input, toolkit, { hero: layout.set, subject: requireSubject(input), framing: layout.framing }),
});
