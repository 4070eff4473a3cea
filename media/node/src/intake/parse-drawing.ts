import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { INTAKE_LIMITS } from './limits.ts';
import { refuse } from './refusal.ts';
import { sanitiseSvg, UnsafeSvg } from './sanitise-svg.ts';

export type ParsedDrawing = {
  /** The drawing written again from the allow list. */
  cleanFile: string;
  /** Its picture, long side 2048 px. */
  workingFile: string;
  workingWidth: number;
  workingHeight: number;
  /** Elements and attributes that were left out. */
  removed: string[];
  hasText: boolean;
};

const RASTER_LONG_SIDE = 2048;

export async function parseDrawing(file: string, folder: string): Promise<ParsedDrawing> {
  const { svg, removed, hasText } = clean(await readFile(file, 'utf8'));
  const { png, width, height } = rasterise(svg);
  const cleanFile = join(folder, 'clean.svg');
  const workingFile = join(folder, 'working.png');
  await writeFile(cleanFile, svg);
  await writeFile(workingFile, png);
  return { cleanFile, workingFile, workingWidth: width, workingHeight: height, removed, hasText };
}

function clean(source: string) {
  try {
    return sanitiseSvg(source);
  } catch (error) {
    if (error instanceof UnsafeSvg) throw refuse('intake.unsafe', error.message, { cause: error });
    throw error;
  }
}

function rasterise(svg: string) {
  try {
    const natural = new Resvg(svg, { font: { loadSystemFonts: false } });
    const { width, height } = natural;
    if (!(width > 0 && height > 0)) throw new Error('the drawing has no size');
    if (Math.max(width, height) / Math.min(width, height) > INTAKE_LIMITS.workingSidePixels / 8)
      throw new Error('the drawing has no usable shape');
    const fitTo =
      width >= height
        ? ({ mode: 'width', value: RASTER_LONG_SIDE } as const)
        : ({ mode: 'height', value: RASTER_LONG_SIDE } as const);
    const image = new Resvg(svg, { fitTo, font: { loadSystemFonts: false } }).render();
    return { png: image.asPng(), width: image.width, height: image.height };
  } catch (error) {
    throw refuse('intake.damaged', 'the drawing cannot be rasterised', { cause: error });
  }
}
