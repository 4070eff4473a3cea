import type {
  FilmInput,
  FilmTemplate,
  SceneDescription,
  SceneSubject,
  SceneWords,
  Storyboard,
  StoryboardShot,
  TemplateShot,
} from '@kinora/contract';
import { say, storyboard as storyboardSchema } from '@kinora/contract';
import { planBeats, printsShown, STEP_ANGLES } from '@kinora/media-core';
import { groupScenes } from '../film/planner/group-scenes.ts';
import { beatsInside, planLengths } from '../film/planner/lengths.ts';
import { planLook } from '../film/planner/look.ts';
import { MESSAGES } from '../film/planner/messages.ts';
import { noticeUncut } from '../film/planner/notices.ts';
import { CLAIM, shorten } from '../film/planner/phrases.ts';
import { type RankedPicture, rankPictures, recordedSeconds } from '../film/planner/pictures.ts';
import { LAST_CARD_SECONDS } from '../film/planner/plan-storyboard.ts';
import type { PlannerMaterial } from '../film/planner/planner-material.ts';
import { joinPrompts, writeMotionPrompt, writePicturePrompt } from '../film/planner/prompts.ts';
import { seedOf } from '../film/planner/random.ts';
import { type BriefReading, readBrief } from '../film/planner/read-brief.ts';
import { breakLines, toLine } from '../film/planner/text.ts';
import { sidesOf } from './sides.ts';

type Said = {
  title: string;
  price: string;
  claim: string;
  name: string;
  action: string;
};

/** `turn`: the thing from all sides, by photographs or drawn from its model. `prints`: where nothing could be cut out, the next to be shown first. */
type Cast = {
  lead: RankedPicture | undefined;
  turn: SceneSubject[];
  prints: SceneSubject[];
  ranked: readonly RankedPicture[];
};

const TITLE_CHARACTERS = 10;
const CLAIM_CHARACTERS = 15;
/** Moves that only things cut out cleanly can make; others are shown as whole photographs. */
const STAGED: ReadonlySet<SceneDescription['kind']> = new Set(['catwalk', 'turntable', 'beam', 'close', 'hero']);
const LEAST_SECONDS = 1.2;
/** A tenth more than the last card must have: beats are rounded down by a little. */
const NAME_SECONDS = LAST_CARD_SECONDS + 0.1;

/**
 * A film from a template: pure, and the same for the same input and seed. Nothing is said that the person did not write:
 * shots whose words are missing keep their picture, and a price that was not given has no card.
 */
export function planProductFilm(
  input: Pick<FilmInput, 'seconds' | 'language' | 'fps' | 'quality' | 'music' | 'seed' | 'brandName'>,
  film: FilmTemplate,
  material: PlannerMaterial,
): Storyboard {
  const { template } = film;
  const reading = readBrief(film.prompt || film.title, { names: [input.brandName, material.kit?.name] });
  const ranked = rankPictures(material.pictures, `${film.title}. ${film.prompt}`);
  const seed = input.seed ?? seedOf(template.kind, film.title, ...ranked.map(({ picture }) => contentOf(picture)));
  const cast = castPictures(ranked, template.kind);
  const said = collectSaid(input, film, material, reading);
  const look = planLook(input.quality, material, {
    language: input.language,
    ranked: cast.lead ? [cast.lead, ...ranked.filter((one) => one !== cast.lead)] : ranked,
    brandName: said.name || undefined,
    reading,
  });
  const beats = planBeats({ seconds: input.seconds, mood: input.music, fps: input.fps, tone: reading.facts.tone });
  const grid = { bpm: beats.bpm, beatFrames: beats.beatFrames, totalFrames: input.seconds * input.fps };
  const plans = planTemplateShots(film, input.seconds, { said, hasLogo: material.logo !== null });
  const lengths = planLengths(
    plans.map((shot) => {
      const firm = shot.says === 'name' ? NAME_SECONDS : LEAST_SECONDS;
      const mostSeconds = recordedSeconds(subjectsOf(shot, cast)[0], input.fps);
      return { seconds: shot.seconds, leastSeconds: firm, firmSeconds: firm, mostSeconds };
    }),
    grid,
  );
  let startFrame = 0;
  let printsSeen = 0;
  const shots = plans.map((plan, index) => {
    const lengthFrames = lengths[index]!;
    const seen = { ...cast, prints: [...cast.prints.slice(printsSeen), ...cast.prints.slice(0, printsSeen)] };
    const scene = describeScene(plan, { film, cast: seen, said, seed: (seed + index * 7919) % 2_147_483_647 });
    printsSeen = (printsSeen + printsIn(scene, lengthFrames / input.fps)) % Math.max(1, cast.prints.length);
    const shot = toShot({ ...scene, beatFrames: beatsInside(grid, startFrame, lengthFrames) }, index, {
      lengthFrames,
      language: input.language,
      subject: said.title || undefined,
      kit: material.kit,
    });
    startFrame += lengthFrames;
    return { shot, beat: plan.beat };
  });
  return storyboardSchema.parse({
    version: 1,
    language: input.language,
    rate: { numerator: input.fps, denominator: 1 },
    targetFrames: grid.totalFrames,
    title: said.title || said.name || MESSAGES[input.language].untitled,
    seed,
    facts: reading.facts,
    look,
    music: { choice: input.music, bpm: grid.bpm, seed: (seed + 17) % 2_147_483_647 },
    voice: 'none',
    scenes: groupScenes(shots, input.language),
    notices: planNotices(cast, template.kind),
  } satisfies Storyboard);
}

function contentOf(picture: RankedPicture['picture']): string {
  return picture.kind === 'photo' ? picture.analysis.hash : picture.hash;
}

/** A spin turns a model where there is one, else what the person put first; other templates show the best cut-out of all. */
function castPictures(ranked: readonly RankedPicture[], kind: FilmTemplate['template']['kind']): Cast {
  const model = ranked.find((picture) => picture.turn);
  const sides = sidesOf(ranked);
  const best = ranked.find((picture) => picture.cutout);
  const turn = model?.turn ?? sidesToTurn(sides);
  // What the film is about is a good cut-out, also where the first side of its turn is a ragged one.
  const first = sides.flatMap(({ picture }) => ranked.find((one) => one.picture === picture && one.cutout) ?? [])[0];
  const lead = kind === 'spin' ? (model ?? first ?? best) : best;
  const prints = lead?.cutout ? [] : ranked.flatMap(({ photo }) => (photo ? [photo] : [])).slice(0, MOST_PRINTS);
  return { lead, turn, prints, ranked };
}

function collectSaid(
  input: Pick<FilmInput, 'brandName'>,
  film: FilmTemplate,
  material: PlannerMaterial,
  reading: BriefReading,
): Said {
  const { facts } = reading;
  // A single line about a thing whose name stands in the form is read as its name: it is what is said of it.
  const line = film.title !== '' && facts.productName?.text !== film.title ? facts.productName : undefined;
  const claim = facts.claim ?? facts.facts[0] ?? line;
  return {
    title: toLine(film.title || facts.productName?.text || ''),
    price: toLine(film.price || facts.price?.text || '').slice(0, 24),
    claim: claim ? (shorten(toLine(claim.text), CLAIM) ?? '') : '',
    name: toLine(input.brandName || facts.brandName?.text || material.kit?.name || ''),
    action: toLine(material.kit?.callToAction || facts.callToAction?.text || '').slice(0, 120),
  };
}

/** The template's shots of this length. Cards with nothing to say fall away; others take their time. */
function planTemplateShots(
  film: FilmTemplate,
  seconds: FilmInput['seconds'],
  context: { said: Said; hasLogo: boolean },
): TemplateShot[] {
  const { timing } = film.template;
  const { said } = context;
  const wanted = timing[String(seconds === 60 ? 30 : seconds) as keyof typeof timing];
  const hasName = context.hasLogo || [said.name, said.title, said.price, said.action].some((text) => text !== '');
  return wanted.filter((shot) => {
    if (shot.kind === 'price') return said.price !== '';
    return shot.kind !== 'end_card' || hasName;
  });
}

function describeScene(
  shot: TemplateShot,
  context: { film: FilmTemplate; cast: Cast; said: Said; seed: number },
): Omit<SceneDescription, 'beatFrames'> {
  const { film, cast, said, seed } = context;
  const { parameters } = film.template;
  const subjects = subjectsOf(shot, cast);
  const kind = kindFor(shot, subjects);
  const words = wordsFor(shot, { said, isShort: !hasPriceCard(film, shot), setsFigure: isStaged(kind) });
  return {
    kind,
    move: kind === shot.kind || kind === 'macro' ? shot.move : 'push_in',
    seed,
    subjects,
    words,
    ground: { tone: shot.ground ?? (shot.kind === 'end_card' ? 'paper' : parameters.ground), style: 'set' },
    ...(isStaged(kind)
      ? { staging: { framing: shot.framing, pace: parameters.pace, strength: parameters.strength } }
      : {}),
  };
}

function isStaged(kind: SceneDescription['kind']): boolean {
  return isSet(kind) || kind === 'detail';
}

function isSet(kind: SceneDescription['kind']): boolean {
  return kind === 'catwalk' || kind === 'turntable' || kind === 'beam';
}

/** In lengths that have no card for the price it stands on the last one. */
function hasPriceCard(film: FilmTemplate, shot: TemplateShot): boolean {
  return Object.values(film.template.timing).some(
    (shots) => shots.includes(shot) && shots.some(({ says }) => says === 'price'),
  );
}

/** Width from which a file bears being looked at from near, if only in half of the frame (media/core, close-ups). */
const NEAR_PX = 380;
/** A photograph from so many pixels on fills the frame by itself; a smaller one hangs in the set as a print. */
const FULL_PHOTO = { width: 1500, height: 1000 };

function kindFor(shot: TemplateShot, subjects: readonly SceneSubject[]): SceneDescription['kind'] {
  if (shot.kind === 'end_card') return shot.kind;
  const [first] = subjects;
  if (!first) return 'typographic';
  if (first.use === 'video') return 'video';
  if (shot.kind === 'detail') return Math.min(first.width, first.height) < NEAR_PX ? kindOfSmall(first) : 'detail';
  if (first.use !== 'photo') return shot.kind;
  if (isSet(shot.kind)) return mayFill(shot, first) ? 'photo' : shot.kind;
  return STAGED.has(shot.kind) || shot.kind === 'price' ? 'photo' : shot.kind;
}

function kindOfSmall(subject: SceneSubject): SceneDescription['kind'] {
  return subject.use === 'photo' ? 'photo' : 'hero';
}

function mayFill(shot: TemplateShot, { width, height }: SceneSubject): boolean {
  return shot.framing === 'close' && width >= FULL_PHOTO.width && height >= FULL_PHOTO.height;
}

const MOST_SIDES = 24;
const MOST_NEAR = 4;

/** Whole photographs that one film turns through. */
const MOST_PRINTS = 12;

/** How many of the prints a shot shows; those of the next one begin behind them. */
function printsIn({ kind, subjects }: Pick<SceneDescription, 'kind' | 'subjects'>, seconds: number): number {
  if (subjects[0]?.use !== 'photo') return 0;
  if (kind === 'turntable') return printsShown(seconds, subjects.length);
  return kind === 'photo' ? 1 : 0;
}

/** As many as are needed, once all round: the first of many would be a part of the turn. */
function sidesToTurn(sides: readonly RankedPicture[]): SceneSubject[] {
  const count = Math.min(MOST_SIDES, sides.length);
  const chosen = Array.from({ length: count }, (_, index) => sides[Math.floor((index * sides.length) / count)]!);
  return count < STEP_ANGLES ? chosen.map(cutoutOf) : chosen.map(sideOf);
}

/** One of several sides: where it lay in its photograph tells how it turns. */
function sideOf(picture: RankedPicture): SceneSubject {
  const { picture: source } = picture;
  const box = source.kind === 'photo' ? source.analysis.cutout?.box : undefined;
  return { ...cutoutOf(picture), ...(box ? { box } : {}) };
}

function subjectsOf(shot: TemplateShot, cast: Cast): SceneSubject[] {
  const { lead, turn, prints, ranked } = cast;
  if (shot.kind === 'end_card') return [];
  if (shot.kind === 'detail') return nearSubjects(cast);
  if (shot.kind === 'turntable' && turn.length > 0) return turn;
  if (lead?.cutout) return [cutoutOf(lead)];
  const [print] = prints;
  if (print && shot.kind === 'turntable') return mayFill(shot, print) ? [print] : prints.map(asPrint);
  const whole = ranked.find((picture) => picture.photo ?? picture.video);
  if (whole?.photo) return [isSet(shot.kind) ? asPrint(whole.photo) : whole.photo];
  return whole?.video ? [whole.video] : [];
}

/** A whole photograph in a set hangs there, whatever stands in it. */
function asPrint(photo: SceneSubject): SceneSubject {
  return { ...photo, stands: false };
}

/** What is looked at from near: the thing itself, then its other photographs that have pixels enough. */
function nearSubjects({ lead, ranked }: Cast): SceneSubject[] {
  const others = ranked.filter((picture) => picture !== lead);
  return [...(lead ? [lead] : []), ...others]
    .flatMap((picture) => (picture.cutout ? [cutoutOf(picture)] : picture.photo ? [asPrint(picture.photo)] : []))
    .filter((subject, index) => index === 0 || Math.min(subject.width, subject.height) >= NEAR_PX)
    .slice(0, MOST_NEAR);
}

/** Cloth with a straight hem looks as if it could stand, and would stand like cardboard: it is hung. */
function cutoutOf(picture: RankedPicture): SceneSubject {
  const cutout = picture.cutout!;
  return picture.isCloth ? { ...cutout, stands: false } : cutout;
}

/** @param context `setsFigure`: the scene sets a price under a title; others have a small line for it */
function wordsFor(shot: TemplateShot, context: { said: Said; isShort: boolean; setsFigure: boolean }): SceneWords {
  const { said } = context;
  const none = { lines: [], items: [] };
  switch (shot.says) {
    case 'title':
      // A price alone is what the shot says, and stands as large as a title would.
      if (said.title === '' && context.isShort && said.price !== '') return { ...none, figure: said.price };
      return {
        ...none,
        lines: said.title === '' ? [] : breakLines(said.title, TITLE_CHARACTERS, 3),
        ...(context.isShort && said.price !== ''
          ? context.setsFigure
            ? { figure: said.price }
            : { small: said.price }
          : {}),
      };
    case 'claim':
      return { ...none, lines: said.claim === '' ? [] : breakLines(said.claim, CLAIM_CHARACTERS, 3) };
    case 'price':
      return {
        ...none,
        ...(said.price === '' ? {} : { figure: said.price, ...(said.title === '' ? {} : { eyebrow: said.title }) }),
        ...(said.action === '' ? {} : { small: said.action }),
      };
    case 'name':
      return lastWords(said, context.isShort);
    default:
      return none;
  }
}

function lastWords(said: Said, isShort: boolean): SceneWords {
  const mark = said.name || said.title;
  const others = isShort ? [said.price, said.action] : [said.action, said.name ? said.title : ''];
  const small = others.find((text) => text !== '' && text !== mark);
  return {
    lines: [],
    items: [],
    ...(mark === '' ? {} : { wordmark: mark }),
    ...(small ? { small } : {}),
  };
}

function toShot(
  scene: SceneDescription,
  index: number,
  context: {
    lengthFrames: number;
    language: FilmInput['language'];
    subject: string | undefined;
    kit: PlannerMaterial['kit'];
  },
): StoryboardShot {
  const messages = MESSAGES[context.language];
  const key = `s${index + 1}`;
  return {
    key,
    // Replaced once the scenes are numbered.
    code: key,
    title: messages.kinds[scene.kind],
    lengthFrames: context.lengthFrames,
    picturePrompt: writePicturePrompt(scene, { ...context, kitPrompt: context.kit?.prompt }),
    motionPrompt: writeMotionPrompt(scene, context.language),
    negativePrompt: joinPrompts(messages.negative, context.kit?.negativePrompt, ', '),
    narration: '',
    scene,
    transitionIn: { kind: 'cut', lengthFrames: 0 },
  };
}

function planNotices(cast: Cast, kind: FilmTemplate['template']['kind']): string[] {
  const turned = new Set(cast.turn.map(({ pictureKey }) => pictureKey));
  const uncut = noticeUncut(cast.ranked.filter(({ picture }) => kind !== 'spin' || !turned.has(picture.key)));
  if (kind !== 'spin' || cast.turn.length >= STEP_ANGLES) return uncut;
  return [...uncut, say('notice.few_sides')];
}
