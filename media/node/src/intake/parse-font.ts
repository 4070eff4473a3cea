import { readFile } from 'node:fs/promises';
import type { KitFace } from '@kinora/contract';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { packCoverage, readCoverage } from '../canvas/font-coverage.ts';
import { refuse } from './refusal.ts';

/** What the engine has to know of a font to set type in it; its name as the file gives it. */
export type ParsedFont = { family: string } & Pick<KitFace, 'scripts' | 'xHeight' | 'coverage'>;

const TRIAL_FAMILY = 'kinora trial';
const TRIAL_PX = 200;
/** Letters a script's words are not written without. */
const SCRIPT_LETTERS = { latin: 'aehinorstAEHINORST', hebrew: 'אבהוילמנרשת', arabic: 'ابتدرسعلمنهوي' } as const;

/** A font is good when the same library that will draw with it can load it; the child forgets it at once. */
export async function parseFont(file: string): Promise<ParsedFont> {
  const content = await readFile(file);
  const family = findFamily(content);
  const key = GlobalFonts.register(content, TRIAL_FAMILY);
  if (!family || !key) throw refuse('intake.damaged', `font ${file} cannot be loaded`);
  const xHeight = measureSmallLetter();
  GlobalFonts.remove(key);
  const coverage = coverageOf(content).filter(([first]) => isOfOurScripts(first));
  const holds = (letter: string) => {
    const code = letter.codePointAt(0)!;
    return coverage.some(([first, last]) => code >= first && code <= last);
  };
  const scripts = (['latin', 'hebrew', 'arabic'] as const).filter((script) => [...SCRIPT_LETTERS[script]].every(holds));
  return { family, scripts, xHeight, coverage: packCoverage(coverage) };
}

function findFamily(content: Buffer): string | undefined {
  const before = new Set(GlobalFonts.families.map(({ family }) => family));
  const key = GlobalFonts.register(content);
  const added = GlobalFonts.families.map(({ family }) => family).find((family) => !before.has(family));
  if (key) GlobalFonts.remove(key);
  return added;
}

/** A font without a Latin x stands as tall as one of its neighbours on the shelf. */
function measureSmallLetter(): number {
  const context = createCanvas(8, 8).getContext('2d');
  context.font = `${TRIAL_PX}px "${TRIAL_FAMILY}"`;
  const height = context.measureText('x').actualBoundingBoxAscent / TRIAL_PX;
  return Math.round(Math.min(0.8, Math.max(0.3, height)) * 1000) / 1000;
}

function coverageOf(content: Buffer): [number, number][] {
  try {
    return readCoverage(content);
  } catch (error) {
    throw refuse('intake.damaged', 'the font has no readable table of letters', { cause: error });
  }
}

/** Up to the end of symbols, and the ready-made forms of Hebrew and Arabic: what films are set in. */
function isOfOurScripts(code: number): boolean {
  return code < 0x3000 || (code >= 0xfb00 && code < 0xff00);
}
