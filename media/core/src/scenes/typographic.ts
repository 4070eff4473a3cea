import { planCamera } from '../motion/camera.ts';
import { drawCover } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { cameraDrift, drawWindowLight, paintWindowLight, windowOf } from '../sets/window-light.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, holdingSize, smallBlock } from './blocks.ts';
import { centredZone } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

const WORDS = { wide: 0.165, square: 0.115, portrait: 0.135, tall: 0.145 };
const SPEEDS = { drift: 0.012, kick: 0.02 };

/** No photograph: a plastered wall, moving window light, large words to one edge. */
export function planTypographicLayout(input: SceneInput): SceneLayout {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  const margin = leftEdge(input);
  const isSide = frame.kind === 'wide' || frame.kind === 'square';
  const zone = isSide
    ? { x: margin, y: safe.y, width: safe.x + safe.width - margin, height: safe.height }
    : centredZone(input, safe.y, safe.y + safe.height);
  const words = wordsOf(input);
  const texts =
    words.lines.length > 0 ? words.lines : words.items.length > 0 ? words.items : [words.figure || words.wordmark];
  const { display, displayItalic } = input.look.fonts;
  const planned = WORDS[frame.kind] * baseOf(input);
  const sizePx = isSide
    ? planned
    : holdingSize(
        input,
        texts.map((text) => ({ text, family: display })),
        { sizePx: planned, widthPx: zone.width },
      );
  const lines = stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.06),
        {
          lines: texts.map((text, index) => ({
            text,
            family: index > 0 && index === texts.length - 1 ? displayItalic : display,
          })),
          role: 'display',
          sizePx,
          leading: 1.0,
          trackingEm: -0.016,
          gapPx: sizePx * 0.3,
          startSeconds: 0.1,
          entrySeconds: 0.7,
          staggerSeconds: 0.11,
          maxCharacters: 20,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.4),
      ],
      zone,
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(frame),
      group: 'words',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  return mirrorLayout(
    { ...EMPTY_LAYOUT, lines, shadow: groundColour(input), settledSeconds: Math.min(1.4, input.seconds * 0.85) },
    input,
  );
}

export const typographicScene = defineScene({
  kind: 'typographic',
  planLayout: planTypographicLayout,
  async preparePicture(input, _layout, toolkit) {
    const [wall, light, vignette] = await Promise.all([
      paintWall(toolkit, input.size, { colour: groundColour(input), light: { x: 0.7, y: 0.15 }, drop: 15 }),
      paintWindowLight(toolkit, input.size, {
        darkness: groundColour(input).l > 60 ? 0.3 : 0.42,
        softness: 0.014,
        window: windowOf(input.scene.seed),
      }),
      paintVignette(toolkit, input.size, 0.26),
    ]);
    const camera = planCamera(input.scene.move, SPEEDS, input.seconds, isMirrored(input.look));
    return {
      enlargements: [],
      draw(context, seconds) {
        const state = camera(seconds);
        drawCover(
          context,
          wall,
          { x: 0, y: 0, ...input.size },
          1.03 + (state.zoom - 1) * 0.5,
          state.shiftX * input.size.width * 0.4,
          state.shiftY * input.size.height * 0.4,
        );
        drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds, 1.4));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
