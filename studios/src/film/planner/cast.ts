import type { SceneKind, SceneSubject } from '@kinora/contract';
import { type RankedPicture, videoSubject } from './pictures.ts';
import type { Random } from './random.ts';
import type { Slot } from './structure.ts';

/** A slot with the kind of scene and the pictures that play in it. `lead` is the picture most of the shot belongs to. */
export type CastShot = {
  slot: Slot;
  kind: SceneKind;
  subjects: SceneSubject[];
  lead: RankedPicture | undefined;
  labels: string[];
  /** Labels of every picture the film knows, shown here or not. */
  pictureLabels: readonly string[];
};

/** Kinds in order of liking per role; what cannot be shown with the pictures at hand is passed over. */
const LIKED: Readonly<Record<Slot['role'], readonly SceneKind[]>> = {
  hook: ['panels', 'video', 'photo', 'spotlight', 'macro', 'kinetic_words'],
  story: ['hero', 'close', 'studio_floor', 'video', 'photo', 'stop_motion', 'parallax', 'kinetic_words', 'typographic'],
  detail: [
    'split',
    'macro',
    'grid',
    'photo',
    'video',
    'stop_motion',
    'line_up',
    'studio_floor',
    'kinetic_words',
    'typographic',
    'hero',
    'close',
    'parallax',
    'spotlight',
  ],
  proof: [
    'spotlight',
    'typographic',
    'kinetic_words',
    'photo',
    'macro',
    'hero',
    'video',
    'close',
    'studio_floor',
    'stop_motion',
  ],
  offer: ['stop_motion', 'kinetic_words', 'photo', 'hero', 'typographic'],
  price: ['price'],
  name: ['end_card'],
};
const LIKING_STEP = 1.4;
const REPEAT_COST = 7;
/** From so many whole photographs on a cut from one to the next is an edit, and words find a picture each. */
const MANY_PHOTOGRAPHS = 3;
const SAME_KIND_COST = 5;
/** A dark product on the dark stage is a hole with an outline (craft.md §7). */
const DARK_PRODUCT = 32;

type Tally = {
  kinds: Map<SceneKind, number>;
  pictures: Map<number, number>;
  macros: Map<string, number>;
  videoFrames: Map<string, number>;
  companions: Map<string, number>;
};

/** Chooses for each slot what is shown. Never two of one kind in a row, but for different photographs; a close view follows only its own wide one. */
export function castShots(
  slots: readonly Slot[],
  pictures: readonly RankedPicture[],
  options: { random: Random; textCount: number; hasPrice: boolean; framesOf(seconds: number): number },
): CastShot[] {
  const tally: Tally = {
    kinds: new Map(),
    pictures: new Map(),
    macros: new Map(),
    videoFrames: new Map(),
    companions: new Map(),
  };
  const cast: CastShot[] = [];
  for (const [index, slot] of slots.entries()) {
    const previous = cast.at(-1);
    const next = slots[index + 1];
    const kind = chooseKind({
      slot,
      next,
      previous,
      pictures,
      tally,
      random: options.random,
      textCount: options.textCount,
      hasPrice: options.hasPrice,
    });
    const shot = fillShot({ slot, kind, previous, pictures, tally, frames: options.framesOf(slot.seconds) });
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
    cast.push(shot);
  }
  return cast;
}

type Choice = {
  slot: Slot;
  next: Slot | undefined;
  previous: CastShot | undefined;
  pictures: readonly RankedPicture[];
  tally: Tally;
  random: Random;
  textCount: number;
  hasPrice: boolean;
};

function chooseKind(choice: Choice): SceneKind {
  const { slot, previous, tally, random } = choice;
  const wholes = choice.pictures.filter((picture) => picture.photo && !picture.cutout).length;
  // Whoever gives a recording wants it seen: one that was not shown yet may follow another.
  const hasNewRecording = choice.pictures.some(({ video, picture }) => video && !tally.videoFrames.has(picture.key));
  const mayFollow = (kind: SceneKind) =>
    kind !== previous?.kind ||
    (kind === 'photo' && wholes >= MANY_PHOTOGRAPHS) ||
    (kind === 'video' && hasNewRecording);
  const repeatCost = (kind: SceneKind) =>
    ((tally.kinds.get(kind) ?? 0) * REPEAT_COST) / (kind === 'photo' ? Math.max(1, wholes) : 1);
  const possible = LIKED[slot.role].filter((kind) => mayFollow(kind) && isPossible(kind, choice));
  const scored = possible.map((kind) => ({
    kind,
    score:
      -LIKED[slot.role].indexOf(kind) * LIKING_STEP -
      (kind === 'video' && hasNewRecording ? 0 : repeatCost(kind)) -
      (kind === previous?.kind ? SAME_KIND_COST : 0) +
      random() * 0.8,
  }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (first, second) => (first && first.score >= second.score ? first : second),
    undefined,
  );
  if (best) return best.kind;
  // Nothing new to say: another photograph after a photograph is a plain cut, the name once more is a dead card.
  const isArgument = slot.role === 'story' || slot.role === 'detail' || slot.role === 'proof';
  if (isArgument && previous?.kind === 'photo' && wholePhotographs(choice.pictures).length > 1) return 'photo';
  return previous?.kind === 'typographic' ? 'kinetic_words' : 'typographic';
}

/** Products seen side by side: a second look at the same few of them is a repetition. */
const PRODUCTS_A_LOOK = 4;
/** Things that change places in stop-motion; the same few once more would be the same shot. */
const POSING = 3;
/** A second material shot has nothing left to list: it wants this many things with a material of their own. */
const LISTS_A_FILM = 5;
/** A photograph that opens a film fills the frame: under this width it would stand there as a card. */
const FILLING_WIDTH = 1130;

function isPossible(kind: SceneKind, { slot, previous, pictures, tally, textCount, hasPrice }: Choice): boolean {
  const cutouts = pictures.filter((picture) => picture.cutout);
  const windows = pictures.flatMap((picture) => picture.macros);
  const textured = pictures.filter((picture) => picture.macros.length > 0).length;
  const looks = (tally.kinds.get(kind) ?? 0) * PRODUCTS_A_LOOK;
  const untrusted = pictures.filter((picture) => picture.photo && !picture.cutout);
  switch (kind) {
    case 'panels':
      // Strips of one thing alone are the same strip three times.
      return textured >= 2;
    case 'macro':
      // One thing's material beside a list that speaks of several would tell something wrong of it.
      return (
        windows.length >= 1 &&
        (textured >= 2 || textured >= cutouts.length) &&
        (tally.kinds.get('macro') ?? 0) * LISTS_A_FILM < Math.max(LISTS_A_FILM, textured)
      );
    case 'hero':
      return cutouts.length >= 1;
    case 'stop_motion':
      return cutouts.length > (tally.kinds.get(kind) ?? 0) * POSING;
    case 'price':
      // A figure stands well alone on its wall; a line without one wants its product beside it.
      return cutouts.length >= 1 || hasPrice;
    case 'spotlight':
      return (
        (tally.kinds.get('spotlight') ?? 0) < 2 &&
        cutouts.some((picture) => picture.cutout!.meanLightness >= DARK_PRODUCT)
      );
    case 'close':
      return previous?.kind === 'hero' && previous.lead?.cutout !== undefined && enlargesWell(previous.lead.cutout);
    case 'split':
      return cutouts.length >= 2 && cutouts.length > looks;
    case 'grid':
      return cutouts.length >= 3 && textured >= 2 && cutouts.length > looks;
    case 'line_up':
      return cutouts.filter((picture) => picture.cutout!.stands).length >= 3;
    case 'studio_floor':
      return cutouts.some((picture) => picture.cutout!.stands && (cutouts.length === 1 || picture !== previous?.lead));
    case 'photo':
      // A plain studio photograph adds nothing to its own cut-out, except where a long film needs another view.
      return (
        (untrusted.length > 0 &&
          (slot.role !== 'hook' ||
            cutouts.length === 0 ||
            untrusted.some((picture) => picture.photo!.width >= FILLING_WIDTH))) ||
        (slot.role !== 'hook' && pictures.some((picture) => picture.photo) && (tally.kinds.get('hero') ?? 0) >= 2)
      );
    case 'parallax':
      return cutouts.some((picture) => picture.photo) && (tally.kinds.get('hero') ?? 0) >= 1;
    case 'video':
      return pictures.some((picture) => picture.video);
    case 'kinetic_words':
    case 'typographic':
      // Words are the whole picture of these two; every one of them uses a text up.
      return wordShots(tally) < textCount;
    default:
      return true;
  }
}

function wordShots(tally: Tally): number {
  const kinds = ['kinetic_words', 'typographic', 'hero', 'close', 'photo'] as const;
  return kinds.reduce((sum, kind) => sum + (tally.kinds.get(kind) ?? 0), 0);
}

/** A close view is 1.6 times the wide one; under 640 px it would be soft in 1080p. */
function enlargesWell(cutout: SceneSubject): boolean {
  return Math.max(cutout.width, cutout.height) >= 640;
}

type Fill = {
  slot: Slot;
  kind: SceneKind;
  previous: CastShot | undefined;
  pictures: readonly RankedPicture[];
  tally: Tally;
  frames: number;
};

function fillShot(fill: Fill): CastShot {
  const { slot, kind } = fill;
  const chosen = choosePictures(fill);
  for (const picture of new Set(chosen.map((entry) => entry.picture))) {
    fill.tally.pictures.set(picture.index, (fill.tally.pictures.get(picture.index) ?? 0) + 1);
  }
  const labels = chosen.map((entry) => entry.picture.label ?? '');
  return {
    slot,
    kind,
    subjects: [...chosen.map((entry) => entry.subject), ...companionOf(fill, chosen[0]?.picture)],
    lead: chosen[0]?.picture,
    labels: kind === 'split' && labels.every(Boolean) ? labels : [],
    pictureLabels: fill.pictures.flatMap((picture) => (picture.label ? [picture.label] : [])),
  };
}

type Chosen = { picture: RankedPicture; subject: SceneSubject };

function choosePictures(fill: Fill): Chosen[] {
  const { kind, previous, slot } = fill;
  switch (kind) {
    case 'panels':
      return hookWindows(fill);
    case 'macro':
      return oneWindowEach(fill, 3);
    case 'hero':
    case 'price':
      return cutouts(fill, { count: 1, hero: slot.role === 'price' || (fill.tally.kinds.get('hero') ?? 0) === 0 });
    case 'close':
      return previous?.lead ? asCutouts([previous.lead]) : [];
    case 'spotlight':
      return spotlit(fill);
    case 'split':
      return splitPictures(fill);
    case 'grid':
      return gridPictures(fill);
    case 'line_up':
      return cutouts(fill, { count: 5, accepts: (picture) => picture.cutout!.stands });
    case 'stop_motion':
      return cutouts(fill, { count: POSING });
    case 'studio_floor':
      return cutouts(fill, { count: 1, accepts: (picture) => picture.cutout!.stands });
    case 'photo':
      return photos(fill);
    case 'parallax':
      return parallaxPictures(fill);
    case 'video':
      return videos(fill);
    default:
      return [];
  }
}

/** Least shown first, then best first. The hero is the best picture and stays it. */
function cutouts(
  { pictures, tally, previous }: Fill,
  options: { count: number; hero?: boolean; accepts?: (picture: RankedPicture) => boolean },
): Chosen[] {
  const fitting = pictures.filter((picture) => picture.cutout && (options.accepts?.(picture) ?? true));
  const ordered = options.hero ? fitting : leastShown(fitting, tally, previous);
  return asCutouts(ordered.slice(0, options.count));
}

function asCutouts(pictures: readonly RankedPicture[]): Chosen[] {
  return pictures.flatMap((picture) => (picture.cutout ? [{ picture, subject: picture.cutout }] : []));
}

function leastShown(pictures: readonly RankedPicture[], tally: Tally, previous: CastShot | undefined): RankedPicture[] {
  const shown = (picture: RankedPicture) =>
    (tally.pictures.get(picture.index) ?? 0) + (previous?.lead === picture ? 0.5 : 0);
  return [...pictures].sort(
    (first, second) => shown(first) - shown(second) || second.score - first.score || first.index - second.index,
  );
}

/** Macro windows, one per picture in turn, so that neighbours differ; each time the least used ones. */
function windows({ pictures, tally, previous }: Fill, count: number): Chosen[] {
  const ordered = leastShown(
    pictures.filter((picture) => picture.macros.length > 0),
    tally,
    previous,
  );
  const byTurn = [0, 1, 2, 3].flatMap((turn) =>
    ordered.flatMap((picture) => (picture.macros[turn] ? [{ picture, subject: picture.macros[turn] }] : [])),
  );
  const keyOf = (entry: Chosen) => windowKey(entry.subject);
  const fresh = [...byTurn].sort(
    (first, second) => (tally.macros.get(keyOf(first)) ?? 0) - (tally.macros.get(keyOf(second)) ?? 0),
  );
  const chosen = fresh.slice(0, count);
  for (const entry of chosen) tally.macros.set(keyOf(entry), (tally.macros.get(keyOf(entry)) ?? 0) + 1);
  return chosen;
}

/** Pictures the hook shows. More would be a catalogue; two windows of each give its strips something to change to. */
const HOOK_PICTURES = 3;
function hookWindows(fill: Fill): Chosen[] {
  const best = fill.pictures.filter((picture) => picture.macros.length > 0).slice(0, HOOK_PICTURES);
  return windows({ ...fill, pictures: best.length === HOOK_PICTURES ? best : fill.pictures }, 2 * HOOK_PICTURES);
}

/** The film's opening leaves its best thing to the wide view that follows. */
function spotlit(fill: Fill): Chosen[] {
  const isBright = (picture: RankedPicture) => picture.cutout!.meanLightness >= DARK_PRODUCT;
  const best = fill.pictures.find((picture) => picture.cutout);
  const other =
    fill.slot.role === 'hook'
      ? cutouts(fill, { count: 1, accepts: (picture) => picture !== best && isBright(picture) })
      : [];
  return other.length > 0 ? other : cutouts(fill, { count: 1, accepts: isBright });
}

/** Three products the brief names can carry their names; without that the ones shown least. */
function splitPictures(fill: Fill): Chosen[] {
  const isFirst = (fill.tally.kinds.get('split') ?? 0) === 0;
  const named = fill.pictures.filter((picture) => picture.cutout && picture.label);
  return isFirst && named.length >= 3 ? asCutouts(named.slice(0, 3)) : cutouts(fill, { count: 3 });
}

/** Materials in the order of the brief, one of each thing before a second of any. */
function oneWindowEach(fill: Fill, count: number): Chosen[] {
  const used = (subject: SceneSubject) => fill.tally.macros.get(windowKey(subject)) ?? 0;
  const best = fill.pictures.flatMap((picture) => {
    const [subject] = [...picture.macros].sort((first, second) => used(first) - used(second));
    return subject ? [{ picture, subject }] : [];
  });
  if (best.length < 2) return windows(fill, count);
  const isFirst = (fill.tally.kinds.get('macro') ?? 0) === 0;
  const ordered = isFirst ? best : [...best].sort((first, second) => used(first.subject) - used(second.subject));
  const chosen = ordered.slice(0, count);
  for (const { subject } of chosen) fill.tally.macros.set(windowKey(subject), used(subject) + 1);
  return chosen;
}

function windowKey(subject: SceneSubject): string {
  return `${subject.hash}/${JSON.stringify(subject.box)}`;
}

/** Macro and product in turn: products in every cell look like a catalogue (craft.md §4). */
function gridPictures(fill: Fill): Chosen[] {
  const products = cutouts(fill, { count: 3 });
  const materials = oneWindowEach(fill, 3);
  return products.flatMap((product, index) => (materials[index] ? [product, materials[index]] : [product]));
}

/** Photographs shown whole: those that could not be cut out, or all of them where every one could. */
function wholePhotographs(pictures: readonly RankedPicture[]): RankedPicture[] {
  const untrusted = pictures.filter((picture) => picture.photo && !picture.cutout);
  return untrusted.length > 0 ? untrusted : pictures.filter((picture) => picture.photo);
}

function photos({ pictures, tally, previous }: Fill): Chosen[] {
  const choice = wholePhotographs(pictures);
  // Others may have been seen more often, in strips and lists: the one just shown still does not follow itself.
  const others = choice.filter((picture) => picture !== previous?.lead);
  const ordered = leastShown(others.length > 0 ? others : choice, tally, previous);
  return ordered.slice(0, 1).map((picture) => ({ picture, subject: picture.photo! }));
}

/** Fewer small photographs would come again beside each other before they come alone. */
const LEAST_COMPANIONS = 4;
const SAME_PAIR = 4;

/** A small photograph without words stands beside another one: neither the one just shown nor the next in turn. */
function companionOf({ kind, pictures, tally, previous }: Fill, lead: RankedPicture | undefined): SceneSubject[] {
  const isSmall = (picture: RankedPicture) => picture.photo !== undefined && picture.photo.width < FILLING_WIDTH;
  if (kind !== 'photo' || !lead || !isSmall(lead)) return [];
  const others = leastShown(
    pictures.filter((picture) => !picture.cutout && isSmall(picture) && picture !== lead && picture !== previous?.lead),
    tally,
    previous,
  );
  if (others.length < LEAST_COMPANIONS - 1) return [];
  // The next in turn leads the shot after; of the others the one that stood beside another, and beside this one, least.
  const pairOf = (picture: RankedPicture) => [lead.index, picture.index].sort().join('+');
  const counted = (key: string) => tally.companions.get(key) ?? 0;
  const stood = (picture: RankedPicture) => counted(`${picture.index}`) + counted(pairOf(picture)) * SAME_PAIR;
  const companion = others.slice(1).reduce((best, other) => (stood(other) < stood(best) ? other : best));
  for (const key of [`${companion.index}`, pairOf(companion)]) tally.companions.set(key, counted(key) + 1);
  return [companion.photo!];
}

function parallaxPictures({ pictures, tally, previous }: Fill): Chosen[] {
  const [best] = leastShown(
    pictures.filter((picture) => picture.cutout && picture.photo),
    tally,
    previous,
  );
  return best
    ? [
        { picture: best, subject: best.cutout! },
        { picture: best, subject: best.photo! },
      ]
    : [];
}

/**
 * Each use of an uploaded film goes on where the last one stopped, and begins again when it is used up. Of those shown
 * equally often one that is long enough for the shot comes first: a short one would end in a held picture.
 */
function videos({ pictures, tally, previous, frames }: Fill): Chosen[] {
  const films = leastShown(
    pictures.filter((picture) => picture.video),
    tally,
    previous,
  );
  const shown = (film: RankedPicture) => tally.pictures.get(film.index) ?? 0;
  const unseen = films.filter((film) => !tally.videoFrames.has(film.picture.key));
  const fresh = unseen.length > 0 ? unseen : films.filter((film) => shown(film) === shown(films[0]!));
  const best = fresh.find(({ picture }) => picture.kind === 'video' && picture.frames >= frames) ?? fresh[0];
  if (best?.picture.kind !== 'video') return [];
  const used = tally.videoFrames.get(best.picture.key) ?? 0;
  const inFrame = used + frames <= best.picture.frames ? used : 0;
  tally.videoFrames.set(best.picture.key, inFrame + frames);
  return [{ picture: best, subject: videoSubject(best.picture, inFrame) }];
}
