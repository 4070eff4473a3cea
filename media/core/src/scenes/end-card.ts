import { KinoraError, type Lch } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { planCamera } from '../motion/camera.ts';
import { DARK_CARD, paintEndStage } from '../sets/end-stage.ts';
import { drawCover } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { cameraDrift, drawWindowLight, paintWindowLight } from '../sets/window-light.ts';
import { type Box, fitInside, unionOf } from '../type/box.ts';
import { scriptOf } from '../type/shelf.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, holdingSize, smallBlock } from './blocks.ts';
import { chooseLogo } from './choose-logo.ts';
import { centredZone } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  type Hairline,
  inkWishOn,
  type LogoPlace,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  type ScenePicture,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

/** Nothing but the name, a hairline and one line of text (craft.md §4). */
const WORDMARK = { wide: 0.12, square: 0.092, portrait: 0.125, tall: 0.145 };
const TRACKING_FROM = 0.2;
const TRACKING_TO = 0.13;
const HAIRLINE = { wide: 0.045, square: 0.09, portrait: 0.1, tall: 0.12 };
/** Middle of the card: tall frames sit higher, inside the band that phones leave free. */
const MIDDLE = { wide: 0.49, square: 0.49, portrait: 0.48, tall: 0.415 };
/** Short names grow until they hold this share of the frame's width. */
const SHORT_NAME = { wide: 0.3, square: 0.44, portrait: 0.5, tall: 0.56 };
const LOGO_LIMIT = {
  wide: { width: 0.34, height: 0.26 },
  square: { width: 0.52, height: 0.26 },
  portrait: { width: 0.56, height: 0.22 },
  tall: { width: 0.6, height: 0.16 },
};
/** A name of one word or in a joined script is not broken over two lines in tall frames. */
const DRIFT = { drift: 0.007, kick: 0.008 };
/** The light is all that moves on a settled card: slower than this and a draft without grain stands still. */
const LIGHT_SPEED = 2.4;

export function planEndCardLayout(input: SceneInput): SceneLayout {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  const zone = frame.kind === 'tall' ? centredZone(input, safe.y, safe.y + safe.height) : safe;
  const words = wordsOf(input);
  const middleY = MIDDLE[frame.kind] * input.size.height;
  const gap = baseOf(input) * 0.05;
  const small = stackText(
    {
      blocks: [smallBlock(input, words.small, 0.65, 0)],
      zone,
      align: 'center',
      anchor: 'top',
      floorPx: floorSize(frame),
      group: 'name',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const logo = planLogo(input, zone);
  const name = logo ? [] : planName(input, zone, words.wordmark || words.lines.join(' '));
  const nameHeight = logo ? logo.height : heightOf(name);
  const smallHeight = heightOf(small);
  const hasBoth = nameHeight > 0 && smallHeight > 0;
  const total = nameHeight + (hasBoth ? 2 * gap : 0) + smallHeight;
  const top = Math.max(zone.y, Math.min(middleY - total / 2, zone.y + zone.height - total));
  const hairlines: Hairline[] = hasBoth ? [planHairline(input, top + nameHeight + gap)] : [];
  const layout: SceneLayout = {
    ...EMPTY_LAYOUT,
    lines: [...shift(name, top - zone.y), ...shift(small, top - zone.y + nameHeight + (hasBoth ? 2 * gap : 0))],
    hairlines,
    logos: logo ? [placeLogo(input, logo, top)] : [],
    shadow: groundColour(input),
    settledSeconds: Math.min(1.8, input.seconds * 0.85),
  };
  return mirrorLayout(layout, input);
}

function planName(input: SceneInput, zone: Box, name: string): TextLine[] {
  const frame = shape(input);
  const isNarrow = frame.kind === 'tall' || frame.kind === 'portrait';
  const words = name.split(' ').filter((word) => word !== '');
  const isLatin = !/[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(name);
  const family = input.look.fonts.wordmark;
  const lines = (isNarrow && words.length === 2 && isLatin ? words : [name]).map(asWordmark);
  const sizePx = holdingSize(
    input,
    lines.map((text) => ({ text, family })),
    { sizePx: WORDMARK[frame.kind] * baseOf(input), widthPx: SHORT_NAME[frame.kind] * input.size.width },
  );
  const set = stackText(
    {
      blocks: [
        {
          lines: lines.map((text) => ({ text, family })),
          role: 'display',
          sizePx,
          leading: 1.12,
          // Fitted at the wider tracking it opens with, so that the opening stays inside the zone too.
          trackingEm: TRACKING_FROM,
          startSeconds: 0.05,
          staggerSeconds: 0.1,
          entrySeconds: 1.6,
          maxCharacters: 24,
          key: 'wordmark',
        },
      ],
      zone,
      align: 'center',
      anchor: 'top',
      floorPx: floorSize(frame),
      group: 'name',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  return set.map(closeTracking);
}

/** A name is set in capitals as a mark; one that mixes them inside itself (“iPhone”, “McKay”) keeps its own spelling. */
function asWordmark(name: string): string {
  const isPlain = name.split(' ').every((word) => !/\p{Ll}\p{Lu}/u.test(word) && !/[.@/]/u.test(word));
  return isPlain && scriptOf(name) === 'latin' ? name.toLocaleUpperCase('en') : name;
}

/** The line as it settles: closer letters, still centred. */
function closeTracking(line: TextLine): TextLine {
  if (line.trackingEm === 0) return { ...line, rise: 0.35 };
  const narrowing = (TRACKING_FROM - TRACKING_TO) * line.sizePx * ([...line.text].length - 1);
  const box = { ...line.box, x: line.box.x + narrowing / 2, width: line.box.width - narrowing };
  return {
    ...line,
    box,
    x: box.x,
    widthPx: box.width,
    trackingEm: TRACKING_TO,
    trackingFromEm: TRACKING_FROM,
    rise: 0.35,
  };
}

function planLogo(input: SceneInput, zone: Box): { width: number; height: number } | undefined {
  const { logo } = input.look;
  if (!logo) return undefined;
  const limit = LOGO_LIMIT[shape(input).kind];
  const maximum = {
    width: Math.min(zone.width, limit.width * input.size.width),
    height: limit.height * input.size.height,
  };
  return fitInside(logo.width / logo.height, maximum);
}

function placeLogo(input: SceneInput, logo: { width: number; height: number }, top: number): LogoPlace {
  return { box: { x: (input.size.width - logo.width) / 2, y: top, ...logo }, startSeconds: 0.05, group: 'name' };
}

function planHairline(input: SceneInput, y: number): Hairline {
  const width = HAIRLINE[shape(input).kind] * input.size.width;
  // Thinner than 2 px at 1080 breaks up in H.264.
  const height = Math.max(2, 2 * shape(input).unit);
  return {
    box: { x: (input.size.width - width) / 2, y, width, height },
    origin: 'center',
    startSeconds: 0.45,
    growSeconds: 0.8,
    group: 'name',
  };
}

function shift(lines: readonly TextLine[], dy: number): TextLine[] {
  return lines.map((line) => ({ ...line, baselineY: line.baselineY + dy, box: { ...line.box, y: line.box.y + dy } }));
}

function heightOf(lines: readonly TextLine[]): number {
  if (lines.length === 0) return 0;
  return Math.max(...lines.map((line) => line.box.y + line.box.height)) - Math.min(...lines.map((line) => line.box.y));
}

export const endCardScene = defineScene({
  kind: 'end_card',
  planLayout: planEndCardLayout,
  async preparePicture(input, layout, toolkit) {
    if (layout.logos.length === 0 && layout.lines.length === 0) {
      throw new KinoraError('scene.words_missing', 'The end card has neither a logo nor a name nor a line.', {
        sentence: 'The last card has nothing to say. Give the brand a name or a logo.',
      });
    }
    const ground = (await chooseLogo(input, toolkit))?.ground ?? groundColour(input);
    if (ground.l < DARK_CARD) return prepareDarkCard(input, layout, toolkit, ground);
    const [wall, light, vignette] = await Promise.all([
      paintWall(toolkit, input.size, {
        colour: ground,
        light: { x: 0.3, y: 0.15 },
        drop: 10,
        texture: 0.8,
      }),
      paintWindowLight(toolkit, input.size, { darkness: 0.24, softness: 0.018 }),
      paintVignette(toolkit, input.size, 0.16),
    ]);
    const camera = planCamera(input.scene.move === 'light_sweep' ? 'light_sweep' : 'push_in', DRIFT, input.seconds);
    return {
      enlargements: [],
      draw(context, seconds) {
        const state = camera(seconds);
        drawCover(context, wall, { x: 0, y: 0, ...input.size }, state.zoom);
        drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds, LIGHT_SPEED));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

async function prepareDarkCard(
  input: SceneInput,
  layout: SceneLayout,
  toolkit: Toolkit,
  colour: Lch,
): Promise<ScenePicture> {
  const { size, seconds } = input;
  const words = unionOf([...layout.lines, ...layout.logos].map(({ box }) => box));
  const card = { size, seconds, colour, seed: input.scene.seed, words };
  return { enlargements: [], draw: await paintEndStage(toolkit, card, input.scene.move) };
}
