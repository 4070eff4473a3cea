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
