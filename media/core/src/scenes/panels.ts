import { cubicInOut, progress } from '../motion/curves.ts';
import { paintMacro } from '../sets/macro.ts';
import { insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import type { Box } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf } from './blocks.ts';
import { centredZone } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  mirrorLayout,
  momentsOf,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

/** Hook words, craft.md §5. */
const HOOK = { wide: 0.2, square: 0.14, portrait: 0.17, tall: 0.185 };
/** Strips drift 3 % of their height a second, alternately up and down. */
const STRIP_DRIFT = 0.03;
/** At mid-shot each strip is replaced as a belt, half of a tenth of a second after its neighbour. */
const BELT_SECONDS = 0.42;
const BELT_STAGGER = 0.05;
/** Strips are painted this much taller than their field, for the drift. */
const OVERSCAN = 1.16;
const OVERALL_DARK = 0.13;
/** Different parts of the products, so that one product alone still gives different strips. */
const CENTRES = [
  { x: 0.5, y: 0.62 },
  { x: 0.45, y: 0.4 },
  { x: 0.55, y: 0.72 },
  { x: 0.5, y: 0.3 },
  { x: 0.4, y: 0.55 },
  { x: 0.6, y: 0.8 },
];

export function planPanelsLayout(input: SceneInput): SceneLayout & { strips: Box[] } {
  const { width, height, kind } = shape(input);
  const isStacked = kind === 'tall' || kind === 'portrait';
  const strips = isStacked
    ? [0, 1].map((i) => ({ x: 0, y: (i * height) / 2, width, height: height / 2 }))
    : [0, 1, 2].map((i) => ({ x: (i * width) / 3, y: 0, width: width / 3, height }));
  const { lines } = wordsOf(input);
  const text = isStacked ? lines : [lines.join(' ')].filter((line) => line !== '');
  const safe = safeZoneOf(input);
  // In stacked shapes the words stay inside the upper strip: on a seam between two pictures they fall apart.
  const zone = isStacked
    ? centredZone(input, Math.max(safe.y, height * 0.15), height * 0.46)
    : { ...safe, y: height * 0.22, height: height * 0.56 };
  const layout = {
    ...EMPTY_LAYOUT,
    lines: stackText(
      {
        blocks: [
          {
            lines: text.map((line) => ({ text: line, family: input.look.fonts.display })),
            role: 'display',
            sizePx: HOOK[kind] * baseOf(input),
            leading: 0.95,
            trackingEm: -0.012,
            startSeconds: 0.04,
            entrySeconds: 0.6,
            maxCharacters: isStacked ? 12 : 22,
          },
        ],
        zone,
        align: 'center',
        anchor: 'middle',
        floorPx: floorSize(shape(input)),
        group: 'hook',
        ink: 'light',
      },
      input.measure,
    ),
    wordsOnProduct: true,
    // The whole frame is product.
    products: strips,
    shadow: input.look.palette.stage,
    settledSeconds: Math.min(0.7, input.seconds * 0.45),
    slide: {
      zone: isStacked ? zone : { ...safe, y: height * 0.12, height: height * 0.76 },
      atSeconds: [Math.min(0.7, changeOf(input) * 0.8), changeOf(input) + BELT_SECONDS + 2 * BELT_STAGGER],
    },
    strips,
  };
  return mirrorLayout(layout, input);
}

/** Moment at which the strips begin to be replaced. */
function changeOf(input: SceneInput): number {
  return momentsOf(input, 2, input.seconds * 0.5)[1]! - 0.12;
}

export const panelsScene = defineScene({
  kind: 'panels',
  planLayout: planPanelsLayout,
  async preparePicture(input, layout, toolkit) {
    const { strips } = layout;
    const macros = await Promise.all(
      strips.map(async (strip, index) => {
        const field = { width: strip.width * 1.02, height: strip.height * OVERSCAN };
        const pick = (number: number, centre: number) =>
          paintMacro(toolkit, subjectAt(input, number)!, field, { centre: CENTRES[centre % CENTRES.length]! });
        return [await pick(index, index), await pick(index + 1, index + 3)] as const;
      }),
    );
    const vignette = await paintVignette(toolkit, input.size, 0.5);
    const change = changeOf(input);
    const isStacked = strips[0]!.width === input.size.width;
    const isOneMaterial = new Set(input.scene.subjects.map((subject) => subject.hash)).size <= 1;
    return {
      enlargements: macros.flat().map((macro) => ({ use: 'macro', factor: macro.enlargement })),
      draw(context, seconds) {
        strips.forEach((strip, index) => {
          insideBox(context, { ...strip, width: strip.width + 0.5, height: strip.height + 0.5 }, () => {
            const direction = index % 2 === 0 ? 1 : -1;
            const belt = strip.height * OVERSCAN * direction;
            const drift = direction * (seconds * STRIP_DRIFT - 0.02) * strip.height;
            const share = cubicInOut(progress(seconds, change + index * BELT_STAGGER, BELT_SECONDS));
            const x = strip.x - strip.width * 0.01;
            const y = strip.y - strip.height * 0.08 + drift - share * belt;
            if (share < 1) context.drawImage(macros[index]![0].picture.source, x, y);
            if (share > 0) context.drawImage(macros[index]![1].picture.source, x, y + belt);
            shadeStrip(context, strip, isStacked);
            if (isOneMaterial) darken(context, strip, ONE_MATERIAL_SHADES[index % ONE_MATERIAL_SHADES.length]!);
          });
        });
        drawVignette(context, vignette, input.size);
        context.fillStyle = `rgba(12, 9, 16, ${OVERALL_DARK})`;
        context.fillRect(0, 0, input.size.width, input.size.height);
      },
    };
  },
});

/** Strips of one and the same thing stand in different light, or the first frame is one brown field. */
const ONE_MATERIAL_SHADES = [0, 0.42, 0.16];

function darken(context: CanvasRenderingContext2D, strip: Box, opacity: number): void {
  context.fillStyle = `rgba(12, 9, 16, ${opacity})`;
  context.fillRect(strip.x, strip.y, strip.width, strip.height);
}

/** Falloff only in the outer twentieth of a strip: a wider one looks like a row of cylinders. */
function shadeStrip(context: CanvasRenderingContext2D, strip: Box, isStacked: boolean): void {
  const gradient = isStacked
    ? context.createLinearGradient(0, strip.y, 0, strip.y + strip.height)
    : context.createLinearGradient(strip.x, 0, strip.x + strip.width, 0);
  gradient.addColorStop(0, 'rgba(12, 10, 18, 0.34)');
  gradient.addColorStop(0.05, 'rgba(12, 10, 18, 0.08)');
  gradient.addColorStop(0.95, 'rgba(12, 10, 18, 0.06)');
  gradient.addColorStop(1, 'rgba(12, 10, 18, 0.3)');
  context.fillStyle = gradient;
  context.fillRect(strip.x, strip.y, strip.width, strip.height);
}
