import { type PictureAnalysis, SIDE_TRUST_LIMIT } from '@kinora/contract';
import { STEP_ANGLES } from '@kinora/media-core';
import { cutoutSubject, type RankedPicture } from '../film/planner/pictures.ts';

/** One thing from several sides keeps its colours; a bicycle seen from its end is a quarter as broad as from its side. */
const MOST_COLOUR_DISTANCE = 22;
const MOST_SHAPE_FACTOR = 4;
/** What stands is seen to stand from some sides only: from others its wheels lie behind each other. */
const STANDING_SHARE = 1 / 3;

/**
 * The photographs that show the same thing as the first one, in the person's order. Different things on one turntable
 * would turn into each other.
 */
export function sidesOf(ranked: readonly RankedPicture[]): RankedPicture[] {
  const inOrder = ranked.toSorted((a, b) => a.index - b.index);
  const trusted = sameAsFirst(inOrder.filter((picture) => picture.cutout));
  const all = sameAsFirst(inOrder.flatMap((picture) => withDoubtful(picture)));
  // A few ragged cut-outs among good ones fill their gaps; many of them are no turn.
  const sides = trusted.length >= STEP_ANGLES && trusted.length * 2 >= all.length ? all : trusted;
  if (sides.length < STEP_ANGLES) return standAlike(sides);
  const standing = sides.filter(({ cutout }) => cutout!.stands).length;
  const stands = standing >= sides.length * STANDING_SHARE;
  return sides.map((side) => ({ ...side, cutout: { ...side.cutout!, stands } }));
}

function withDoubtful(picture: RankedPicture): RankedPicture[] {
  if (picture.cutout) return [picture];
  const { picture: source } = picture;
  if (source.kind !== 'photo' || (source.analysis.cutout?.trust ?? 0) < SIDE_TRUST_LIMIT) return [];
  const cutout = cutoutSubject(source.key, source.analysis);
  return cutout ? [{ ...picture, cutout }] : [];
}

function sameAsFirst(pictures: readonly RankedPicture[]): RankedPicture[] {
  const [first] = pictures;
  return first ? pictures.filter((picture) => picture === first || isSameThing(first, picture)) : [];
}

function standAlike(pictures: readonly RankedPicture[]): RankedPicture[] {
  return pictures.filter(({ cutout }) => cutout!.stands === pictures[0]!.cutout!.stands);
}

function isSameThing(first: RankedPicture, other: RankedPicture): boolean {
  const [a, b] = [first.cutout!, other.cutout!];
  const shape = a.width / a.height / (b.width / b.height);
  if (Math.max(shape, 1 / shape) > MOST_SHAPE_FACTOR) return false;
  return colourDistance(meanColour(first), meanColour(other)) <= MOST_COLOUR_DISTANCE;
}

type Lab = { l: number; a: number; b: number };

function meanColour({ picture }: RankedPicture): Lab {
  const palette: PictureAnalysis['palette'] = picture.kind === 'photo' ? picture.analysis.palette : [];
  const total = palette.reduce((sum, { share }) => sum + share, 0) || 1;
  return palette.reduce(
    (mean, { colour, share }) => {
      const hue = (colour.h * Math.PI) / 180;
      const weight = share / total;
      return {
        l: mean.l + colour.l * weight,
        a: mean.a + Math.cos(hue) * colour.c * weight,
        b: mean.b + Math.sin(hue) * colour.c * weight,
      };
    },
    { l: 0, a: 0, b: 0 },
  );
}

/** Lightness counts half: another side has another shadow. */
function colourDistance(first: Lab, second: Lab): number {
  return Math.hypot((first.l - second.l) * 0.5, first.a - second.a, first.b - second.b);
}
