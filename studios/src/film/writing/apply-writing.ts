import { type Storyboard, type StoryboardShot, storyboard as storyboardSchema } from '@kinora/contract';
import { planBeats } from '@kinora/media-core';
import { chooseTones } from '../planner/grounds.ts';
import { type BeatGrid, beatsInside, type LengthWish, planLengths } from '../planner/lengths.ts';
import { estimateSeconds } from '../planner/narration.ts';
import { recordedSeconds } from '../planner/pictures.ts';
import { leastLengths } from '../planner/plan-storyboard.ts';
import { joinPrompts } from '../planner/prompts.ts';
import { clip } from '../planner/text.ts';
import { headline } from '../planner/words.ts';
import { shotsOf } from '../timeline/shots.ts';
import type { Draft } from './draft.ts';
import { type PlanWriting, type ShotWriting, writtenShots } from './plan-writing.ts';

const LINES = 3;
const MOST_PROMPT = 1000;

/** The music's beats, as the draft was cut to them. */
export function gridOf({ storyboard, input }: Draft): BeatGrid {
  const { tone } = storyboard.facts;
  const beats = planBeats({ seconds: input.seconds, mood: input.music, fps: input.fps, tone });
  return { bpm: beats.bpm, beatFrames: beats.beatFrames, totalFrames: storyboard.targetFrames };
}

/** How long each written shot would like to be, and must be for what is read and heard in it. */
export function lengthWishes(writing: PlanWriting, draft: Draft): LengthWish[] {
  const known = new Map(shotsOf(draft.storyboard).map((shot) => [shot.key, shot]));
  const shots = writtenShots(writing);
  return shots.map((written, index) => {
    const scene = wordsInto(written, known.get(written.shot)!);
    const spoken = written.narration === '' ? undefined : estimateSeconds(written.narration);
    const role = scene.words.figure === undefined ? (index === shots.length - 1 ? 'name' : 'story') : 'price';
    const mostSeconds = recordedSeconds(scene.subjects[0], draft.input.fps);
    return { seconds: written.seconds, mostSeconds, ...leastLengths({ kind: scene.kind, role }, scene.words, spoken) };
  });
}

/**
 * The draft with a model's words, order and lengths, through the schema every planner fills. Only for a writing without
 * faults. Pictures, moves and facts stay as they were measured and read; grounds and beats follow the new order.
 */
export function applyWriting(writing: PlanWriting, draft: Draft, notices: readonly string[]): Storyboard {
  const { storyboard } = draft;
  const grid = gridOf(draft);
  const known = new Map(shotsOf(storyboard).map((shot) => [shot.key, shot]));
  const lengths = planLengths(lengthWishes(writing, draft), grid);
  const shots = writtenShots(writing);
  const tones = chooseTones(
    shots.map(({ shot }) => known.get(shot)!.scene.kind),
    storyboard.look.palette,
  );
  let index = 0;
  let startFrame = 0;
  const next = (written: ShotWriting, code: string): StoryboardShot => {
    const lengthFrames = lengths[index]!;
    const beatFrames = beatsInside(grid, startFrame, lengthFrames);
    const made = toShot(
      written,
      known.get(written.shot)!,
      { code, lengthFrames, tone: tones[index]!, beatFrames },
      draft,
    );
    index += 1;
    startFrame += lengthFrames;
    return made;
  };
  return storyboardSchema.parse({
    ...storyboard,
    title: writing.title,
    scenes: writing.scenes.map(({ beat, title, summary, shots: inside }, number) => ({
      key: `scene${number + 1}`,
      number: number + 1,
      beat,
      title,
      summary,
      shots: inside.map((written, place) => next(written, `${number + 1}${String.fromCharCode(65 + place)}`)),
    })),
    notices: [...storyboard.notices, ...notices],
  } satisfies Storyboard);
}

function wordsInto({ line }: ShotWriting, { scene }: StoryboardShot): StoryboardShot['scene'] {
  const { lines: _lines, ...fixed } = scene.words;
  return { ...scene, words: { ...fixed, lines: line === '' ? keptLines(scene) : headline(line, LINES).lines } };
}

/** A shot whose words are facts in fixed places keeps the line beside them. */
function keptLines({ words }: StoryboardShot['scene']): string[] {
  const isFixed = words.items.length > 0 || words.figure !== undefined || words.wordmark !== undefined;
  return isFixed ? words.lines : [];
}

function toShot(
  written: ShotWriting,
  shot: StoryboardShot,
  place: { code: string; lengthFrames: number; tone: StoryboardShot['scene']['ground']['tone']; beatFrames: number[] },
  { kit }: Draft,
): StoryboardShot {
  const { code, lengthFrames, tone, beatFrames } = place;
  const scene = wordsInto(written, shot);
  return {
    ...shot,
    code,
    lengthFrames,
    picturePrompt: clip(joinPrompts(written.picturePrompt, kit?.prompt, '. '), MOST_PROMPT),
    motionPrompt: written.motionPrompt,
    narration: written.narration,
    scene: { ...scene, ground: { ...scene.ground, tone }, beatFrames },
  };
}
