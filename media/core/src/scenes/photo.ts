import type { SceneSubject } from '@kinora/contract';
import { planCamera } from '../motion/camera.ts';
import { cubicOut, mix, progress } from '../motion/curves.ts';
import { paintExtension } from '../sets/extension.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { featherSides, hasPlainBorder, paintSeamless } from '../sets/seamless.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { drawWindowLight, paintWindowLight } from '../sets/window-light.ts';
import type { Box } from '../type/box.ts';
import { type PhotoFraming, planFraming, planPhotoWords } from './framing.ts';
import { requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  isMirrored,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  wordsOf,
} from './scene.ts';

/** A photograph bears a faster move than a set: 3 %/s after the opening. */
const SPEEDS = { drift: 0.03, kick: 0.03 };
/** The picture is prepared this much larger than its place, so that pan and tilt have room and stay sharp. */
const ROOM = 1.14;
const REVEAL_SECONDS = 0.9;
const FILLING_SHARE = 0.8;

export type PhotoLayout = SceneLayout & { framing: PhotoFraming };

/** A whole photograph: filling the frame when its shape allows, else as a panel on an extended ground. */
export function planPhotoLayout(input: SceneInput): PhotoLayout {
  const subject = requireSubject(input);
  const words = wordsOf(input);
  const hasWords = words.lines.length + words.items.length > 0 || words.eyebrow !== '' || words.small !== '';
  const framing = planFraming(input, subject, hasWords);
  const lines = planPhotoWords(input, framing);
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: framing.isFull ? [] : [framing.box],
      wordsOnProduct: framing.isFull,
      mayMoveWords: framing.isFull,
      keepClear: framing.isFull ? subjectBoxes(subject, framing) : [],
      shadow: framing.isFull ? input.look.palette.stage : groundColour(input),
      settledSeconds: Math.min(1.4, input.seconds * 0.8),
    },
    input,
  );
  return { ...mirrored, framing: framing.isFull ? framing : { ...framing, box: mirrored.products[0]! } };
}

/** Where the photograph's subject stands in the frame; nothing when it fills the picture, since no place is off it then. */
function subjectBoxes(subject: SceneSubject, { box, crop }: PhotoFraming): Box[] {
  if (!subject.box || subject.box.width * subject.box.height > FILLING_SHARE) return [];
  const scale = box.width / crop.width;
  return [
    {
      x: box.x + (subject.box.x * subject.width - crop.x) * scale,
      y: box.y + (subject.box.y * subject.height - crop.y) * scale,
      width: subject.box.width * subject.width * scale,
      height: subject.box.height * subject.height * scale,
    },
  ];
}

export const photoScene = defineScene<PhotoLayout>({
  kind: 'photo',
  planLayout: planPhotoLayout,
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { framing } = layout;
    const { box } = framing;
    const isSeamless = !framing.isFull && (await hasPlainBorder(toolkit, subject, framing.crop));
    const print = await toolkit.resize(subject.hash, Math.round(box.width * ROOM), Math.round(box.height * ROOM), {
      crop: framing.crop,
      sharpen: (box.width * ROOM) / framing.crop.width > 0.9 ? 1 : 0,
    });
    const photo = isSeamless ? await featherSides(toolkit, print) : print;
    const ground = framing.isFull
      ? undefined
      : isSeamless
        ? await paintSeamless(toolkit, input.size, { subject, box })
        : await paintExtension(toolkit, input.size, {
            style: input.scene.ground.style,
            colour: groundColour(input),
            subject,
          });
    const needsLight = !framing.isFull && (isSeamless || input.scene.ground.style !== 'blurred');
    const light =
      needsLight || input.scene.move === 'light_sweep'
        ? await paintWindowLight(toolkit, input.size, { darkness: 0.26, softness: 0.024 })
        : undefined;
    const vignette = await paintVignette(toolkit, input.size, framing.isFull ? 0.3 : 0.2);
    const camera = planCamera(input.scene.move, SPEEDS, input.seconds, isMirrored(input.look));
    const frame = { x: 0, y: 0, ...input.size };
    return {
      enlargements: [{ use: 'photo', factor: (box.width * camera(input.seconds).zoom) / framing.crop.width }],
      draw(context, seconds) {
        const state = camera(seconds);
        // The prepared picture is larger than its place by ROOM: moves may use that and no more.
        const limit = (ROOM - 1) / 2 / ROOM;
        const shift = (value: number) => Math.max(-limit, Math.min(limit, value * 3));
        if (ground) {
          drawCover(context, ground, frame, 1.06 + (state.zoom - 1) * 0.3);
          if (!isSeamless) drawPanelShadow(context, box, input.size.height);
        }
        if (isSeamless) {
          // Nothing tells where the print ends: it moves as a whole.
          drawCover(
            context,
            photo,
            box,
            ROOM * state.zoom,
            shift(state.shiftX) * box.width,
            shift(state.shiftY) * box.height,
          );
          if (light) drawWindowLight(context, light, input.size, state.lightDrift);
          drawVignette(context, vignette, input.size);
          return;
        }
        const shown =
          input.scene.move === 'reveal' ? mix(0.72, 1, cubicOut(progress(seconds, -0.1, REVEAL_SECONDS))) : 1;
        insideBox(
          context,
          { x: box.x, y: box.y + box.height * (1 - shown), width: box.width, height: box.height * shown },
          () => {
            drawCover(
              context,
              photo,
              box,
              Math.max(state.zoom, 1 + 2 * Math.max(Math.abs(shift(state.shiftX)), Math.abs(shift(state.shiftY)))),
              shift(state.shiftX) * box.width,
              shift(state.shiftY) * box.height,
            );
          },
        );
        if (light) drawWindowLight(context, light, input.size, state.lightDrift);
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

/** A print standing off the wall: tight and wide shadow to the lower right. */
function drawPanelShadow(
  context: CanvasRenderingContext2D,
  box: { x: number; y: number; width: number; height: number },
  frameHeight: number,
): void {
  const unit = frameHeight / 1080;
  context.save();
  for (const [spread, down, opacity] of [
    [3, 3, 0.24],
    [9, 8, 0.13],
    [20, 16, 0.08],
    [36, 28, 0.05],
  ] as const) {
    context.fillStyle = `rgba(25, 18, 16, ${opacity})`;
    context.beginPath();
    context.roundRect(
      box.x - spread * 0.2 * unit + spread * 0.5 * unit,
      box.y + down * 0.4 * unit,
      box.width + spread * 0.6 * unit,
      box.height + down * unit,
      spread * unit,
    );
    context.fill();
  }
  context.restore();
}
