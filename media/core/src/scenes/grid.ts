import type { SceneSubject } from '@kinora/contract';
import { lchToRgb } from '../colour/lch.ts';
import { progress, quintOut, wipeOver } from '../motion/curves.ts';
import { drawFloorBand, drawStandingShadow, horizonBehind } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { paintMacro } from '../sets/macro.ts';
import { aboutPoint, drawCover, insideBox } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInside } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf } from './blocks.ts';
import { requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  fieldColour,
  groundColour,
  inkWishOn,
  isMirrored,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

/** Cells open upwards along the diagonal; half macro, half product, one of type (craft.md §4). */
const OPEN_SECONDS = 0.6;
const STAGGER = 0.09;
const GAP = 0.005;
const DRIFT = 0.012;
const TYPE = { wide: 0.085, square: 0.066, portrait: 0.076, tall: 0.084 };
const CENTRES = [
  { x: 0.5, y: 0.6 },
  { x: 0.45, y: 0.35 },
  { x: 0.55, y: 0.7 },
];

type Cell = { box: Box; use: 'macro' | 'product' | 'type'; index: number; openAt: number };
export type GridLayout = SceneLayout & { cells: Cell[] };

const GRIDS = {
  // Which cell holds the words: in tall frames the middle row, which the players of phones leave free.
  wide: { columns: 3, rows: 2, type: 0 },
  square: { columns: 2, rows: 2, type: 2 },
  portrait: { columns: 2, rows: 3, type: 2 },
  tall: { columns: 2, rows: 3, type: 2 },
};

export function planGridLayout(input: SceneInput): GridLayout {
  requireSubject(input);
  const cells = planCells(input);
  const words = wordsOf(input);
  const typeCell = cells.find((cell) => cell.use === 'type') ?? cells[0]!;
  const texts = words.lines.length > 0 ? words.lines : words.items.slice(0, 3);
  const lines = stackText(
    {
      blocks: [
        {
          lines: texts.map((text, index) => ({
            text,
            family: index > 0 && index === texts.length - 1 ? input.look.fonts.displayItalic : input.look.fonts.display,
          })),
          role: 'display',
          sizePx: TYPE[shape(input).kind] * baseOf(input),
          leading: 1.06,
          trackingEm: -0.012,
          startSeconds: typeCell.openAt + 0.2,
        },
      ],
      zone: cellZone(input, typeCell.box),
      align: 'left',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: 'cell',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const products = cells.filter((cell) => cell.use !== 'type').map((cell) => cell.box);
  const layout = {
    ...EMPTY_LAYOUT,
    lines,
    products,
    shadow: groundColour(input),
    settledSeconds: Math.min(1.6, input.seconds * 0.85),
    cells,
  };
  const mirrored = mirrorLayout(layout, input);
  if (!isMirrored(input.look)) return mirrored;
  return {
    ...mirrored,
    cells: cells.map((cell) => ({ ...cell, box: { ...cell.box, x: input.size.width - cell.box.x - cell.box.width } })),
  };
}

function planCells(input: SceneInput): Cell[] {
  const { width, height, kind } = shape(input);
  const { columns, rows, type } = GRIDS[kind];
  const gap = GAP * width;
  const cellWidth = (width - gap * (columns - 1)) / columns;
  const cellHeight = (height - gap * (rows - 1)) / rows;
  const hasWords = wordsOf(input).lines.length + wordsOf(input).items.length > 0;
  return Array.from({ length: columns * rows }, (_, number) => {
    const column = number % columns;
    const row = Math.floor(number / columns);
    // A grid without words has no empty cell: its place goes to a product.
    const use = number === type && hasWords ? 'type' : (column + row) % 2 === 0 ? 'product' : 'macro';
    return {
      box: { x: column * (cellWidth + gap), y: row * (cellHeight + gap), width: cellWidth, height: cellHeight },
      use: use as Cell['use'],
      index: number,
      // Frame 0 is already full of picture: the first diagonal stands, the others open.
      openAt: (column + row) * STAGGER,
    };
  });
}

function cellZone(input: SceneInput, box: Box): Box {
  const safe = safeZoneOf(input);
  const inset = box.width * 0.1;
  const x = Math.max(box.x + inset, safe.x);
  const y = Math.max(box.y + inset * 0.6, safe.y);
  const right = Math.min(box.x + box.width - inset * 0.6, safe.x + safe.width);
  const bottom = Math.min(box.y + box.height - inset * 0.6, safe.y + safe.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** Products and materials are dealt out separately, so that no cell repeats while another waits. */
function subjectOf(input: SceneInput, cells: readonly Cell[], cell: Cell): SceneSubject {
  const isMacro = cell.use === 'macro';
  const fitting = input.scene.subjects.filter((subject) => (subject.use === 'macro') === isMacro);
  const place = cells.filter((other) => other.use === cell.use).indexOf(cell);
  return fitting.length > 0 ? fitting[place % fitting.length]! : subjectAt(input, place)!;
}

/** The floor of a cell begins this far behind the foot of what stands in it, in shares of its height. */
const FLOOR_RISE = 0.06;

export const gridScene = defineScene<GridLayout>({
  kind: 'grid',
  planLayout: planGridLayout,
  async preparePicture(input, layout, toolkit) {
    const enlargements: { use: string; factor: number }[] = [];
    const draws = await Promise.all(
      layout.cells.map(async (cell) => {
        const subject = subjectOf(input, layout.cells, cell);
        if (cell.use === 'macro') {
          const field = { width: cell.box.width * 1.08, height: cell.box.height * 1.08 };
          const macro = await paintMacro(toolkit, subject, field, { centre: CENTRES[cell.index % CENTRES.length]! });
          enlargements.push({ use: 'macro', factor: macro.enlargement });
          return (context: CanvasRenderingContext2D, zoom: number) => drawCover(context, macro.picture, cell.box, zoom);
        }
        const colour = cell.use === 'type' ? groundColour(input) : fieldColour(input, cell.index);
        const wall = await paintWall(toolkit, cell.box, {
          colour,
          light: { x: 0.2, y: 0.1 },
          drop: 10,
          seed: 31 + cell.index,
        });
        if (cell.use === 'type') return (context: CanvasRenderingContext2D) => drawCover(context, wall, cell.box);
        const fitted = fitInside(subject.width / subject.height, {
          width: cell.box.width * 0.74,
          height: cell.box.height * 0.8,
        });
        const product = await paintProduct(toolkit, subject, fitted.height * 1.08, {
          wrap: lchToRgb(colour),
          lift: 0.6,
        });
        const footing = subject.stands ? await measureFooting(toolkit, subject) : undefined;
        const shadow = footing ? undefined : await paintShadow(toolkit, subject, fitted.height);
        enlargements.push({ use: 'cutout', factor: fitted.height / subject.height });
        const centre = { x: cell.box.x + cell.box.width / 2, y: cell.box.y + cell.box.height / 2 };
        const place = { x: centre.x - fitted.width / 2, y: centre.y - fitted.height / 2, ...fitted };
        return (context: CanvasRenderingContext2D, zoom: number) => {
          drawCover(context, wall, cell.box);
          const foot = place.y + place.height;
          if (footing)
            drawFloorBand(context, cell.box, horizonBehind(foot - fitted.height * FLOOR_RISE, place, footing), colour);
          aboutPoint(context, footing ? { x: centre.x, y: foot } : centre, { zoom }, () => {
            if (footing) drawStandingShadow(context, place, footing);
            drawProduct(context, product, shadow, { centreX: centre.x, centreY: centre.y, height: fitted.height });
          });
        };
      }),
    );
    const vignette = await paintVignette(toolkit, input.size, 0.18);
    const ground = await paintWall(toolkit, input.size, { colour: groundColour(input), drop: 12 });
    const middle = { x: input.size.width / 2, y: input.size.height / 2 };
    return {
      enlargements,
      draw(context, seconds) {
        const frame = { x: 0, y: 0, ...input.size };
        drawCover(context, ground, frame);
        // The drift is on the cells' pictures and not on the grid: its lines stay where the eye holds them.
        const zoom = 1.02 + DRIFT * seconds;
        layout.cells.forEach((cell, number) => {
          const along = progress(seconds, cell.openAt - 0.12, OPEN_SECONDS);
          const open = wipeOver(along);
          if (open <= 0) return;
          const shown = cell.box.height * open;
          insideBox(
            context,
            { x: cell.box.x, y: cell.box.y + cell.box.height - shown, width: cell.box.width, height: shown },
            () =>
              aboutPoint(context, middle, { moveY: (1 - quintOut(along)) * cell.box.height * 0.1 }, () =>
                draws[number]!(context, zoom),
              ),
          );
        });
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
