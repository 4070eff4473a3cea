import type { KitFace } from '@kinora/contract';

/**
 * What the drawing code needs from its host. Node gives it with Skia and sharp, the browser with OffscreenCanvas, so
 * that preview and render come from the same code. Everything slow happens while a scene is prepared; drawing a frame
 * only composes ready pictures (craft.md §9: live blur and canvas-to-canvas copies are what make frames slow).
 */

/** A frozen picture. Drawing from it is several times faster than drawing from a canvas (stack.md part 2 §3). */
export type Picture = { readonly width: number; readonly height: number; readonly source: CanvasImageSource };

/** A canvas being painted while a scene is prepared. */
export type Surface = { readonly width: number; readonly height: number; readonly context: CanvasRenderingContext2D };

export type ResizeOptions = {
  /** Lanczos-quality by default; `sharpen` is the radius in pixels applied after enlarging, 0 for none. */
  sharpen?: number;
  /** Part of the source in source pixels; the whole when absent. */
  crop?: { x: number; y: number; width: number; height: number };
  /** Gaussian blur radius in output pixels, applied last. */
  blur?: number;
  brightness?: number;
  saturation?: number;
};

export interface Toolkit {
  createSurface(width: number, height: number): Surface;
  /** Freezes a surface. The surface must not be used afterwards. */
  freeze(surface: Surface): Promise<Picture>;
  /** Picture of a stored file by content hash (cut-out PNG, photograph, logo). Rejects with `media.asset_missing`. */
  loadPicture(hash: string): Promise<Picture>;
  /** One frame of a stored film, scaled to fit inside the size given. */
  loadVideoFrame(hash: string, frame: number, maximum: { width: number; height: number }): Promise<Picture>;
  resize(hash: string, width: number, height: number, options?: ResizeOptions): Promise<Picture>;
  /** Makes the faces ready to be set under their family names. Those already there are kept. */
  loadFaces(faces: readonly KitFace[]): Promise<void>;
  /** Raw RGBA of a stored file scaled to the size given, for measuring. */
  readPixels(hash: string, width: number, height: number): Promise<Uint8ClampedArray>;
}
