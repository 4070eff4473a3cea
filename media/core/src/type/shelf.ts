import type { FilmFonts, KitFace, Language } from '@kinora/contract';

export type Script = 'latin' | 'hebrew' | 'arabic';

/**
 * One face as the engine registers it. `package` and `file` name the whole TrueType file (all scripts in one), so that
 * Node, the browser and the document writers use the same outlines.
 */
export type FontFace = {
  family: string;
  package: string;
  file: string;
  scripts: readonly Script[];
  /** Height of a small Latin letter per size; faces are scaled by it when they stand together (craft.md §5). */
  xHeight: number;
  /** The file's usual figures. Such as hang below the line look fallen over: its lining ones are set instead (lining-figures.ts). */
  figures: 'lining' | 'old_style';
  /** Reach of the letters above and below the baseline per size, marks included. */
  ascent: number;
  descent: number;
};

const LATIN_REACH = { ascent: 0.74, descent: 0.25 };
const HEBREW_REACH = { ascent: 0.76, descent: 0.26 };
const ARABIC_REACH = { ascent: 0.92, descent: 0.44 };

export const FONT_SHELF: readonly FontFace[] = [
  face(
    'Cormorant Garamond',
    'cormorant-garamond',
    '500Medium/CormorantGaramond_500Medium',
    ['latin'],
    0.39,
    'old_style',
  ),
  face(
    'Cormorant Garamond Italic',
    'cormorant-garamond',
    '500Medium_Italic/CormorantGaramond_500Medium_Italic',
    ['latin'],
    0.39,
    'old_style',
  ),
  face('Fraunces', 'fraunces', '500Medium/Fraunces_500Medium', ['latin'], 0.47, 'lining'),
  face('Fraunces Italic', 'fraunces', '500Medium_Italic/Fraunces_500Medium_Italic', ['latin'], 0.47, 'lining'),
  face('DM Sans', 'dm-sans', '400Regular/DMSans_400Regular', ['latin'], 0.51, 'lining'),
  face('DM Sans Medium', 'dm-sans', '500Medium/DMSans_500Medium', ['latin'], 0.51, 'lining'),
  face(
    'Frank Ruhl Libre',
    'frank-ruhl-libre',
    '400Regular/FrankRuhlLibre_400Regular',
    ['hebrew', 'latin'],
    0.47,
    'lining',
  ),
  face(
    'Frank Ruhl Libre Medium',
    'frank-ruhl-libre',
    '500Medium/FrankRuhlLibre_500Medium',
    ['hebrew', 'latin'],
    0.47,
    'lining',
  ),
  face('Heebo', 'heebo', '400Regular/Heebo_400Regular', ['hebrew', 'latin'], 0.53, 'lining'),
  face('Heebo Medium', 'heebo', '500Medium/Heebo_500Medium', ['hebrew', 'latin'], 0.53, 'lining'),
  face('Rubik', 'rubik', '400Regular/Rubik_400Regular', ['hebrew', 'arabic', 'latin'], 0.52, 'lining'),
  face('Rubik Medium', 'rubik', '500Medium/Rubik_500Medium', ['hebrew', 'arabic', 'latin'], 0.52, 'lining'),
  face('Amiri', 'amiri', '400Regular/Amiri_400Regular', ['arabic', 'latin'], 0.38, 'lining'),
  face('Cairo', 'cairo', '400Regular/Cairo_400Regular', ['arabic', 'latin'], 0.5, 'lining'),
  face('Cairo Medium', 'cairo', '500Medium/Cairo_500Medium', ['arabic', 'latin'], 0.5, 'lining'),
];

/** Voice of the type: `elegant` for fashion and food, `calm` for makers, `technical` for devices. */
export type TypeVoice = 'elegant' | 'calm' | 'technical';

const LATIN_FONTS: Record<TypeVoice, FilmFonts> = {
  elegant: fonts('Cormorant Garamond', 'Cormorant Garamond Italic', 'DM Sans Medium', 'Frank Ruhl Libre'),
  calm: fonts('Fraunces', 'Fraunces Italic', 'DM Sans Medium', 'Fraunces'),
  technical: fonts('DM Sans Medium', 'DM Sans Medium', 'DM Sans', 'DM Sans Medium'),
};

/**
 * Two faces a film. Hebrew and Arabic have no italic: the last line of a claim stays upright. Brand names keep their
 * Latin face in every language.
 */
export function chooseFonts(language: Language, voice: TypeVoice = 'elegant'): FilmFonts {
  const latin = LATIN_FONTS[voice];
  if (language === 'en') return latin;
  const isTechnical = voice === 'technical';
  if (language === 'he') {
    const display = isTechnical ? 'Heebo Medium' : 'Frank Ruhl Libre';
    return { display, displayItalic: display, text: 'Heebo', figures: display, wordmark: latin.wordmark };
  }
  const display = isTechnical ? 'Cairo Medium' : 'Amiri';
  return {
    display,
    displayItalic: display,
    text: 'Cairo',
    figures: isTechnical ? display : 'Frank Ruhl Libre',
    wordmark: latin.wordmark,
  };
}

/** What type is set by: the shelf's faces and those that brands brought. */
export type SetFace = Omit<FontFace, 'package' | 'file'> & { coverage?: string };

/** Faces of brands by family. A family is named after its file's content, so that an entry never changes. */
const brandFaces = new Map<string, SetFace>();

/** Makes a brand's own faces known to everything that measures and sets type in this process. */
export function shelveFaces(faces: readonly KitFace[]): void {
  for (const { family, scripts, xHeight, coverage } of faces) {
    if (!brandFaces.has(family))
      brandFaces.set(family, { family, scripts, xHeight, coverage, figures: 'lining', ...reachOfScript(scripts[0]) });
  }
}

/** The face of a family, or undefined when neither the shelf nor a shelved brand holds it (an older plan). */
export function findFace(family: string): SetFace | undefined {
  return FONT_SHELF.find((entry) => entry.family === family) ?? brandFaces.get(family);
}

/** The face of a family; a family the shelf does not hold is set in DM Sans Medium, and `findFace` lets callers say so. */
export function faceOrDefault(family: string): SetFace {
  return findFace(family) ?? findFace('DM Sans Medium')!;
}

/** Named fallbacks, so that a missing letter never comes silently from a face of the system. */
const FALLBACKS: readonly string[] = ['Frank Ruhl Libre', 'Amiri', 'Rubik'];
const SANS_FALLBACKS: readonly string[] = ['Heebo', 'Cairo', 'Rubik'];
const SANS = /^(DM Sans|Heebo|Cairo|Rubik)/;

export function fallbacksOf(family: string): readonly string[] {
  return SANS.test(family) ? SANS_FALLBACKS : FALLBACKS;
}

/** Font of a canvas context. */
export function cssFont(family: string, sizePx: number): string {
  const list = [faceOrDefault(family).family, ...fallbacksOf(family)];
  return `${sizePx}px ${[...new Set(list)].map((name) => `"${name}"`).join(', ')}`;
}

export function scriptOf(text: string): Script {
  if (/\p{Script=Arabic}/u.test(text)) return 'arabic';
  if (/\p{Script=Hebrew}/u.test(text)) return 'hebrew';
  return 'latin';
}

/** Reach of a set line above and below its baseline, per size. */
export function reachOf(text: string): { ascent: number; descent: number } {
  return reachOfScript(scriptOf(text));
}

function reachOfScript(script: Script | undefined): { ascent: number; descent: number } {
  if (script === 'arabic') return ARABIC_REACH;
  return script === 'hebrew' ? HEBREW_REACH : LATIN_REACH;
}

/** Sizes in the scenes are meant for Cormorant (display) and DM Sans (text). */
const DISPLAY_X_HEIGHT = 0.39;
const TEXT_X_HEIGHT = 0.51;
/**
 * Hebrew letters are all as tall as a small capital, so display shrinks a little; Arabic runs small for its size. Small
 * lines need 1.25–1.3 times the Latin size: at 1× they were lost beside the display (craft.md §5).
 */
const SCRIPT_SCALE = {
  hebrew: { display: 0.94, text: 1.3 },
  arabic: { display: 1.04, text: 1.36 },
} as const;

/** Factor on a planned size so that faces look equally large. */
export function sizeFactor(family: string, text: string, role: 'display' | 'text'): number {
  const script = scriptOf(text);
  if (script !== 'latin') return SCRIPT_SCALE[script][role];
  const reference = role === 'display' ? DISPLAY_X_HEIGHT : TEXT_X_HEIGHT;
  return Math.min(1.25, reference / faceOrDefault(family).xHeight);
}

function fonts(display: string, displayItalic: string, text: string, figures: string): FilmFonts {
  return { display, displayItalic, text, figures, wordmark: display };
}

function face(
  family: string,
  packageName: string,
  path: string,
  scripts: readonly Script[],
  xHeight: number,
  figures: 'lining' | 'old_style',
): FontFace {
  return {
    family,
    package: `@expo-google-fonts/${packageName}`,
    file: `${path}.ttf`,
    scripts,
    xHeight,
    figures,
    ...reachOfScript(scripts[0]),
  };
}
