import type { FilmPalette, SceneDescription, SceneKind } from '@kinora/contract';

type Tone = SceneDescription['ground']['tone'];

/** Grounds a kind may stand on, the usual one first. */
const TONES: Readonly<Record<SceneKind, readonly Tone[]>> = {
  panels: ['deep'],
  hero: ['wall'],
  close: ['wall'],
  split: ['field0'],
  macro: ['paper'],
  spotlight: ['stage'],
  price: ['deep'],
  end_card: ['paper'],
  grid: ['field0'],
  kinetic_words: ['deep', 'paper', 'stage', 'wall'],
  line_up: ['stage'],
  stop_motion: ['paper', 'field0'],
  studio_floor: ['wall', 'field0', 'paper'],
  photo: ['wall', 'deep'],
  parallax: ['wall'],
  typographic: ['stage', 'deep', 'wall', 'paper'],
  video: ['stage'],
  catwalk: ['stage'],
  turntable: ['wall'],
  detail: ['deep'],
  beam: ['stage'],
};
/** Neighbours closer than this in lightness look like one shot (craft.md §4). */
const LEAST_STEP = 25;

export function lightnessOf(tone: Tone, palette: FilmPalette): number {
  if (tone === 'paper' || tone === 'wall' || tone === 'deep' || tone === 'stage') return palette[tone].l;
  const index = Number(tone.slice(-1));
  return (palette.fields[index] ?? palette.fields[0]!).l;
}

/**
 * A ground for each shot: kinds with a choice take the first that steps by 25 L from the shot before (the close view
 * shares its wide view's ground on purpose). The film gets its dark shot even where no kind brings one.
 */
export function chooseTones(kinds: readonly SceneKind[], palette: FilmPalette): Tone[] {
  const tones: Tone[] = [];
  for (const [index, kind] of kinds.entries()) {
    const before = tones[index - 1];
    const choices = TONES[kind];
    const start = index % choices.length;
    const turned = choices.length > 2 ? [...choices.slice(start), ...choices.slice(0, start)] : choices;
    const stepping = turned.find((tone) => before === undefined || isStep(tone, before, palette));
    tones.push(stepping ?? turned[0]!);
  }
  return tones;
}

function isStep(tone: Tone, before: Tone, palette: FilmPalette): boolean {
  return tone !== before && Math.abs(lightnessOf(tone, palette) - lightnessOf(before, palette)) >= LEAST_STEP;
}

/** How a whole photograph that does not fill the frame is extended (never stretched). */
export function chooseStyle(kind: SceneKind, index: number): SceneDescription['ground']['style'] {
  if (kind === 'studio_floor') return 'studio_floor';
  if (kind === 'video') return index % 2 === 0 ? 'blurred' : 'gradient';
  // A print on a lit wall looks made; its own blur behind it looks like a news broadcast, and is kept for one in four.
  if (kind === 'photo') return index % 4 === 2 ? 'blurred' : 'set';
  return 'set';
}
