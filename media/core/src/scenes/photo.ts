import type { FractionBox, SceneKind, SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, shiftLch } from '../colour/lch.ts';
import { planCamera } from '../motion/camera.ts';
import { cubicOut, mix, progress, quintOut } from '../motion/curves.ts';
import { paintExtension } from '../sets/extension.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { featherSides, hasPlainBorder, paintSeamless } from '../sets/seamless.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { cameraDrift, drawWindowLight, paintWindowLight, windowOf } from '../sets/window-light.ts';
import type { Box } from '../type/box.ts';
import { cropAt, hasRoom, reachOf, toSourceShares } from './crop-path.ts';
import { MAX_PHOTO_ENLARGEMENT, type PhotoFraming, planFraming, planMat, planPair, planPhotoWords } from './framing.ts';
import { requireSubject } from './hero.ts';
import { planPrintShift } from './print-shift.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  type FrameInput,
  groundColour,
  isMirrored,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  subjectAt,
  wordsOf,
} from './scene.ts';

/** A photograph bears a faster move than a set: 3 %/s after the opening. */
const SPEEDS = { drift: 0.03, kick: 0.03 };
/** The picture is prepared this much larger than its place, so that pan and tilt have room and stay sharp. */
const ROOM = 1.14;
const REVEAL_SECONDS = 0.9;
const FILLING_SHARE = 0.8;

/** A second print opens upwards beside the first. */
const SECOND_SECONDS = 0.7;

export type PhotoLayout = SceneLayout & {
  framing: PhotoFraming;
  /** A second small photograph beside the first, where the shot has no words. */
  second: { subject: SceneSubject; framing: PhotoFraming } | undefined;
  /** Card a small print stands on alone. */
  mat: Box | undefined;
};

type PhotoFramings = { framing: PhotoFraming; hasWords: boolean } & (
  | { pair: readonly [PhotoFraming, PhotoFraming]; other: SceneSubject }
  | { pair?: never; other?: never }
);

function planFramings(input: FrameInput, subject: SceneSubject): PhotoFramings {
  const words = wordsOf(input);
  const hasWords = words.lines.length + words.items.length > 0 || words.eyebrow !== '' || words.small !== '';
  const alone = planFraming(input, subject, hasWords);
  const other = input.scene.subjects.find((entry) => entry.use === 'photo' && entry.hash !== subject.hash);
  const pair = other && !hasWords && !alone.isFull ? planPair(input, [subject, other]) : undefined;
  return pair && other ? { framing: pair[0], hasWords, pair, other } : { framing: alone, hasWords };
}

const FRAMED_KINDS: readonly SceneKind[] = ['photo', 'video'];

/**
 * The crop of a whole photograph or film in one shape, for those who move it. Undefined where a shot has none: its products
 * are set out anew for every shape, or its pictures are shown whole.
 */
export function planShotCrop(input: FrameInput): { subject: SceneSubject; crop: FractionBox } | undefined {
  const subject = subjectAt(input, 0);
  if (!subject || !FRAMED_KINDS.includes(input.scene.kind)) return undefined;
  const { framing, pair } = planFramings(input, subject);
  const crop = toSourceShares(framing, subject);
  return pair || !hasRoom(crop) ? undefined : { subject, crop };
}

/** A whole photograph: filling the frame when its shape allows, else as a panel on an extended ground. */
export function planPhotoLayout(input: SceneInput): PhotoLayout {
  const subject = requireSubject(input);
  const { framing, hasWords, pair, other } = planFramings(input, subject);
  const settledSeconds = Math.min(1.4, input.seconds * 0.8);
  const settled = { ...framing, crop: cropAt(framing, subject, Math.round(settledSeconds * input.framesPerSecond)) };
  const mat = pair || hasWords || framing.isFull ? undefined : planMat(input, framing.box);
  const lines = planPhotoWords(input, framing);
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: framing.isFull ? [] : [framing.box, ...(pair ? [pair[1].box] : []), ...(mat ? [mat] : [])],
      wordsOnProduct: framing.isFull,
      mayMoveWords: framing.isFull,
      keepClear: framing.isFull ? subjectBoxes(subject, settled) : [],
      shadow: framing.isFull ? input.look.palette.stage : groundColour(input),
      settledSeconds,
    },
    input,
  );
  const [box, extra] = mirrored.products;
  return {
    ...mirrored,
    framing: box ? { ...framing, box } : framing,
    second: pair ? { subject: other, framing: { ...pair[1], box: extra! } } : undefined,
    mat: mat && extra,
  };
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
    const { framing, second, mat } = layout;
    const { box } = framing;
    const reach = second ? framing.crop : reachOf(framing, subject);
    const isMoving = reach.width > framing.crop.width + 1 || reach.height > framing.crop.height + 1;
    const isSeamless = !framing.isFull && !second && !isMoving && (await hasPlainBorder(toolkit, subject, reach));
    const [print, secondPrint] = await Promise.all([
      resizePrint(toolkit, subject, { ...framing, reach }),
      second ? resizePrint(toolkit, second.subject, { ...second.framing, reach: second.framing.crop }) : undefined,
    ]);
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
        ? await paintWindowLight(toolkit, input.size, {
            darkness: 0.26,
            softness: 0.024,
            window: windowOf(input.scene.seed),
          })
        : undefined;
    const vignette = await paintVignette(toolkit, input.size, framing.isFull ? 0.3 : 0.2);
    const framings = [framing, ...(second ? [second.framing] : [])];
    const camera = planCamera(input.scene.move, slowFor(framings, input), input.seconds, isMirrored(input.look));
    // The prepared picture is larger than its place by ROOM: moves may use that and no more.
    const shift = planPrintShift(camera, input.seconds, (ROOM - 1) / 2 / ROOM);
    const frame = { x: 0, y: 0, ...input.size };
    return {
      enlargements: framings.map((entry) => ({
        use: 'photo',
        factor: (entry.box.width * Math.max(camera(0).zoom, camera(input.seconds).zoom)) / entry.crop.width,
      })),
      draw(context, seconds) {
        const state = camera(seconds);
        if (ground) {
          drawCover(context, ground, frame, 1.06 + (state.zoom - 1) * 0.3);
          if (mat && !isSeamless) drawMat(context, mat, input);
          else if (!isSeamless) drawPanelShadow(context, box, input.size.height);
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
          if (light) drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds));
          drawVignette(context, vignette, input.size);
          return;
        }
        const shown =
          input.scene.move === 'reveal' ? mix(0.72, 1, cubicOut(progress(seconds, -0.1, REVEAL_SECONDS))) : 1;
        const moveX = shift(state.shiftX);
        const moveY = shift(state.shiftY);
        const zoom = Math.max(state.zoom, 1 + 2 * Math.max(Math.abs(moveX), Math.abs(moveY)));
        const drawPrint = (picture: Picture, place: Box, side: number) =>
          drawCover(context, picture, place, zoom, moveX * place.width * side, moveY * place.height * side);
        insideBox(context, openBox(box, shown), () => {
          if (!isMoving) return drawPrint(photo, box, 1);
          const crop = cropAt(framing, subject, seconds * input.framesPerSecond);
          drawWindow(context, photo, { box, reach, crop, zoom, moveX: moveX * box.width, moveY: moveY * box.height });
        });
        if (second && secondPrint) {
          const open = openBox(second.framing.box, mix(0.3, 1, quintOut(progress(seconds, -0.06, SECOND_SECONDS))));
          drawPanelShadow(context, open, input.size.height);
          // The two prints drift against each other: one movement for both would be a slide.
          insideBox(context, open, () => drawPrint(secondPrint, second.framing.box, -1));
        }
        if (light) drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

/** Deepest black of a print; window light and vignette still darken it. Ink on paper holds no black either. */
const PRINT_BLACK = 'rgb(17, 16, 19)';

type Print = PhotoFraming & { /** All that the crop passes over; the crop itself where it stays. */ reach: Box };

async function resizePrint(toolkit: Toolkit, subject: SceneSubject, { box, crop, reach }: Print): Promise<Picture> {
  const width = Math.round((box.width * ROOM * reach.width) / crop.width);
  const height = Math.round((box.height * ROOM * reach.height) / crop.height);
  const picture = await toolkit.resize(subject.hash, width, height, {
    crop: reach,
    sharpen: (box.width * ROOM) / crop.width > 0.9 ? 1 : 0,
  });
  const surface = toolkit.createSurface(width, height);
  surface.context.drawImage(picture.source, 0, 0);
  surface.context.globalCompositeOperation = 'lighten';
  surface.context.fillStyle = PRINT_BLACK;
  surface.context.fillRect(0, 0, width, height);
  return toolkit.freeze(surface);
}

type Window = { box: Box; reach: Box; crop: Box; zoom: number; moveX: number; moveY: number };

/** The part of a print that the crop is over at the moment, enlarged and moved as `drawCover` does with a whole one. */
function drawWindow(context: CanvasRenderingContext2D, print: Picture, window: Window): void {
  const { box, reach, crop, zoom } = window;
  const scaleX = (box.width / crop.width) * zoom;
  const scaleY = (box.height / crop.height) * zoom;
  context.drawImage(
    print.source,
    box.x + box.width / 2 + window.moveX - (crop.x + crop.width / 2 - reach.x) * scaleX,
    box.y + box.height / 2 + window.moveY - (crop.y + crop.height / 2 - reach.y) * scaleY,
    reach.width * scaleX,
    reach.height * scaleY,
  );
}

/** Long shots of small photographs move more slowly, so that the last frame is as sharp as planned. */
function slowFor(framings: readonly PhotoFraming[], input: SceneInput): typeof SPEEDS {
  const planned = Math.max(...framings.map(({ box, crop }) => box.width / crop.width));
  const room = Math.max(0.02, MAX_PHOTO_ENLARGEMENT / Math.max(planned, 1) - 1 - SPEEDS.kick);
  return { ...SPEEDS, drift: Math.min(SPEEDS.drift, room / input.seconds) };
}

/** The part of a print that is open, from its foot upwards. */
function openBox(box: Box, share: number): Box {
  return { ...box, y: box.y + box.height * (1 - share), height: box.height * share };
}

/** A card of the film's paper round a small print, lit from the upper left like the wall. */
function drawMat(context: CanvasRenderingContext2D, mat: Box, input: SceneInput): void {
  const { paper } = input.look.palette;
  drawPanelShadow(context, mat, input.size.height);
  const fall = context.createLinearGradient(mat.x, mat.y, mat.x + mat.width, mat.y + mat.height);
  fall.addColorStop(0, cssColour(shiftLch(paper, { l: 2 })));
  fall.addColorStop(1, cssColour(shiftLch(paper, { l: -6 })));
  context.fillStyle = fall;
  context.fillRect(mat.x, mat.y, mat.width, mat.height);
}

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
