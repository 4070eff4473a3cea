import type { FractionBox, SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cachedLayer } from './cache.ts';
import { cutFocus } from './focus.ts';

/** Enlargement above which even a half-frame panel with blurred edges shows its pixels (craft.md §4, §10). */
export const MAX_MACRO_ENLARGEMENT = 3;
/** A close view shows at most this share of the product across, or it is not close. */
const WIDEST_SHARE = 0.62;
/** Long side of the copy on which the inner rectangle is searched. */
const SEARCH_SIZE = 160;
/** Opacity from which a pixel is product, and the share of others a window may hold. */
const OPAQUE = 245;
const HOLES = 0.0015;
const SHRINK = 0.92;

export type MacroOptions = {
  /** Part of the product wanted, in fractions of the cut-out; the nearest window fully inside the product is taken. */
  centre: { x: number; y: number };
  /** Blur radius in pixels for things out of focus. */
  blur?: number;
};

export type Macro = { picture: Picture /** Output pixels per source pixel. */; enlargement: number };

/** A window inside the product, scaled to a field. Never ground in the crop: grey there was the proof's first fault. */
export async function paintMacro(
  toolkit: Toolkit,
  subject: SceneSubject,
  field: { width: number; height: number },
  options: MacroOptions,
): Promise<Macro> {
  const width = Math.round(field.width);
  const height = Math.round(field.height);
  const crop = await findWindow(toolkit, subject, width / height, { centre: options.centre, field });
  const enlargement = width / crop.width;
  const key = `macro ${subject.hash} ${width}x${height} ${JSON.stringify(crop)} ${options.blur ?? 0}`;
  const picture = await cachedLayer(toolkit, key, () =>
    toolkit.resize(subject.hash, width, height, {
      crop,
      sharpen: options.blur ? 0 : Math.max(0.8, 0.8 * enlargement),
      saturation: 1.04,
      brightness: 1.02,
      ...(options.blur ? { blur: options.blur } : {}),
    }),
  );
  return { picture, enlargement };
}

type Window = { x: number; y: number; width: number; height: number };

async function findWindow(
  toolkit: Toolkit,
  subject: SceneSubject,
  aspect: number,
  wish: { centre: { x: number; y: number }; field: { width: number; height: number } },
): Promise<Window> {
  if (subject.use === 'macro' && subject.box) {
    const window = windowInBox(subject, subject.box, aspect);
    // Too few pixels for this field: the whole product is searched for a larger window.
    if (wish.field.width / window.width <= MAX_MACRO_ENLARGEMENT) return window;
  }
  const scale = Math.min(1, SEARCH_SIZE / Math.max(subject.width, subject.height));
  const width = Math.max(8, Math.round(subject.width * scale));
  const height = Math.max(8, Math.round(subject.height * scale));
  const pixels = await toolkit.readPixels(subject.hash, width, height);
  const smallest = wish.field.width / MAX_MACRO_ENLARGEMENT / subject.width;
  const widest = Math.max(smallest, Math.min(WIDEST_SHARE, (WIDEST_SHARE * subject.height * aspect) / subject.width));
  const found = searchWindow(
    holesTable(pixels, width, height),
    { width, height },
    { aspect, widest: widest * width, centre: wish.centre },
  );
  return {
    x: Math.floor((found.x / width) * subject.width),
    y: Math.floor((found.y / height) * subject.height),
    width: Math.min(subject.width, Math.max(4, Math.floor((found.width / width) * subject.width))),
    height: Math.min(subject.height, Math.max(4, Math.floor((found.height / height) * subject.height))),
  };
}

function windowInBox(subject: SceneSubject, box: FractionBox, aspect: number): Window {
  const room = { width: box.width * subject.width, height: box.height * subject.height };
  const width = Math.max(4, Math.floor(Math.min(room.width, room.height * aspect)));
  const height = Math.max(4, Math.floor(width / aspect));
  return {
    x: Math.floor(box.x * subject.width + (room.width - width) / 2),
    y: Math.floor(box.y * subject.height + (room.height - height) / 2),
    width,
    height,
  };
}

/** Summed count of pixels that are not product. */
function holesTable(pixels: Uint8ClampedArray, width: number, height: number): Float64Array {
  const table = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      if (pixels[(y * width + x) * 4 + 3]! < OPAQUE) row++;
      table[(y + 1) * (width + 1) + x + 1] = table[y * (width + 1) + x + 1]! + row;
    }
  }
  return table;
}

function searchWindow(
  table: Float64Array,
  size: { width: number; height: number },
  wish: { aspect: number; widest: number; centre: { x: number; y: number } },
): Window {
  let width = Math.min(size.width, wish.widest, size.height * wish.aspect);
  for (let step = 0; step < 40 && width > 3; step++) {
    const window = nearestWindow(
      table,
      size,
      { width: Math.round(width), height: Math.max(2, Math.round(width / wish.aspect)) },
      wish.centre,
    );
    if (window) return window;
    width *= SHRINK;
  }
  // Nothing is opaque enough (lace, glass): the middle is the least wrong.
  const height = Math.min(size.height, Math.max(2, size.width * 0.3));
  return {
    x: size.width * 0.35,
    y: (size.height - height) / 2,
    width: Math.min(size.width * 0.3, height * wish.aspect),
    height,
  };
}

function nearestWindow(
  table: Float64Array,
  size: { width: number; height: number },
  window: { width: number; height: number },
  centre: { x: number; y: number },
): Window | undefined {
  const stride = size.width + 1;
  let best: Window | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let y = 0; y + window.height <= size.height; y++) {
    for (let x = 0; x + window.width <= size.width; x++) {
      const distance = Math.hypot(
        (x + window.width / 2) / size.width - centre.x,
        (y + window.height / 2) / size.height - centre.y,
      );
      if (distance >= bestDistance) continue;
      const holes =
        table[(y + window.height) * stride + x + window.width]! -
        table[y * stride + x + window.width]! -
        table[(y + window.height) * stride + x]! +
        table[y * stride + x]!;
      if (holes > window.width * window.height * HOLES) continue;
      best = { x, y, ...window };
      bestDistance = distance;
    }
  }
  return best;
}

/** Blur of a material before the lens finds it, in thousandths of the field's short side. */
const FAR_BLUR = 30;
const NEAR_BLUR = 12;

/** A macro at three distances of focus, far to found: what a focus pull runs through. */
export async function paintFocusPull(
  toolkit: Toolkit,
  subject: SceneSubject,
  field: { width: number; height: number },
  options: MacroOptions,
): Promise<{ stages: readonly [Picture, Picture, Picture]; enlargement: number }> {
  const unit = Math.min(field.width, field.height) / 1000;
  const found = await paintFocusedMacro(toolkit, subject, field, options);
  const [far, near] = await Promise.all(
    [FAR_BLUR, NEAR_BLUR].map((blur) => paintMacro(toolkit, subject, field, { ...options, blur: blur * unit })),
  );
  return { stages: [far!.picture, near!.picture, found.picture], enlargement: found.enlargement };
}

/** A macro with an ellipse in focus, turned 30°, blurred outside, lit from the upper left (craft.md §4, materials). */
export async function paintFocusedMacro(
  toolkit: Toolkit,
  subject: SceneSubject,
  field: { width: number; height: number },
  options: MacroOptions,
): Promise<Macro> {
  const unit = Math.min(field.width, field.height) / 1000;
  const [sharp, soft] = await Promise.all([
    paintMacro(toolkit, subject, field, options),
    paintMacro(toolkit, subject, field, { ...options, blur: 9 * unit }),
  ]);
  const { width, height } = sharp.picture;
  const key = `focus ${subject.hash} ${width}x${height} ${JSON.stringify(options)}`;
  const picture = await cachedLayer(toolkit, key, () => {
    const focus = cutFocus(toolkit, sharp.picture, { x: 0.52, y: 0.48, width: 0.62, height: 0.38, core: 0.35 });
    const surface = toolkit.createSurface(width, height);
    surface.context.drawImage(soft.picture.source, 0, 0);
    surface.context.drawImage(focus.context.canvas, 0, 0);
    surface.context.globalCompositeOperation = 'soft-light';
    const light = surface.context.createLinearGradient(0, 0, width, height);
    light.addColorStop(0, 'rgba(255, 240, 215, 0.5)');
    light.addColorStop(0.5, 'rgba(128, 128, 128, 0)');
    light.addColorStop(1, 'rgba(10, 8, 20, 0.62)');
    surface.context.fillStyle = light;
    surface.context.fillRect(0, 0, width, height);
    return toolkit.freeze(surface);
  });
  return { picture, enlargement: sharp.enlargement };
}

/** Two neighbouring stages of focus over each other; drawn at full strength below, so that no frame is see-through. */
export function drawFocus(
  context: CanvasRenderingContext2D,
  stages: readonly [Picture, Picture, Picture],
  focus: number,
  draw: (picture: Picture) => void,
): void {
  const place = focus * (stages.length - 1);
  const stage = Math.min(stages.length - 2, Math.floor(place));
  const share = place - stage;
  if (share < 1) draw(stages[stage]!);
  if (share <= 0) return;
  context.save();
  context.globalAlpha *= share;
  draw(stages[stage + 1]!);
  context.restore();
}
