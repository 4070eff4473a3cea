import type { StoryboardShot } from '@kinora/contract';
import { saysWord } from '../planner/kit-words.ts';
import { countBeats } from '../planner/lengths.ts';
import { CLAIM, fits } from '../planner/phrases.ts';
import { foldText } from '../planner/text.ts';
import { shotsOf } from '../timeline/shots.ts';
import { gridOf, lengthWishes } from './apply-writing.ts';
import { type Draft, isSpoken, leastShots, needsLine, takesLine } from './draft.ts';
import { findUngrounded, type Grounds, groundsOfDraft } from './grounds-of-words.ts';
import { type PlanWriting, type ShotWriting, writtenShots } from './plan-writing.ts';

/** What is wrong with a writing, each as a sentence for the model; none where it can be made as it stands. */
export function checkWriting(writing: PlanWriting, draft: Draft): string[] {
  const known = new Map(shotsOf(draft.storyboard).map((shot) => [shot.key, shot]));
  const shots = writtenShots(writing);
  const grounds = groundsOfDraft(draft);
  const structure = checkOrder(shots, draft, known);
  const words = shots.flatMap((one) => checkWords(one, known.get(one.shot), { draft, grounds }));
  const title = findUngrounded(writing.title, grounds).map((fault) => `title: ${fault}`);
  if (structure.length > 0) return [...structure, ...title, ...words];
  return [...title, ...words, ...checkRepeats(shots), ...checkTime(writing, draft)];
}

function checkOrder(shots: readonly ShotWriting[], draft: Draft, known: ReadonlyMap<string, StoryboardShot>): string[] {
  const keys = shots.map(({ shot }) => shot);
  const last = shotsOf(draft.storyboard).at(-1)!.key;
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  const least = leastShots(draft);
  return [
    ...keys.filter((key) => !known.has(key)).map((key) => `there is no shot “${key}”`),
    ...[...new Set(twice)].map((key) => `shot ${key} is used more than once`),
    ...(keys.at(-1) === last ? [] : [`the last shot must be ${last}`]),
    ...(keys.length < least ? [`${keys.length} shots are used; use at least ${least}`] : []),
  ];
}

/** What is read and heard in one shot. */
export function checkWords(
  written: Pick<ShotWriting, 'line' | 'narration'>,
  shot: StoryboardShot | undefined,
  { draft, grounds }: { draft: Draft; grounds: Grounds },
): string[] {
  if (!shot) return [];
  const avoid = [...(draft.kit?.wordsToAvoid ?? []), ...draft.storyboard.facts.mustNotSay];
  const texts = { line: written.line, narration: written.narration };
  const said = Object.entries(texts).flatMap(([place, text]) => [
    ...findUngrounded(text, grounds).map((fault) => `${shot.key}.${place}: ${fault}`),
    ...avoid.filter((word) => saysWord(text, word)).map((word) => `${shot.key}.${place}: “${word}” must not be said`),
  ]);
  return [
    ...said,
    ...(written.line !== '' && !takesLine(shot)
      ? [`${shot.key}.line: must be empty, this shot has words of its own`]
      : []),
    ...(written.line === '' && needsLine(shot)
      ? [`${shot.key}.line: must not be empty, this shot is made of words`]
      : []),
    ...(written.line !== '' && !fits(written.line, CLAIM)
      ? [`${shot.key}.line: at most ${CLAIM.words} words and ${CLAIM.characters} characters`]
      : []),
    ...(written.narration !== '' && !isSpoken(draft)
      ? [`${shot.key}.narration: must be empty, the film has no voice`]
      : []),
  ];
}

export function checkRepeats(shots: readonly Pick<ShotWriting, 'line'>[]): string[] {
  const lines = shots.map(({ line }) => foldText(line)).filter((line) => line !== '');
  const twice = lines.filter((line, index) => lines.indexOf(line) !== index);
  return [...new Set(twice)].map((line) => `“${line}” is said more than once on screen`);
}

/** A voice is never hurried: what is spoken must fit between the beats. */
function checkTime(writing: PlanWriting, draft: Draft): string[] {
  const grid = gridOf(draft);
  const beats = countBeats(lengthWishes(writing, draft), grid);
  if (beats <= grid.beatFrames.length) return [];
  const share = Math.round((beats / grid.beatFrames.length) * 100);
  return [`what is read and heard takes ${share}% of the film: use fewer shots or shorter words`];
}
