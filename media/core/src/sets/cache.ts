import type { Picture, Toolkit } from '../canvas/toolkit.ts';

/** Pixels of layers kept per toolkit: about 320 MB. Beyond it the layer used longest ago goes. */
const MAX_PIXELS = 80_000_000;

type Entry = { picture: Promise<Picture>; pixels: number };
const shelves = new WeakMap<Toolkit, Map<string, Entry>>();

/**
 * One layer is made once per process however many shots use it: the wall of a hero and of its close, one sprite at one
 * size. A failed layer is forgotten, so that a retry may make it.
 */
export function cachedLayer(toolkit: Toolkit, key: string, make: () => Promise<Picture>): Promise<Picture> {
  let shelf = shelves.get(toolkit);
  if (!shelf) {
    shelf = new Map();
    shelves.set(toolkit, shelf);
  }
  const found = shelf.get(key);
  if (found) {
    shelf.delete(key);
    shelf.set(key, found);
    return found.picture;
  }
  const entry: Entry = { picture: make(), pixels: 0 };
  shelf.set(key, entry);
  const kept = shelf;
  entry.picture.then(
    (picture) => {
      entry.pixels = picture.width * picture.height;
      trim(kept);
    },
    () => kept.delete(key),
  );
  return entry.picture;
}

function trim(shelf: Map<string, Entry>): void {
  let total = 0;
  for (const entry of shelf.values()) total += entry.pixels;
  for (const [key, entry] of shelf) {
    if (total <= MAX_PIXELS) return;
    if (entry.pixels === 0) continue;
    shelf.delete(key);
    total -= entry.pixels;
  }
}
