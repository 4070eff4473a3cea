import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { KitFace } from '@kinora/contract';
import { FONT_SHELF, type FontFace, withLiningFigures } from '@kinora/media-core';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);

/** File of a face on the shelf, found by package resolution so that hoisting does not matter. */
export function fontFile(face: FontFace): string {
  return join(dirname(require.resolve(`${face.package}/package.json`)), face.file);
}

/** Registers the shelf with Skia under its own family names. Safe to call again: a family already there is kept. */
export function registerFontShelf(): void {
  for (const face of FONT_SHELF) {
    if (GlobalFonts.has(face.family)) continue;
    if (face.figures === 'lining') GlobalFonts.registerFromPath(fontFile(face), face.family);
    else GlobalFonts.register(Buffer.from(withLiningFigures(readFileSync(fontFile(face)))), face.family);
  }
}

/**
 * Registers a brand's own font. Only children that draw call it: a file from outside is parsed nowhere else. The bytes
 * are read here, as a library that keeps the path would read a file that may be gone.
 */
export async function registerKitFace(face: KitFace, path: string): Promise<void> {
  if (GlobalFonts.has(face.family)) return;
  GlobalFonts.register(Buffer.from(withLiningFigures(await readFile(path))), face.family);
}
