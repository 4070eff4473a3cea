import {
  blurPixels,
  FONT_SHELF,
  modulatePixels,
  type Picture,
  type Pixels,
  type ResizeOptions,
  resamplePixels,
  type FontFace as ShelfFace,
  sharpenPixels,
  type Toolkit,
  withLiningFigures,
} from '@kinora/media-core';

export type FilmToolkitParts = {
  /** Address of a stored file by content hash. */
  urlOf(hash: string): string | Promise<string>;
  /** Frames of uploaded films are counted at the rate of the film they are shown in. */
  framesPerSecond: number;
};

/** What the drawing code of films needs, from the browser: the same scenes, drawn where people look at them. */
export function createFilmToolkit({ urlOf, framesPerSecond }: FilmToolkitParts): Toolkit {
  const pictures = new Map<string, Promise<ImageBitmap>>();
  const films = new Map<string, Promise<HTMLVideoElement>>();
  const load = (hash: string) => remember(pictures, hash, async () => loadBitmap(await urlOf(hash)));
  return {
    createSurface: (width, height) => openSurface(width, height),
    async freeze(surface) {
      const { canvas } = surface.context;
      if (!(canvas instanceof OffscreenCanvas))
        throw new TypeError('this surface was not made by the browser’s toolkit');
      return toPicture(canvas.transferToImageBitmap());
    },
    loadPicture: async (hash) => toPicture(await load(hash)),
    async loadVideoFrame(hash, frame, maximum) {
      const film = await remember(films, hash, async () => openFilm(await urlOf(hash)));
      await seekFilm(film, (frame + 0.5) / framesPerSecond);
      return toPicture(
        await createImageBitmap(film, {
          resizeWidth: Math.round(maximum.width),
          resizeHeight: Math.round(maximum.height),
          resizeQuality: 'high',
        }),
      );
    },
    async resize(hash, width, height, options = {}) {
      const pixels = resized(readBitmap(await load(hash)), width, height, options);
      return toPicture(await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.data), pixels.width)));
    },
    async loadFaces(faces) {
      for (const { family, hash } of faces) {
        if ([...fontSet()].some((known) => known.family === family)) continue;
        await loadFace(family, await urlOf(hash));
      }
    },
    async readPixels(hash, width, height) {
      return resized(readBitmap(await load(hash)), width, height, {}).data;
    },
  };
}

/** Loads the faces that films are set in, or those of the families named, under the names the drawing code asks for. */
export async function loadFontShelf(urlOf: (face: ShelfFace) => string, families?: readonly string[]): Promise<void> {
  const wanted = FONT_SHELF.filter(({ family }) => families?.includes(family) ?? true);
  await Promise.all(wanted.map((face) => loadFace(face.family, urlOf(face))));
}

/** Set with the figures that the render sets (media/core, lining figures). */
async function loadFace(family: string, url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the font ${family} could not be fetched (${answer.status})`);
  const font = withLiningFigures(new Uint8Array(await answer.arrayBuffer()));
  fontSet().add(await new FontFace(family, font).load());
}

/** Films are drawn in the page and in workers; each has its own fonts. */
function fontSet(): FontFaceSet {
  return 'document' in globalThis ? document.fonts : (globalThis as unknown as { fonts: FontFaceSet }).fonts;
}

function remember<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const found = known.get(key);
  if (found) return found;
  const made = make();
  known.set(key, made);
  // A file that could not be fetched may be there the next time.
  made.catch(() => known.delete(key));
  return made;
}

async function loadBitmap(url: string): Promise<ImageBitmap> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return createImageBitmap(await answer.blob(), { imageOrientation: 'from-image', premultiplyAlpha: 'none' });
}

function openSurface(width: number, height: number) {
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  // Read back while scenes are prepared; drawn by the processor, as the render is.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser cannot draw on a canvas outside the page');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // The two contexts differ in members that scenes never call.
  return { width: canvas.width, height: canvas.height, context: context as unknown as CanvasRenderingContext2D };
}

function toPicture(bitmap: ImageBitmap): Picture {
  return { width: bitmap.width, height: bitmap.height, source: bitmap };
}

function readBitmap(bitmap: ImageBitmap): Pixels {
  const { context } = openSurface(bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  return { width: bitmap.width, height: bitmap.height, data };
}

function resized(source: Pixels, width: number, height: number, options: ResizeOptions): Pixels {
  const pixels = resamplePixels(source, Math.round(width), Math.round(height), options.crop);
  if (options.brightness !== undefined || options.saturation !== undefined) modulatePixels(pixels, options);
  if (options.sharpen) sharpenPixels(pixels, options.sharpen);
  if (options.blur) blurPixels(pixels, options.blur);
  return pixels;
}

async function openFilm(url: string): Promise<HTMLVideoElement> {
  const film = document.createElement('video');
  film.muted = true;
  film.preload = 'auto';
  film.crossOrigin = 'anonymous';
  film.src = url;
  await once(film, 'loadeddata');
  return film;
}

async function seekFilm(film: HTMLVideoElement, seconds: number): Promise<void> {
  const target = Math.max(0, Math.min(seconds, film.duration - 1e-3));
  if (Math.abs(film.currentTime - target) < 1e-4) return;
  // From a server that sends no parts of a file a browser plays on from the start without a word.
  if (film.seekable.length === 0 || film.seekable.end(film.seekable.length - 1) < target)
    throw new Error(`${film.src} cannot be shown from ${target.toFixed(2)} s on`);
  const arrived = once(film, 'seeked');
  film.currentTime = target;
  await arrived;
}

function once(film: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    film.addEventListener(event, () => resolve(), { once: true });
    film.addEventListener('error', () => reject(new Error(`${film.src} cannot be played`)), { once: true });
  });
}
