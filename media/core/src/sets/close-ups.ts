import type { Lch, SceneSubject } from '@kinora/contract';
import type { Picture, Surface, Toolkit } from '../canvas/toolkit.ts';
import { cssColour, luminanceOf, shiftLch } from '../colour/lch.ts';
import { blurChannel } from '../raster/blur.ts';
import { cachedLayer } from './cache.ts';
import { cutFocus } from './focus.ts';
import { MAX_MACRO_ENLARGEMENT } from './macro.ts';
import { paintShadow } from './product.ts';

/**
 * Part of a thing seen from near, its outline and the ground behind it included, in pixels of the file. What is close but
 * shows an edge or a seam reads as a lens near a thing; a window of bare material reads as a texture.
 */
export type CloseUp = { x: number; y: number; width: number; height: number };

/** Wished width of a close-up in shares of the thing's. */
const WIDTH_SHARE = 0.42;
/** A little less enlarged than can be borne, where the thing allows. */
const WISHED_ENLARGEMENT = 2.4;
/** No more of the thing than this is in the picture: the whole of it would not be close. */
const MOST_SHARE = 0.96;
/** The thing covers at least this much of a close-up. */
const LEAST_COVER = 0.62;
/** Middles of two close-ups lie this far apart, in shares of their own diagonal. */
const APART = 0.34;
/** Where a window nearly fills the thing: of the way it may move at all. */
const APART_OF_ROOM = 0.42;
/**
 * What covers less than this even of its best close-ups has many holes (a chair, a bicycle, a rack): the lens stays further
 * off, by this much where there is next to nothing, or a spoke and a rung are all that is seen.
 */
const OPEN_COVER = 0.5;
const OPEN_FURTHER = 0.6;
/** With fewer edges than this share of the richest place a view is bare material: it comes when there is nothing else. */
const PLAIN = 0.4;
const PROBE = 96;
const STEPS = 14;

/** Size of a close-up of this thing for a field, in its own pixels. @param further times the usual distance */
export function closeUpSize(
  subject: Pick<SceneSubject, 'width' | 'height'>,
  field: { width: number; height: number },
  further = 1,
): { width: number; height: number } {
  const aspect = field.width / field.height;
  const wished = Math.max(subject.width * WIDTH_SHARE * further, field.width / WISHED_ENLARGEMENT);
  const width = Math.min(wished, subject.width * MOST_SHARE, subject.height * MOST_SHARE * aspect);
  return { width, height: width / aspect };
}

/** Whether a close-up that fills the field stays below what shows its pixels. */
export function mayFill(
  subject: Pick<SceneSubject, 'width' | 'height'>,
  field: { width: number; height: number },
): boolean {
  return field.width / closeUpSize(subject, field).width <= MAX_MACRO_ENLARGEMENT;
}

/**
 * Places worth looking at: covered by the thing, rich in edges, and apart from each other, best first. Fewer than asked
 * where the thing is too plain or too small for more.
 * @param pixels RGBA of the thing at `size`
 */
export function findCloseUps(
  pixels: Uint8ClampedArray,
  size: { width: number; height: number },
  wish: { window: { width: number; height: number }; count: number },
): { x: number; y: number; width: number; height: number; cover: number }[] {
  const { window, count } = wish;
  const cover = sumTable(size, (index) => (pixels[index * 4 + 3]! > 200 ? 1 : 0));
  const detail = sumTable(size, (index) => edgeAt(pixels, size.width, index));
  const places = placesFor(size, window).map((place) => ({
    place,
    cover: sumIn(cover, size.width, place) / (place.width * place.height),
    detail: sumIn(detail, size.width, place),
  }));
  const most = Math.max(1e-6, ...places.map((one) => one.detail));
  const ranked = rankViews(places, most).map(({ place, cover: covered }) => ({ ...place, cover: covered }));
  const room = Math.hypot(Math.max(0, size.width - window.width), Math.max(0, size.height - window.height));
  const least = Math.min(APART * Math.hypot(window.width, window.height), APART_OF_ROOM * room);
  const chosen: typeof ranked = [];
  for (const place of ranked) {
    const isApart = chosen.every((other) => Math.hypot(other.x - place.x, other.y - place.y) >= least);
    if (isApart) chosen.push(place);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** Covered and rich in edges first, bare material last. @param most edges of the richest place */
export function rankViews<View extends { cover: number; detail: number }>(
  views: readonly View[],
  most: number,
): View[] {
  const isPlain = ({ detail }: View) => Number(detail < most * PLAIN);
  const score = ({ cover, detail }: View) => Math.min(1, cover / LEAST_COVER) ** 2 + 0.8 * (detail / most);
  return views.toSorted((a, b) => isPlain(a) - isPlain(b) || score(b) - score(a));
}

function placesFor(size: { width: number; height: number }, window: { width: number; height: number }) {
  const [width, height] = [Math.max(2, Math.round(window.width)), Math.max(2, Math.round(window.height))];
  const steps = (room: number) => (room <= 0 ? [0] : Array.from({ length: STEPS }, (_, i) => (room * i) / (STEPS - 1)));
  return steps(size.height - height).flatMap((y) =>
    steps(size.width - width).map((x) => ({ x: Math.round(x), y: Math.round(y), width, height })),
  );
}

/** How much the light changes here; edges of the outline count as little as any other. */
function edgeAt(pixels: Uint8ClampedArray, width: number, index: number): number {
  const light = (at: number) =>
    pixels[at * 4 + 3] === undefined || pixels[at * 4 + 3]! < 200
      ? undefined
      : luminanceOf(pixels[at * 4]!, pixels[at * 4 + 1]!, pixels[at * 4 + 2]!) ** (1 / 2.2);
  const [here, right, below] = [light(index), light(index + 1), light(index + width)];
  if (here === undefined) return 0;
  return Math.abs((right ?? here) - here) + Math.abs((below ?? here) - here);
}

function sumTable({ width, height }: { width: number; height: number }, at: (index: number) => number): Float64Array {
  const stride = width + 1;
  const table = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += at(y * width + x);
      table[(y + 1) * stride + x + 1] = table[y * stride + x + 1]! + row;
    }
  }
  return table;
}

function sumIn(table: Float64Array, width: number, box: { x: number; y: number; width: number; height: number }) {
  const stride = width + 1;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return (
    table[bottom * stride + right]! -
    table[box.y * stride + right]! -
    table[bottom * stride + box.x]! +
    table[box.y * stride + box.x]!
  );
}

/** The close-ups of one thing for a field, in its own pixels. */
export async function planCloseUps(
  toolkit: Toolkit,
  subject: SceneSubject,
  field: { width: number; height: number },
  count: number,
): Promise<CloseUp[]> {
  const scale = PROBE / Math.max(subject.width, subject.height);
  const size = {
    width: Math.max(8, Math.round(subject.width * scale)),
    height: Math.max(8, Math.round(subject.height * scale)),
  };
  const pixels = await toolkit.readPixels(subject.hash, size.width, size.height);
  const look = (further: number) => {
    const wanted = closeUpSize(subject, field, further);
    const window = { width: wanted.width * scale, height: wanted.height * scale };
    return { wanted, places: findCloseUps(pixels, size, { window, count }) };
  };
  const near = look(1);
  const further = furtherFor(near.places.map(({ cover }) => cover));
  const { wanted, places } = further > 1 ? look(further) : near;
  return places.map(({ x, y }) => ({
    x: Math.min(x / scale, subject.width - wanted.width),
    y: Math.min(y / scale, subject.height - wanted.height),
    ...wanted,
  }));
}

/** How many times as far off a thing is looked at whose close-ups it covers so little of. */
export function furtherFor(covers: readonly number[]): number {
  const mean = covers.reduce((sum, cover) => sum + cover, 0) / Math.max(1, covers.length);
  return 1 + OPEN_FURTHER * Math.max(0, 1 - mean / OPEN_COVER);
}

/** Blur before the lens finds the thing, on the way, and outside what is in focus, in thousandths of the short side. */
const FAR_BLUR = 30;
const NEAR_BLUR = 12;
const AROUND_BLUR = 7;
const SOFT = 4;

/** A close-up at three distances of focus, as `drawFocus` runs through them. */
export function paintCloseUp(
  toolkit: Toolkit,
  subject: SceneSubject,
  field: { width: number; height: number },
  set: { closeUp: CloseUp; ground: Lch },
): Promise<readonly [Picture, Picture, Picture]> {
  const size = { width: Math.round(field.width), height: Math.round(field.height) };
  const unit = Math.min(size.width, size.height) / 1000;
  const key = (stage: string) => `close-up ${stage} ${subject.hash} ${JSON.stringify([size, set])}`;
  return (async () => {
    const sharp = await cachedLayer(toolkit, key('sharp'), () => paintSharp(toolkit, subject, size, set));
    const soft = (blur: number) =>
      cachedLayer(toolkit, key(`blur ${blur}`), () => paintSoft(toolkit, sharp, blur * unit));
    const [far, near, around] = await Promise.all([soft(FAR_BLUR), soft(NEAR_BLUR), soft(AROUND_BLUR)]);
    const found = await cachedLayer(toolkit, key('found'), () => focusOn(toolkit, sharp, around));
    return [far, near, found] as const;
  })();
}

async function paintSharp(
  toolkit: Toolkit,
  subject: SceneSubject,
  size: { width: number; height: number },
  { closeUp, ground }: { closeUp: CloseUp; ground: Lch },
): Promise<Picture> {
  const scale = size.width / closeUp.width;
  const surface = toolkit.createSurface(size.width, size.height);
  const { context } = surface;
  drawGround(context, size, ground);
  if (subject.use === 'cutout') await drawThrownShadow(toolkit, surface, subject, { closeUp, scale });
  const crop = {
    x: Math.max(0, Math.floor(closeUp.x)),
    y: Math.max(0, Math.floor(closeUp.y)),
    width: Math.min(subject.width, Math.ceil(closeUp.width)),
    height: Math.min(subject.height, Math.ceil(closeUp.height)),
  };
  crop.x = Math.min(crop.x, subject.width - crop.width);
  crop.y = Math.min(crop.y, subject.height - crop.height);
  const part = await toolkit.resize(subject.hash, size.width, size.height, {
    crop,
    sharpen: Math.max(0.8, 0.7 * scale),
    saturation: 1.04,
    brightness: 1.02,
  });
  context.drawImage(part.source, 0, 0, size.width, size.height);
  lightUp(context, size);
  return toolkit.freeze(surface);
}

function drawGround(context: CanvasRenderingContext2D, size: { width: number; height: number }, tone: Lch): void {
  const reach = Math.hypot(size.width, size.height);
  const [x, y] = [size.width * 0.22, size.height * 0.12];
  const gradient = context.createRadialGradient(x, y, 0, x, y, reach);
  gradient.addColorStop(0, cssColour(shiftLch(tone, { l: 9 })));
  gradient.addColorStop(0.45, cssColour(tone));
  gradient.addColorStop(1, cssColour(shiftLch(tone, { l: -13, chromaFactor: 1.2 })));
  context.fillStyle = gradient;
  context.fillRect(0, 0, size.width, size.height);
}

/** Its own shadow on the ground behind it: without one the outline looks cut from paper. */
async function drawThrownShadow(
  toolkit: Toolkit,
  { context }: Surface,
  subject: SceneSubject,
  view: { closeUp: CloseUp; scale: number },
): Promise<void> {
  const { closeUp, scale } = view;
  const height = subject.height * scale;
  const { picture, margin } = await paintShadow(toolkit, subject, height, { contact: 0.3, ambient: 0.5 });
  const edge = margin * height;
  context.drawImage(
    picture.source,
    -closeUp.x * scale - edge,
    -closeUp.y * scale - edge,
    subject.width * scale + 2 * edge,
    height + 2 * edge,
  );
}

/** Warm light from the upper left, falling off to the lower right, as on every set. */
function lightUp(context: CanvasRenderingContext2D, size: { width: number; height: number }): void {
  const light = context.createLinearGradient(0, 0, size.width, size.height);
  light.addColorStop(0, 'rgba(255, 240, 215, 0.42)');
  light.addColorStop(0.5, 'rgba(128, 128, 128, 0)');
  light.addColorStop(1, 'rgba(10, 8, 20, 0.5)');
  context.save();
  context.globalCompositeOperation = 'soft-light';
  context.fillStyle = light;
  context.fillRect(0, 0, size.width, size.height);
  context.restore();
}

/** Blurred at a quarter of the size: what is soft has no finer detail to lose. */
async function paintSoft(toolkit: Toolkit, sharp: Picture, radiusPx: number): Promise<Picture> {
  const width = Math.ceil(sharp.width / SOFT);
  const height = Math.ceil(sharp.height / SOFT);
  const surface = toolkit.createSurface(width, height);
  surface.context.imageSmoothingQuality = 'high';
  surface.context.drawImage(sharp.source, 0, 0, width, height);
  const image = surface.context.getImageData(0, 0, width, height);
  for (let channel = 0; channel < 3; channel++) {
    const values = new Float32Array(width * height);
    for (let i = 0; i < values.length; i++) values[i] = image.data[i * 4 + channel]!;
    const soft = blurChannel(values, width, height, radiusPx / SOFT);
    for (let i = 0; i < values.length; i++) image.data[i * 4 + channel] = soft[i]!;
  }
  surface.context.putImageData(image, 0, 0);
  return toolkit.freeze(surface);
}

/** An ellipse in focus, turned by 30°, passing into the softness around it. */
function focusOn(toolkit: Toolkit, sharp: Picture, around: Picture): Promise<Picture> {
  const { width, height } = sharp;
  const focus = cutFocus(toolkit, sharp, { x: 0.5, y: 0.48, width: 0.66, height: 0.5, core: 0.4 });
  const surface = toolkit.createSurface(width, height);
  surface.context.imageSmoothingQuality = 'high';
  surface.context.drawImage(around.source, 0, 0, width, height);
  surface.context.drawImage(focus.context.canvas, 0, 0);
  return toolkit.freeze(surface);
}
