import type { FilmFonts, KitFace, Language } from '@kinora/contract';
import { FONT_SHELF, type Script } from '@kinora/media-core';
import type { PlannerKit } from './kit.ts';

const SCRIPTS: Readonly<Record<Language, Script>> = { en: 'latin', he: 'hebrew', ar: 'arabic' };

/**
 * The engine's choice with the kit's laid over it, for the film's script. A brand's font has no italic beside it: the last
 * line of a claim then stays upright. A family that is neither on the shelf nor among the kit's files is left out.
 */
export function chooseKitFonts(
  own: FilmFonts,
  { kit, language, isLatinName }: { kit: PlannerKit | null; language: Language; isLatinName: boolean },
): FilmFonts {
  if (!kit) return own;
  const find = (role: 'display' | 'text', script: Script) => {
    const family = kit.fonts[role][script];
    return family !== null && isKnown(family, kit.faces) ? family : undefined;
  };
  const script = SCRIPTS[language];
  const display = find('display', script);
  return {
    display: display ?? own.display,
    displayItalic: display ? italicOf(display) : own.displayItalic,
    text: find('text', script) ?? own.text,
    figures: display ? figuresFor(display) : own.figures,
    wordmark: (isLatinName ? find('display', 'latin') : display) ?? own.wordmark,
  };
}

function isKnown(family: string, faces: readonly KitFace[]): boolean {
  return FONT_SHELF.some((face) => face.family === family) || faces.some((face) => face.family === family);
}

function italicOf(family: string): string {
  const italic = `${family} Italic`;
  return FONT_SHELF.some((face) => face.family === italic) ? italic : family;
}

/** Figures that hang below the line look fallen over in a price. */
function figuresFor(family: string): string {
  const isOldStyle = FONT_SHELF.some((face) => face.family === family && face.figures === 'old_style');
  return isOldStyle ? 'Frank Ruhl Libre' : family;
}

/** The files the film needs, in the kit's order. */
export function facesOf(fonts: FilmFonts, kit: PlannerKit | null): KitFace[] {
  const families = new Set(Object.values(fonts));
  return (kit?.faces ?? []).filter((face) => families.has(face.family));
}
