import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Rate, Size } from '@kinora/contract';
import { createCanvas, GlobalFonts, ImageData } from '@napi-rs/canvas';
import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRunOptions } from '../engine/request.ts';
import { writeAside } from '../files/write-aside.ts';
import { decodeFrames, requireVideo, uprightSize } from '../frames/decode-frames.ts';
import type { MediaProbe } from '../probe/media-probe.ts';

export type SheetFrame = {
  readonly frame: number /** Such as a shot's name; drawn beside the time. */;
  readonly label?: string;
};

const FACE = 'Kinora Sheet';
const SHEET_WIDTH = 1600;
const MARGIN = 40;
const GUTTER = 20;
const CAPTION = 34;
const GROUND = '#16150f';
const INK = '#d9d3c4';
const QUIET = '#8d8778';

/** Frames spread evenly over a film, each in the middle of its share. */
export function spreadFrames(totalFrames: number, count: number): SheetFrame[] {
  const wanted = Math.min(count, totalFrames);
  return Array.from({ length: wanted }, (_, index) => ({ frame: Math.floor(((index + 0.5) * totalFrames) / wanted) }));
}

/**
 * A sheet of a film's frames on one dark page, with the time under each: what an editor pins to the wall. Wide films
 * get three columns, tall ones five, so that the page stays readable at any ratio.
 */
export async function makeContactSheet(
  engine: MediaEngine,
  filmPath: string,
  targetPath: string,
  options: Pick<EngineRunOptions, 'signal'> & { probe?: MediaProbe; frames: readonly SheetFrame[]; columns?: number },
): Promise<void> {
  const runOptions = options.signal ? { signal: options.signal } : {};
  const probe = options.probe ?? (await engine.probe(filmPath, runOptions));
  const video = requireVideo(filmPath, probe);
  const layout = planSheet(uprightSize(video), options.frames.length, options.columns);
  const canvas = createCanvas(SHEET_WIDTH, layout.height);
  const context = canvas.getContext('2d');
  registerFace();
  context.fillStyle = GROUND;
  context.fillRect(0, 0, SHEET_WIDTH, layout.height);
  const wanted = new Map(options.frames.map((item, index) => [item.frame, { ...item, index }]));
  const only = [...wanted.keys()].sort((first, second) => first - second);
  const draw = (rgba: Uint8Array, frame: number) => {
    const item = wanted.get(frame);
    if (!item) return;
    const place = layout.place(item.index);
    context.putImageData(
      new ImageData(new Uint8ClampedArray(rgba), layout.cell.width, layout.cell.height),
      place.x,
      place.y,
    );
    context.font = `500 17px "${FACE}"`;
    context.textBaseline = 'alphabetic';
    const baseline = place.y + layout.cell.height + 24;
    context.fillStyle = INK;
    const time = timeOf(frame, video.rate);
    context.fillText(time, place.x, baseline);
    context.fillStyle = QUIET;
    const indent = context.measureText(time).width + 12;
    if (item.label) context.fillText(item.label, place.x + indent, baseline, layout.cell.width - indent);
  };
  const lengthFrames = (only.at(-1) ?? 0) + 1;
  await decodeFrames(engine, { path: filmPath, startFrame: 0, lengthFrames, size: layout.cell, only }, draw, {
    ...runOptions,
    probe,
  });
  const jpeg = await canvas.encode('jpeg', 90);
  await writeAside(targetPath, (aside) => writeFile(aside, jpeg));
}

function planSheet(film: Size, count: number, wantedColumns?: number) {
  const columns = Math.min(count, wantedColumns ?? (film.width > film.height ? 3 : film.width === film.height ? 4 : 5));
  const width = Math.floor((SHEET_WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns / 2) * 2;
  const cell = { width, height: Math.round((width * film.height) / film.width / 2) * 2 };
  const rows = Math.ceil(count / columns);
  return {
    cell,
    height: 2 * MARGIN + rows * (cell.height + CAPTION) + (rows - 1) * GUTTER,
    place: (index: number) => ({
      x: MARGIN + (index % columns) * (cell.width + GUTTER),
      y: MARGIN + Math.floor(index / columns) * (cell.height + CAPTION + GUTTER),
    }),
  };
}

/** `0:07.3`: minutes, seconds and tenths. */
export function timeOf(frame: number, rate: Rate): string {
  const tenths = Math.floor((frame * rate.denominator * 10) / rate.numerator + 1e-6);
  const [minutes, rest] = [Math.floor(tenths / 600), tenths % 600];
  return `${minutes}:${(rest / 10).toFixed(1).padStart(4, '0')}`;
}

function registerFace(): void {
  if (GlobalFonts.has(FACE)) return;
  GlobalFonts.registerFromPath(
    createRequire(import.meta.url).resolve('@expo-google-fonts/rubik/500Medium/Rubik_500Medium.ttf'),
    FACE,
  );
}
