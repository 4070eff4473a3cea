import type { PictureAnalysis } from '@kinora/contract';
import type { RankedPicture } from '../film/planner/pictures.ts';

/** One thing from several sides keeps its colours and, standing, its height; its width may change by so much. */
const MOST_COLOUR_DISTANCE = 22;
const MOST_SHAPE_FACTOR = 2.6;

/**
 * The photographs that show the same thing as the first one, in the person's order. Different things on one turntable
 * would turn into each other.
 */
export function sidesOf(ranked: readonly RankedPicture[]): RankedPicture[] {
  const inOrder = ranked.filter((picture) => picture.cutout).toSorted((a, b) => a.index - b.index);
  const [first] = inOrder;
  if (!first) return [];
  return inOrder.filter((picture) => picture === first || isSameThing(first, picture));
}

function isSameThing(first: RankedPicture, other: RankedPicture): boolean {
  const [a, b] = [first.cutout!, other.cutout!];
  if (a.stands !== b.stands) return false;
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
