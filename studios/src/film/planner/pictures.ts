import { CUTOUT_TRUST_LIMIT, type FractionBox, type PictureAnalysis, type SceneSubject } from '@kinora/contract';
import { foldText, wordsOf } from './text.ts';
import { namesOfThing } from './things.ts';

/** A photograph or uploaded film offered to the planner. `key` is stable in the project (the asset's id or name). */
export type PlannerPicture =
  | { kind: 'photo'; key: string; name: string; analysis: PictureAnalysis }
  | { kind: 'video'; key: string; name: string; hash: string; width: number; height: number; frames: number };

/** What may be done with one picture, and how good it is. Higher `score` first (craft.md §1). */
export type RankedPicture = {
  picture: PlannerPicture;
  index: number;
  score: number;
  /** A cut-out that is trusted enough for moves that need one. */
  cutout: SceneSubject | undefined;
  /** Windows inside the thing, best first. Trusted or not: they need only an inner rectangle. */
  macros: SceneSubject[];
  photo: SceneSubject | undefined;
  /** A 3D model from all sides, once round. */
  turn?: SceneSubject[];
  video: SceneSubject | undefined;
  /** Words of the brief that the file's name repeats, in the brief's spelling; a label only this picture may carry. */
  label: string | undefined;
  isCloth: boolean;
};

/** Named in the brief; the thing it names first is what the film is about. */
const NAMED_SCORE = 0.5;
const FIRST_NAMED_SCORE = 1.2;
const SUBJECT_SHARE = { low: 0.25, high: 0.55 };
const CLOTH = /dress|skirt|scarf|gown|sari|veil|robe|שמלה|חצאית|צעיף|فستان|تنورة|وشاح|عباءة/iu;
/** File names that cameras and shops give; they say nothing about the thing. */
const NAMELESS =
  /^(img|dsc|pic|photo|image|picture|file|scan|screenshot|untitled|copy|final|edit|hero|front|back|side|detail|jpg|jpeg|png|webp|heic|avif|mp4|mov|\d+)$/i;

export function rankPictures(pictures: readonly PlannerPicture[], brief: string): RankedPicture[] {
  const briefWords = new Map<string, BriefWord>();
  for (const [place, word] of wordsOf(brief.slice(0, 20_000)).entries()) {
    if (!briefWords.has(foldText(word))) briefWords.set(foldText(word), { word, place });
  }
  return pictures
    .map((picture, index) => rankPicture(picture, { index, briefWords }))
    .sort((first, second) => second.score - first.score || first.index - second.index);
}

/** A word of the brief and its place in it. */
type BriefWord = { word: string; place: number };

function rankPicture(
  picture: PlannerPicture,
  context: { index: number; briefWords: ReadonlyMap<string, BriefWord> },
): RankedPicture {
  const label = labelOf(picture.name, context.briefWords);
  const isCloth = CLOTH.test(picture.name);
  const base = { picture, index: context.index, label: label?.text, isCloth };
  if (picture.kind === 'video') {
    return { ...base, score: 1.2, cutout: undefined, macros: [], photo: undefined, video: videoSubject(picture, 0) };
  }
  const { analysis } = picture;
  const trust = analysis.cutout?.trust ?? 0;
  const isTrusted = trust >= CUTOUT_TRUST_LIMIT;
  return {
    ...base,
    score:
      2 * trust +
      shareScore(analysis.subjectShare) +
      0.8 * Math.min(1, analysis.sharpness * 2) +
      sizeScore(analysis) +
      (label ? NAMED_SCORE + FIRST_NAMED_SCORE / (1 + label.place / 12) : 0),
    cutout: isTrusted ? cutoutSubject(picture.key, analysis) : undefined,
    macros: macroSubjects(picture.key, analysis, isTrusted),
    photo: photoSubject(picture.key, analysis),
    ...(analysis.turn && isTrusted ? { turn: turnSubjects(picture.key, analysis, isCloth) } : {}),
    video: undefined,
  };
}

/** A model of anything but cloth stands on its disc: one picture of a round foot would say that it hangs. */
function turnSubjects(key: string, analysis: PictureAnalysis, isCloth: boolean): SceneSubject[] {
  const cutout = cutoutSubject(key, analysis);
  if (!cutout) return [];
  const front = { ...cutout, stands: cutout.stands || !isCloth };
  const { turn = [], between = [] } = analysis;
  const sheets = between.map((sheet) => ({ ...front, ...sheet, use: 'turn_sheet' as const }));
  return [...turn.map((view) => ({ ...front, ...view })), ...sheets];
}

function shareScore(share: number): number {
  if (share >= SUBJECT_SHARE.low && share <= SUBJECT_SHARE.high) return 1;
  const distance = share < SUBJECT_SHARE.low ? SUBJECT_SHARE.low - share : share - SUBJECT_SHARE.high;
  return Math.max(0, 1 - distance * 2.5);
}

function sizeScore(analysis: PictureAnalysis): number {
  return Math.min(1, Math.min(analysis.width, analysis.height) / 1200) * 0.8;
}

/** Words shared by the file's name and the brief, in the order of the name. */
function labelOf(
  name: string,
  briefWords: ReadonlyMap<string, BriefWord>,
): { text: string; place: number } | undefined {
  const base = name
    .replace(/\.[a-z0-9]{2,5}$/i, '')
    .replace(/[_\-.+]+/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const shared = wordsOf(base)
    .filter((word) => !NAMELESS.test(word) && word.length > 2)
    .flatMap((word) => {
      const found = findInBrief(word, briefWords);
      return found ? [found] : [];
    });
  if (shared.length === 0 || shared.length > 3) return undefined;
  return { text: shared.map((entry) => entry.word).join(' '), place: Math.min(...shared.map((entry) => entry.place)) };
}

/** The word itself, else what a Hebrew or Arabic brief calls the thing: files are often named in English. */
function findInBrief(word: string, briefWords: ReadonlyMap<string, BriefWord>): BriefWord | undefined {
  const own = briefWords.get(foldText(word));
  if (own) return own;
  for (const name of namesOfThing(word)) {
    const found = briefWords.get(foldText(name));
    if (found) return found;
  }
  return undefined;
}

/** The cut-out, whatever it is trusted. */
export function cutoutSubject(key: string, analysis: PictureAnalysis): SceneSubject | undefined {
  const { cutout } = analysis;
  if (!cutout) return undefined;
  return {
    pictureKey: key,
    use: 'cutout',
    hash: cutout.hash,
    width: cutout.width,
    height: cutout.height,
    stands: cutout.stands,
    meanLightness: analysis.meanLightness,
    inFrame: 0,
  };
}

/**
 * A macro window may be enlarged three times before it looks soft (craft.md §4): a third of the largest field a scene
 * fills with one (1145 px wide in a tall frame, 1253 px high in a strip of a wide one).
 */
const SMALLEST_MACRO = { width: 382, height: 418 };

function macroSubjects(key: string, analysis: PictureAnalysis, isTrusted: boolean): SceneSubject[] {
  const { cutout } = analysis;
  // An untrusted key may hold a piece of ground; its largest inner rectangle is still inside the thing.
  const boxes = (cutout?.macroBoxes ?? []).slice(0, isTrusted ? 4 : 1);
  return boxes
    .filter(
      (box) =>
        cutout !== undefined &&
        box.width * cutout.width >= SMALLEST_MACRO.width &&
        box.height * cutout.height >= SMALLEST_MACRO.height,
    )
    .map((box) => macroSubject(key, analysis, box));
}

function macroSubject(key: string, analysis: PictureAnalysis, box: FractionBox): SceneSubject {
  const { cutout } = analysis;
  return {
    pictureKey: key,
    use: 'macro',
    hash: cutout?.hash ?? analysis.hash,
    width: cutout?.width ?? analysis.width,
    height: cutout?.height ?? analysis.height,
    box,
    stands: false,
    meanLightness: analysis.meanLightness,
    inFrame: 0,
  };
}

export function photoSubject(key: string, analysis: PictureAnalysis): SceneSubject {
  return {
    pictureKey: key,
    use: 'photo',
    hash: analysis.hash,
    width: analysis.width,
    height: analysis.height,
    box: analysis.subjectBox,
    stands: analysis.cutout?.stands ?? false,
    meanLightness: analysis.meanLightness,
    inFrame: 0,
  };
}

export function videoSubject(picture: Extract<PlannerPicture, { kind: 'video' }>, inFrame: number): SceneSubject {
  return {
    pictureKey: picture.key,
    use: 'video',
    hash: picture.hash,
    width: picture.width,
    height: picture.height,
    stands: false,
    meanLightness: 50,
    inFrame,
    lengthFrames: picture.frames,
  };
}

/** How long a recording goes on from where a shot begins in it; nothing where a shot shows no recording. */
export function recordedSeconds(subject: SceneSubject | undefined, fps: number): number | undefined {
  if (subject?.use !== 'video' || subject.lengthFrames === undefined) return undefined;
  return Math.max(0, subject.lengthFrames - subject.inFrame) / fps;
}
