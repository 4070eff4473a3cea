import type {
  BriefFact,
  CameraMove,
  FilmInput,
  FilmLook,
  Language,
  SceneDescription,
  Storyboard,
  StoryboardShot,
} from '@kinora/contract';
import { storyboard as storyboardSchema } from '@kinora/contract';
import { planBeats } from '@kinora/media-core';
import { type CastShot, castShots } from './cast.ts';
import { chooseStyle, chooseTones } from './grounds.ts';
import { groupScenes } from './group-scenes.ts';
import { hasVoice } from './has-voice.ts';
import type { PlannerKit } from './kit.ts';
import { noticeKitWords, planKitWords } from './kit-words.ts';
import { type BeatGrid, beatsInside, type LengthWish, planLengths } from './lengths.ts';
import { planLook } from './look.ts';
import { MESSAGES } from './messages.ts';
import { chooseMove } from './moves.ts';
import { estimateSeconds, fitNarration, shareNarration } from './narration.ts';
import { planNotices } from './notices.ts';
import { type PlannerPicture, type RankedPicture, rankPictures, recordedSeconds } from './pictures.ts';
import type { PlannerMaterial } from './planner-material.ts';
import { joinPrompts, writeMotionPrompt, writePicturePrompt } from './prompts.ts';
import { createRandom, seedOf } from './random.ts';
import { type BriefReading, readBrief } from './read-brief.ts';
import { planSlots } from './structure.ts';
import { capitalise, clip, languageOf, toLine, trimEdges, wordsOf } from './text.ts';
import { countTexts, type WordsInput, writeWords } from './words.ts';

export type PlannerInput = Pick<
  FilmInput,
  | 'brief'
  | 'brandName'
  | 'seconds'
  | 'language'
  | 'voice'
  | 'voiceBy'
  | 'music'
  | 'musicBy'
  | 'fps'
  | 'quality'
  | 'seed'
>;
/** Seconds each shot's line took to speak, by shot key; known only after the voice was made. */
export type SpokenSeconds = Readonly<Record<string, number>>;

/** Room before and after a spoken line inside its shot (craft.md §8: 250 ms after the cut). */
export const VOICE_ROOM_SECONDS = 0.5;
/** Last card: at least 2.2 s (craft.md §6). */
export const LAST_CARD_SECONDS = 2.2;
const READING_WORDS_PER_SECOND = 3;
/** What happens inside these scenes needs this long, words or not (craft.md §4). */
const KIND_SECONDS: Partial<Record<SceneDescription['kind'], number>> = {
  panels: 1.2,
  hero: 1.4,
  close: 1.4,
  split: 1.8,
  macro: 1.8,
  grid: 1.8,
  spotlight: 1.5,
  price: 1.9,
  line_up: 1.9,
  stop_motion: 1.5,
  studio_floor: 1.4,
  parallax: 1.4,
  photo: 1.2,
  typographic: 1.2,
};
/** However much is spoken elsewhere, an opening is no flash and a price can be read. */
const FIRM_SECONDS: Partial<Record<CastShot['slot']['role'], number>> = { hook: 1.1, price: 1.5 };

/**
 * The built-in planner: brief, photographs and kit become a storyboard. Pure, and the same for the same input and seed.
 * Everything it puts on screen stands in the brief, the kit or the message tables; what it could not use it says.
 */
export function planStoryboard(input: PlannerInput, material: PlannerMaterial, spoken: SpokenSeconds = {}): Storyboard {
  const reading = withWords(
    readBrief(input.brief, { tone: material.kit?.tone ?? undefined, names: [input.brandName, material.kit?.name] }),
    input.brief,
  );
  const language = languageOf(input.brief) ?? input.language;
  // By content and not by id: the same brief with the same photographs, uploaded again, is the same film.
  const seed = input.seed ?? seedOf(input.brief, ...material.pictures.map(contentOf));
  const ranked = rankPictures(material.pictures, input.brief);
  const brandName = brandOf(input, material, reading);
  const kitWords = planKitWords(material.kit, input.brief);
  const grid = planGrid(input, reading);
  const { cast, words } = castWithWords(
    (saving) => castFilm(input, { reading, ranked, seed, kit: material.kit, ...saving }),
    {
      reading,
      brandName,
      hasLogo: material.logo !== null,
      language,
      kit: kitWords,
    },
  );
  const look = planLook(input.quality, material, { language, ranked, brandName, reading });
  const shots = planShots(cast, {
    words,
    grid,
    look,
    language,
    reading,
    seed,
    spoken,
    isSpoken: hasVoice(input, language),
    fps: input.fps,
    kit: material.kit,
  });
  return storyboardSchema.parse({
    version: 1,
    language,
    rate: { numerator: input.fps, denominator: 1 },
    targetFrames: grid.totalFrames,
    title: titleOf(reading, brandName, input.brief, language),
    seed,
    facts: { ...reading.facts, ...(reading.facts.brandName ? {} : factFromName(brandName, input.brief)) },
    look,
    music: { choice: input.music, bpm: grid.bpm, seed: (seed + 17) % 2_147_483_647 },
    voice: input.voice,
    ...(input.voiceBy && input.voice !== 'none' ? { voiceBy: input.voiceBy } : {}),
    ...(input.musicBy && input.music !== 'none' ? { musicBy: input.musicBy } : {}),
    scenes: groupScenes(
      shots.map((shot, index) => ({ shot, beat: cast[index]!.slot.beat })),
      language,
    ),
    notices: [
      ...planNotices({ input, ranked, reading, brandName, cast, language }),
      ...noticeKitWords(kitWords, shots),
    ],
  } satisfies Storyboard);
}

/** Without a usable sentence, the brief's own first words are all the film has to say: it never ends on an empty card. */
function withWords(reading: BriefReading, brief: string): BriefReading {
  const { facts } = reading;
  const isMute = countTexts(reading) === 0 && !facts.productName && !facts.brandName && !reading.hook;
  if (!isMute) return reading;
  const line = toLine(brief);
  const words = clip(trimEdges(line).split(' ').slice(0, 4).join(' ') || line, 40);
  return words === '' ? reading : { ...reading, hook: { text: words, quote: words } };
}

function brandOf(input: PlannerInput, material: PlannerMaterial, reading: BriefReading): string | undefined {
  const typed = input.brandName?.trim();
  return typed || reading.facts.brandName?.text || material.kit?.name;
}

/** A name from the form is a fact of the brief only when the brief holds it too. */
function factFromName(name: string | undefined, brief: string): { brandName?: BriefFact } {
  return name && brief.includes(name) ? { brandName: { text: name, quote: name } } : {};
}

function planGrid(input: PlannerInput, reading: BriefReading): BeatGrid {
  const beats = planBeats({ seconds: input.seconds, mood: input.music, fps: input.fps, tone: reading.facts.tone });
  return { bpm: beats.bpm, beatFrames: beats.beatFrames, totalFrames: input.seconds * input.fps };
}

/** What a second casting does without: texts for shots of words alone, then shots. */
type Saving = { fewerTexts: number; fewerShots: number };
const MOST_TRIES = 4;

/**
 * Casts and words the film. Where word shots only repeat what was said it is cast again, first with pictures in their
 * place, then with fewer, longer shots. The best try stands: a brief of one word has nothing but that word.
 */
function castWithWords(
  castWith: (saving: Saving) => CastShot[],
  input: WordsInput,
): { cast: CastShot[]; words: SceneDescription['words'][] } {
  const saving: Saving = { fewerTexts: 0, fewerShots: 0 };
  let best: { cast: CastShot[]; words: SceneDescription['words'][]; repeats: number } | undefined;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const cast = castWith(saving);
    const words = writeWords(cast, input);
    const repeats = countRepeats(cast, words);
    if (!best || repeats < best.repeats) best = { cast, words, repeats };
    if (repeats === 0) break;
    if (attempt <= MOST_TRIES / 2) saving.fewerTexts += repeats;
    else saving.fewerShots += Math.max(1, Math.floor(repeats * 0.6));
  }
  return best!;
}

/** A photograph may be looked at twice; once more without a word is one look too many. */
const LOOKS = 2;

/** Shots of words alone whose words stood on screen before, and mute photographs seen too often. */
function countRepeats(cast: readonly CastShot[], words: readonly SceneDescription['words'][]): number {
  const said = new Set<string>();
  const seen = new Map<number, number>();
  let repeats = 0;
  for (const [index, { lines }] of words.entries()) {
    const text = lines.join(' ');
    const { kind, slot, lead } = cast[index]!;
    const isArgument = slot.role === 'story' || slot.role === 'detail' || slot.role === 'proof';
    const isRepeated =
      kind === 'typographic' || kind === 'kinetic_words'
        ? said.has(text)
        : kind === 'photo' && text === '' && lead !== undefined && (seen.get(lead.index) ?? 0) >= LOOKS;
    if (isArgument && isRepeated) repeats += 1;
    said.add(text);
    if (kind === 'photo' && lead) seen.set(lead.index, (seen.get(lead.index) ?? 0) + 1);
  }
  return repeats;
}

function castFilm(
  input: PlannerInput,
  context: {
    reading: BriefReading;
    ranked: readonly RankedPicture[];
    seed: number;
    kit: PlannerKit | null;
  } & Saving,
): CastShot[] {
  const { facts } = context.reading;
  const textCount = countTexts(context.reading);
  const hasOffer = [facts.price, facts.offer, facts.callToAction, context.kit?.callToAction].some(Boolean);
  const slots = planSlots(argumentSeconds(input.seconds), {
    pictures: context.ranked.length,
    texts: textCount,
    hasOffer,
    fewer: context.fewerShots,
  });
  return castShots(slots, context.ranked, {
    random: createRandom(context.seed),
    textCount: Math.max(0, textCount - context.fewerTexts),
    hasPrice: facts.price !== undefined,
    framesOf: (seconds) => Math.ceil(seconds * input.fps * 1.3),
  });
}

/** Films of a brief have three lengths; shorter ones are planned from templates (studios/src/product-film). */
function argumentSeconds(seconds: PlannerInput['seconds']): 15 | 30 | 60 {
  return seconds === 30 || seconds === 60 ? seconds : 15;
}

function contentOf(picture: PlannerPicture): string {
  return picture.kind === 'photo' ? picture.analysis.hash : picture.hash;
}

type ShotContext = {
  words: ReturnType<typeof writeWords>;
  grid: BeatGrid;
  look: FilmLook;
  language: Language;
  reading: BriefReading;
  seed: number;
  spoken: SpokenSeconds;
  isSpoken: boolean;
  kit: PlannerKit | null;
  fps: number;
};

function planShots(cast: readonly CastShot[], context: ShotContext): StoryboardShot[] {
  const keys = cast.map((_, index) => `s${index + 1}`);
  const wanted = context.isSpoken ? shareNarration(cast, context.reading, context) : cast.map(() => '');
  const { narration, wishes } = fitNarration(
    wanted,
    (lines) =>
      cast.map((shot, index) => {
        const line = lines[index]!;
        const spoken = line === '' ? undefined : (context.spoken[keys[index]!] ?? estimateSeconds(line));
        return {
          seconds: shot.slot.seconds,
          mostSeconds: recordedSeconds(shot.subjects[0], context.fps),
          ...leastLengths({ kind: shot.kind, role: shot.slot.role }, context.words[index]!, spoken),
        };
      }),
    context.grid,
  );
  const lengths = planLengths(wishes, context.grid);
  const tones = chooseTones(
    cast.map((shot) => shot.kind),
    context.look.palette,
  );
  const used = new Map<CameraMove, number>();
  let previous: CameraMove | undefined;
  let startFrame = 0;
  return cast.map((shot, index) => {
    const move = chooseMove(shot.kind, {
      subject: shot.subjects[0],
      isCloth: shot.lead?.isCloth ?? false,
      used,
      previous,
    });
    used.set(move, (used.get(move) ?? 0) + 1);
    previous = move;
    const lengthFrames = lengths[index]!;
    const scene: SceneDescription = {
      kind: shot.kind,
      move,
      seed: (context.seed + index * 7919) % 2_147_483_647,
      subjects: shot.subjects,
      words: context.words[index]!,
      ground: { tone: tones[index]!, style: chooseStyle(shot.kind, index) },
      beatFrames: beatsInside(context.grid, startFrame, lengthFrames),
    };
    startFrame += lengthFrames;
    return toShot(scene, { key: keys[index]!, lengthFrames, narration: narration[index]!, context });
  });
}

/** Share of its reading time that a shot keeps when the film is too short for all that is said in it. */
const FIRM_READING = 0.6;

export function leastLengths(
  { kind, role }: { kind: CastShot['kind']; role: CastShot['slot']['role'] },
  words: SceneDescription['words'],
  spokenSeconds: number | undefined,
): Pick<LengthWish, 'leastSeconds' | 'firmSeconds'> {
  const shown = [words.eyebrow, ...words.lines, ...words.items, words.figure, words.small, words.wordmark]
    .filter(Boolean)
    .join(' ');
  const reading = shown === '' ? 0.7 : Math.min(2.4, wordsOf(shown).length / READING_WORDS_PER_SECOND + 0.5);
  const speaking = spokenSeconds === undefined ? 0 : spokenSeconds + VOICE_ROOM_SECONDS;
  const card = role === 'name' ? LAST_CARD_SECONDS : 0;
  return {
    leastSeconds: Math.max(KIND_SECONDS[kind] ?? 0, reading, speaking, card),
    firmSeconds: Math.max(reading * FIRM_READING, FIRM_SECONDS[role] ?? 0.7, speaking, card),
  };
}

function toShot(
  scene: SceneDescription,
  shot: { key: string; lengthFrames: number; narration: string; context: ShotContext },
): StoryboardShot {
  const messages = MESSAGES[shot.context.language];
  const subject = shot.context.reading.facts.productName?.text;
  return {
    key: shot.key,
    // Replaced once the scenes are numbered.
    code: shot.key,
    title: messages.kinds[scene.kind],
    lengthFrames: shot.lengthFrames,
    picturePrompt: writePicturePrompt(scene, {
      language: shot.context.language,
      subject,
      kitPrompt: shot.context.kit?.prompt,
    }),
    motionPrompt: writeMotionPrompt(scene, shot.context.language),
    negativePrompt: joinPrompts(messages.negative, shot.context.kit?.negativePrompt, ', '),
    narration: shot.narration,
    scene,
    transitionIn: { kind: 'cut', lengthFrames: 0 },
  };
}

function titleOf(reading: BriefReading, brandName: string | undefined, brief: string, language: Language): string {
  const { facts } = reading;
  const name = facts.productName?.text ?? reading.hook?.text ?? brandName ?? facts.claim?.text;
  return name ? capitalise(name) : clip(trimEdges(toLine(brief)), 60) || MESSAGES[language].untitled;
}
