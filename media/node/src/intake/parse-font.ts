import { readFile } from 'node:fs/promises';
import { GlobalFonts } from '@napi-rs/canvas';
import { refuse } from './refusal.ts';

export type ParsedFont = { family: string };

/** A font is good when the same library that will draw with it can load it; the child forgets it at once. */
export async function parseFont(file: string): Promise<ParsedFont> {
  const before = new Set(GlobalFonts.families.map(({ family }) => family));
  const key = GlobalFonts.register(await readFile(file));
  const added = GlobalFonts.families.map(({ family }) => family).find((family) => !before.has(family));
  if (key) GlobalFonts.remove(key);
  if (!key || !added) throw refuse('intake.damaged', `font ${file} cannot be loaded`);
  return { family: added };
}
