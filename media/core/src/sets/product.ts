import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import type { Rgb } from '../colour/lch.ts';
import { rgbCss } from '../colour/lch.ts';
import { blurChannel } from '../raster/blur.ts';
import { alphaOf, pictureFromPixels, repaintPixels } from '../raster/pixels.ts';
import { cachedLayer } from './cache.ts';

export type ProductLight = {
  /** Darkness at the lower right: 0.2 on walls, 0.38 on the dark stage. */
  shade?: number;
  /** Colour really standing behind the product, bled over its inner rim. */
  wrap?: Rgb;
  wrapStrength?: number;
  /** Share of lift before the light goes on; 1 is right under window light, less on open grounds. */
  lift?: number;
  /** Factor on every channel that matches this photograph's exposure to that of its fellows. */
  gain?: number;
};

/**
 * Exponent of the lift: a middle grey gains about 6 L before window light, shading and vignette take 8 to 12 away again
 * (craft.md §7: people must recognise the thing; aim at a loss of 6 L or less).
 */
const LIFT_EXPONENT = 0.84;
/** Whites end here, so that print whites do not burn under the warm light. */
const WHITE_LIMIT = 245;
const WHITE_KNEE = 226;
const WARM: Rgb = { r: 255, g: 250, b: 240 };
const COLD: Rgb = { r: 20, g: 16, b: 24 };
const HIGHLIGHT = 0.1;
/** Inner rim of the light wrap: 0.6 % of the height. */
const WRAP_SHARE = 0.006;
const WRAP_STRENGTH = 0.36;

/** The cut-out at one size, lifted, lit from the upper left, whites held, with the ground's tone round its inner rim. */
export function paintProduct(
  toolkit: Toolkit,
  subject: SceneSubject,
  heightPx: number,
  light: ProductLight = {},
): Promise<Picture> {
  const height = Math.max(2, Math.round(heightPx));
  const width = Math.max(2, Math.round((height * subject.width) / subject.height));
  const key = `product ${subject.hash} ${width}x${height} ${JSON.stringify(light)}`;
  return cachedLayer(toolkit, key, async () => {
    const scale = height / subject.height;
    const base = await toolkit.resize(
      subject.hash,
      width,
      height,
      scale > 0.9 ? { sharpen: 1.1 * Math.max(1, scale) } : {},
    );
    return lightProduct(toolkit, base, light);
  });
}

/** A cut-out at the size it is drawn at, put into the light. */
export async function lightProduct(toolkit: Toolkit, base: Picture, light: ProductLight): Promise<Picture> {
  const { width, height } = base;
  const surface = toolkit.createSurface(width, height);
  surface.context.drawImage(base.source, 0, 0, width, height);
  repaintPixels(surface, (pixels) => {
    lightPixels(pixels, width, height, light);
  });
  if (light.wrap) {
    const rim = await paintRim(toolkit, base, width, height, light.wrap);
    surface.context.globalCompositeOperation = 'source-atop';
    surface.context.globalAlpha = light.wrapStrength ?? WRAP_STRENGTH;
    surface.context.drawImage(rim.source, 0, 0, width, height);
  }
  return toolkit.freeze(surface);
}

/** Pixel by pixel and not by blend modes: those change the soft edge's opacity, which shows as a hard outline. */
function lightPixels(pixels: Uint8ClampedArray, width: number, height: number, light: ProductLight): void {
  const lift = toneTable(1 + (LIFT_EXPONENT - 1) * (light.lift ?? 1));
  const shade = light.shade ?? 0.2;
  const gain = light.gain ?? 1;
  const reach = (width * 0.9) ** 2 + height ** 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = (y * width + x) * 4;
      if (pixels[index + 3] === 0) continue;
      const place = (x * width * 0.9 + y * height) / reach;
      const warm = place < 0.45 ? HIGHLIGHT * (1 - place / 0.45) : 0;
      const cold = place > 0.45 ? shade * Math.min(1, (place - 0.45) / 0.55) : 0;
      const strength = warm + cold;
      const ink = warm > 0 ? WARM : COLD;
      const r = pixels[index]!;
      const g = pixels[index + 1]!;
      const b = pixels[index + 2]!;
      // One factor for all three channels keeps hue and saturation while the thing gets lighter.
      const factor = lift[Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b)]! * gain;
      pixels[index] = holdWhite(r * factor * (1 - strength) + ink.r * strength);
      pixels[index + 1] = holdWhite(g * factor * (1 - strength) + ink.g * strength);
      pixels[index + 2] = holdWhite(b * factor * (1 - strength) + ink.b * strength);
    }
  }
}

function toneTable(exponent: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) =>
    value === 0 ? 1 : (255 * (value / 255) ** exponent) / value,
  );
}

function holdWhite(value: number): number {
  if (value <= WHITE_KNEE) return value;
  const over = (value - WHITE_KNEE) / (255 - WHITE_KNEE);
  return WHITE_KNEE + (255 - WHITE_KNEE) * over - (255 - WHITE_LIMIT) * over * over;
}

async function paintRim(toolkit: Toolkit, base: Picture, width: number, height: number, colour: Rgb): Promise<Picture> {
  const quarter = 2;
  const w = Math.ceil(width / quarter);
  const h = Math.ceil(height / quarter);
  const margin = 4;
  const soft = blurChannel(
    alphaOf(toolkit, base, w, h, margin),
    w + 2 * margin,
    h + 2 * margin,
    Math.max(1.2, (height * WRAP_SHARE) / quarter),
  );
  return pictureFromPixels(toolkit, w, h, (pixels) => {
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const index = (y * w + x) * 4;
        pixels[index] = colour.r;
        pixels[index + 1] = colour.g;
        pixels[index + 2] = colour.b;
        pixels[index + 3] = 255 * (1 - soft[(y + margin) * (w + 2 * margin) + x + margin]!);
      }
    }
  });
}

export type Shadow = { picture: Picture /** Margin around the product in shares of its height. */; margin: number };

export type ShadowOptions = {
  /** Opacity of the tight and of the wide layer. */
  contact?: number;
  ambient?: number;
  colour?: Rgb;
};

const SHADOW_MARGIN = 0.25;
/** Warm near-black, never pure. */
const SHADOW_COLOUR: Rgb = { r: 25, g: 18, b: 16 };
/** Blur, offset right and down, as shares of the product's height. One layer alone looks pasted or cut from paper. */
const CONTACT = { blur: 0.01, right: 0.011, down: 0.013, opacity: 0.38 };
const AMBIENT = { blur: 0.055, right: 0.05, down: 0.06, opacity: 0.3 };

/** Two shadows of a hanging thing on the wall behind it, made once at a quarter of the size. */
export async function paintShadow(
  toolkit: Toolkit,
  subject: SceneSubject,
  heightPx: number,
  options: ShadowOptions = {},
): Promise<Shadow> {
  const height = Math.max(8, Math.round(heightPx / 4));
  const width = Math.max(4, Math.round((height * subject.width) / subject.height));
  const margin = Math.round(height * SHADOW_MARGIN);
  const key = `shadow ${subject.hash} ${height} ${JSON.stringify(options)}`;
  const picture = await cachedLayer(toolkit, key, async () => {
    const base = await toolkit.resize(subject.hash, width, height);
    const fullWidth = width + 2 * margin;
    const fullHeight = height + 2 * margin;
    const alpha = alphaOf(toolkit, base, width, height, margin);
    const contact = blurChannel(alpha, fullWidth, fullHeight, height * CONTACT.blur);
    const ambient = blurChannel(alpha, fullWidth, fullHeight, height * AMBIENT.blur);
    const colour = options.colour ?? SHADOW_COLOUR;
    return pictureFromPixels(toolkit, fullWidth, fullHeight, (pixels) => {
      for (let y = 0; y < fullHeight; y++) {
        for (let x = 0; x < fullWidth; x++) {
          const tight = valueAt(contact, fullWidth, fullHeight, x - CONTACT.right * height, y - CONTACT.down * height);
          const wide = valueAt(ambient, fullWidth, fullHeight, x - AMBIENT.right * height, y - AMBIENT.down * height);
          const clear =
            (1 - tight * (options.contact ?? CONTACT.opacity)) * (1 - wide * (options.ambient ?? AMBIENT.opacity));
          const index = (y * fullWidth + x) * 4;
          pixels[index] = colour.r;
          pixels[index + 1] = colour.g;
          pixels[index + 2] = colour.b;
          pixels[index + 3] = 255 * (1 - clear);
        }
      }
    });
  });
  return { picture, margin: SHADOW_MARGIN };
}

/** Shadows are soft: the nearest sample is enough, half a pixel of it is an eighth of the blur. */
function valueAt(values: Float32Array, width: number, height: number, x: number, y: number): number {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return values[row * width + column]!;
}

type ShadowFoot = { x: number; y: number; width: number; bendPx?: number };

/** Wide and weak, to the lower right of a standing thing. */
export function drawAmbientShadow(context: CanvasRenderingContext2D, foot: ShadowFoot, strength: number): void {
  const { x, y, width } = foot;
  castShadow(context, { x: x + width * 0.16, y, radiusX: width * 0.95, radiusY: width * 0.13 }, 0.34 * strength);
}

/** Dark ellipse where a standing thing touches the floor. */
export function drawContactShadow(context: CanvasRenderingContext2D, foot: ShadowFoot, strength: number): void {
  const { x, y, width, bendPx = 0 } = foot;
  const radiusY = width * 0.05 + bendPx;
  castShadow(context, { x: x + width * 0.02, y, radiusX: width * 0.58, radiusY }, 0.62 * strength);
}

function castShadow(
  context: CanvasRenderingContext2D,
  ellipse: { x: number; y: number; radiusX: number; radiusY: number },
  opacity: number,
): void {
  context.save();
  context.translate(ellipse.x, ellipse.y);
  context.scale(ellipse.radiusX, ellipse.radiusY);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, 1);
  gradient.addColorStop(0, rgbCss(SHADOW_COLOUR, opacity));
  gradient.addColorStop(0.5, rgbCss(SHADOW_COLOUR, opacity * 0.55));
  gradient.addColorStop(1, rgbCss(SHADOW_COLOUR, 0));
  context.fillStyle = gradient;
  context.fillRect(-1, -1, 2, 2);
  context.restore();
}

/** Draws product and shadow with the product's centre and height given. */
export function drawProduct(
  context: CanvasRenderingContext2D,
  product: Picture,
  shadow: Shadow | undefined,
  place: { centreX: number; centreY: number; height: number; turnRadians?: number },
): void {
  const scale = place.height / product.height;
  const width = product.width * scale;
  context.save();
  context.translate(place.centreX, place.centreY);
  if (place.turnRadians) context.rotate(place.turnRadians);
  if (shadow) {
    const margin = shadow.margin * place.height;
    context.drawImage(
      shadow.picture.source,
      -width / 2 - margin,
      -place.height / 2 - margin,
      width + 2 * margin,
      place.height + 2 * margin,
    );
  }
  context.drawImage(product.source, -width / 2, -place.height / 2, width, place.height);
  context.restore();
}
