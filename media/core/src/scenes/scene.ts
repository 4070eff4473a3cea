import type { FilmLook, Lch, SceneDescription, SceneKind, SceneSubject, Size } from '@kinora/contract';
import { directionOf } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import type { Box } from '../type/box.ts';
import { mirrorBox } from '../type/box.ts';
import { setMarks } from '../type/marks.ts';
import type { TextMeasure } from '../type/measure.ts';
import type { InkWish, TextLine } from '../type/stack.ts';
import { mirrorLine } from '../type/stack.ts';
import { type FrameShape, safeZone, shapeOf, sideMargin } from '../type/zones.ts';

/** Everything a layout is decided from. Pure: the same input gives the same places on every machine. */
export type SceneInput = {
  scene: SceneDescription;
  look: FilmLook;
  size: Size;
  /** Whole length of the shot. */
  seconds: number;
  framesPerSecond: number;
  /** Music beats inside the shot, seconds after the cut. */
  beatSeconds: readonly number[];
  measure: TextMeasure;
};

/** What the places of pictures are decided from: no words are measured for them. */
export type FrameInput = Pick<SceneInput, 'scene' | 'look' | 'size'>;

/** A thin line drawn from one end. */
export type Hairline = {
  box: Box;
  origin: 'left' | 'right' | 'center';
  startSeconds: number;
  growSeconds: number;
  group: string;
};

/** A place for the brand's logo, drawn instead of a wordmark. */
export type LogoPlace = { box: Box; startSeconds: number; group: string };

/** What every scene's layout states, whatever else it knows. Boxes are in pixels of the frame. */
export type SceneLayout = {
  lines: TextLine[];
  hairlines: Hairline[];
  logos: LogoPlace[];
  /** Settled extents of the products; no words stand on them unless `wordsOnProduct`. */
  products: Box[];
  /** True where words lie over material by design (hook panels, photographs): they always get a scrim. */
  wordsOnProduct: boolean;
  /** True where words may move to the calmest part of the finished picture (whole photographs and films). */
  mayMoveWords?: boolean;
  /** What such words keep off: the subject of the photograph they lie over. */
  keepClear?: Box[];
  /**
   * Words that lie over things by design go up or down in this zone to where least lies under them at all of these
   * moments: a label, a print, a seam.
   */
  slide?: { zone: Box; atSeconds: readonly number[] };
  /** Colour of scrims: the set's own shadow. */
  shadow: Lch;
  /** Moment at which everything has arrived. Contrast is measured there. */
  settledSeconds: number;
};

/** The picture part of a prepared scene. `draw` paints the whole frame without words. */
export type ScenePicture = {
  draw(context: CanvasRenderingContext2D, seconds: number): void;
  seek?(seconds: number): Promise<void>;
  enlargements: { use: string; factor: number }[];
};

export type SceneDefinition = {
  kind: SceneKind;
  planLayout(input: SceneInput): SceneLayout;
  preparePicture(input: SceneInput, layout: SceneLayout, toolkit: Toolkit): Promise<ScenePicture>;
};

/** Keeps a scene's own layout type inside its file while the registry holds all of one shape. */
export function defineScene<L extends SceneLayout>(definition: {
  kind: SceneKind;
  planLayout(input: SceneInput): L;
  preparePicture(input: SceneInput, layout: L, toolkit: Toolkit): Promise<ScenePicture>;
}): SceneDefinition {
  return {
    kind: definition.kind,
    planLayout: definition.planLayout,
    // The layout given is always the one this scene planned: prepareScene calls both.
    preparePicture: (input, layout, toolkit) => definition.preparePicture(input, layout as L, toolkit),
  };
}

export function isMirrored(look: FilmLook): boolean {
  return directionOf(look.language) === 'rtl';
}

/** Turns words, hairlines and products round for right-to-left films. The light stays at the upper left. */
export function mirrorLayout<L extends SceneLayout>(layout: L, input: SceneInput): L {
  if (!isMirrored(input.look)) return layout;
  const { width } = input.size;
  return {
    ...layout,
    lines: layout.lines.map((line) => mirrorLine(line, width)),
    hairlines: layout.hairlines.map((line) => ({
      ...line,
      box: mirrorBox(line.box, width),
      origin: line.origin === 'left' ? 'right' : line.origin === 'right' ? 'left' : 'center',
    })),
    logos: layout.logos.map((logo) => ({ ...logo, box: mirrorBox(logo.box, width) })),
    products: layout.products.map((box) => mirrorBox(box, width)),
    ...(layout.slide ? { slide: { ...layout.slide, zone: mirrorBox(layout.slide.zone, width) } } : {}),
  };
}

export type Wording = {
  eyebrow: string;
  lines: string[];
  items: string[];
  figure: string;
  small: string;
  wordmark: string;
};

/** Words with typographic marks set; an absent slot is an empty string and takes no room. */
export function wordsOf(input: FrameInput): Wording {
  const { words } = input.scene;
  const { language } = input.look;
  const set = (text: string | undefined) => (text ? setMarks(text, language) : '');
  return {
    eyebrow: set(words.eyebrow),
    lines: words.lines.map(set).filter((line) => line !== ''),
    items: words.items.map(set).filter((item) => item !== ''),
    figure: set(words.figure),
    small: set(words.small),
    wordmark: set(words.wordmark),
  };
}

/** False when a scene was given nothing to say: its product then takes the middle, so that no half stays blank. */
export function hasWords(input: FrameInput): boolean {
  const words = wordsOf(input);
  return words.lines.length > 0 || words.eyebrow !== '' || words.small !== '';
}

/** Colour of a ground by its name in the scene. */
export function groundColour(input: FrameInput): Lch {
  const { palette } = input.look;
  const { tone } = input.scene.ground;
  switch (tone) {
    case 'paper':
      return palette.paper;
    case 'wall':
      return palette.wall;
    case 'deep':
      return palette.deep;
    case 'stage':
      return palette.stage;
    default:
      return fieldColour(input, Number(tone.slice(5)));
  }
}

/** A field of the palette; films with two fields repeat them. */
export function fieldColour(input: FrameInput, index: number): Lch {
  const { fields } = input.look.palette;
  return fields[index % fields.length]!;
}

/** A product by number; a film with one or two products shows them again (each scene crops them anew). */
export function subjectAt(input: FrameInput, index: number): SceneSubject | undefined {
  const { subjects } = input.scene;
  return subjects.length === 0 ? undefined : subjects[index % subjects.length];
}

export function shape(input: FrameInput): FrameShape {
  return shapeOf(input.size);
}

/** Beats inside the shot, or evenly spread moments when the music gives none. */
export function momentsOf(input: SceneInput, count: number, stepSeconds: number): number[] {
  const usable = input.beatSeconds.filter((beat) => beat > 0.2 && beat < input.seconds - 0.3);
  const step = Math.min(stepSeconds, (input.seconds * 0.72) / Math.max(1, count));
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return 0;
    return usable.length >= count - 1 ? usable[index - 1]! : index * step;
  });
}

export const EMPTY_LAYOUT = { lines: [], hairlines: [], logos: [], products: [], wordsOnProduct: false };

export function inkWishOn(ground: Lch): InkWish {
  return ground.l > 60 ? 'dark' : 'light';
}

/**
 * The safe zone as a scene lays itself out, before it is turned round: the phone's own buttons stay at the right of the
 * screen in every language, so for right-to-left films the zone is mirrored beforehand.
 */
export function safeZoneOf(input: FrameInput): Box {
  const zone = safeZone(input.size);
  return isMirrored(input.look) ? mirrorBox(zone, input.size.width) : zone;
}

/** The edge that left-aligned words share. */
export function leftEdge(input: FrameInput): number {
  return Math.max(sideMargin(shape(input)), safeZoneOf(input).x);
}
