import { rgbToLab } from '../colour/lch.ts';
import { type Box, boxesMeet, growBox } from './box.ts';

/** Words keep 3 % of the frame's width away from the product. */
const PRODUCT_MARGIN = 0.03;
const STEPS = 12;

export type CalmArea = { box: Box; deviationL: number };

/**
 * The window of the text's size with the lowest deviation of lightness inside a zone, away from the products
 * (craft.md §5, order of placing words). Undefined when no window is free.
 */
export function findCalmArea(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  request: { text: { width: number; height: number }; zone: Box; products: readonly Box[] },
): CalmArea | undefined {
  const table = lightnessTable(pixels, size);
  const { text, zone } = request;
  const avoid = request.products.map((box) => growBox(box, size.width * PRODUCT_MARGIN));
  let best: CalmArea | undefined;
  for (let row = 0; row <= STEPS; row++) {
    for (let column = 0; column <= STEPS; column++) {
      const box = {
        x: zone.x + ((zone.width - text.width) * column) / STEPS,
        y: zone.y + ((zone.height - text.height) * row) / STEPS,
        ...text,
      };
      if (avoid.some((product) => boxesMeet(product, box))) continue;
      const deviationL = deviationIn(table, size.width, size.height, box);
      if (!best || deviationL < best.deviationL) best = { box, deviationL };
    }
  }
  return best;
}

type LightnessTable = { sums: Float64Array; squares: Float64Array; stride: number };

/** Summed tables make the deviation of any window four look-ups. */
function lightnessTable(pixels: Uint8ClampedArray, size: { width: number; height: number }): LightnessTable {
  const stride = size.width + 1;
  const sums = new Float64Array(stride * (size.height + 1));
  const squares = new Float64Array(sums.length);
  for (let y = 0; y < size.height; y++) {
    let rowSum = 0;
    let rowSquares = 0;
    for (let x = 0; x < size.width; x++) {
      const i = (y * size.width + x) * 4;
      const { l } = rgbToLab(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
      rowSum += l;
      rowSquares += l * l;
      const at = (y + 1) * stride + x + 1;
      sums[at] = sums[at - stride]! + rowSum;
      squares[at] = squares[at - stride]! + rowSquares;
    }
  }
  return { sums, squares, stride };
}

function deviationIn(table: LightnessTable, width: number, height: number, box: Box): number {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(width, Math.max(left + 1, Math.ceil(box.x + box.width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.ceil(box.y + box.height)));
  const count = (right - left) * (bottom - top);
  const within = (values: Float64Array) =>
    values[bottom * table.stride + right]! -
    values[top * table.stride + right]! -
    values[bottom * table.stride + left]! +
    values[top * table.stride + left]!;
  const mean = within(table.sums) / count;
  return Math.sqrt(Math.max(0, within(table.squares) / count - mean * mean));
}

/** Places tried between the ends of a zone, and parts of the words' width that are looked at for themselves. */
const SLIDES = 16;
const BANDS = 12;
/** Print, stitching and borders change by so much from pixel to pixel; leather and an even knit by less. In L. */
const EDGE = 14;
/** Of what can be gained so much is left for a place nearer to the planned one. */
const NEARLY = 0.05;

/**
 * The height in a zone at which words of this size cover least of what is printed, written or sewn in any of the pictures.
 * `edges`: share of what they cover that ends in an edge, beyond what the material under each part of them always has
 * (a herringbone, the seam between two pictures); `edgesBefore` where they were planned.
 */
export function findPlainHeight(
  pictures: readonly Uint8ClampedArray[],
  size: { width: number; height: number },
  { text, zone }: { text: Box; zone: Box },
): { y: number; edges: number; edgesBefore: number } {
  const room = Math.max(0, zone.height - text.height);
  const heights = [text.y, ...Array.from({ length: SLIDES + 1 }, (_, index) => zone.y + (room * index) / SLIDES)];
  const scores = pictures.map((pixels) => edgesBeyondMaterial(pixels, size, { text, heights }));
  const edges = heights.map((_, index) => Math.max(...scores.map((score) => score[index]!)));
  const least = Math.min(...edges);
  const goodEnough = least + (edges[0]! - least) * NEARLY;
  const nearest = heights
    .map((y, index) => ({ y, edges: edges[index]! }))
    .filter((place) => place.edges <= goodEnough)
    .reduce((best, place) => (Math.abs(place.y - text.y) < Math.abs(best.y - text.y) ? place : best));
  return { ...nearest, edgesBefore: edges[0]! };
}

function edgesBeyondMaterial(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  { text, heights }: { text: Box; heights: readonly number[] },
): number[] {
  const scores = heights.map(() => 0);
  for (let band = 0; band < BANDS; band++) {
    const left = Math.max(0, Math.floor(text.x + (text.width * band) / BANDS));
    const right = Math.min(size.width - 1, Math.ceil(text.x + (text.width * (band + 1)) / BANDS));
    const rows = Array.from({ length: size.height }, (_, y) => edgesInRow(pixels, size, { y, left, right }));
    const shares = heights.map((y) => {
      const [from, to] = [Math.max(0, Math.round(y)), Math.min(size.height, Math.round(y + text.height))];
      return rows.slice(from, to).reduce((sum, one) => sum + one, 0) / Math.max(1, to - from);
    });
    const always = Math.min(...shares);
    for (const [index, share] of shares.entries()) scores[index] = scores[index]! + (share - always) / BANDS;
  }
  return scores;
}

/** Share of the pixels of a row between two columns that end in an edge. */
function edgesInRow(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  { y, left, right }: { y: number; left: number; right: number },
): number {
  const lightAt = (x: number, row: number) => {
    const i = (row * size.width + x) * 4;
    return rgbToLab(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!).l;
  };
  let edges = 0;
  for (let x = left; x < right; x++) {
    const here = lightAt(x, y);
    const below = y + 1 < size.height ? lightAt(x, y + 1) : here;
    if (Math.max(Math.abs(lightAt(x + 1, y) - here), Math.abs(below - here)) > EDGE) edges += 1;
  }
  return edges / Math.max(1, right - left);
}
