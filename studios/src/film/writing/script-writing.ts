import { z } from 'zod';
import { foldText } from '../planner/text.ts';
import { shotsOf } from '../timeline/shots.ts';
import { checkRepeats, checkWords } from './check-writing.ts';
import { type Draft, isSpoken } from './draft.ts';
import { groundsOfDraft } from './grounds-of-words.ts';
import { shotWriting } from './plan-writing.ts';
import { mostSpoken } from './spoken-room.ts';
import { toStrictSchema } from './strict-schema.ts';

/** Of a plan's writing what is read and heard: everything else of the film stands. */
export const scriptWriting = z.strictObject({
  shots: z
    .array(shotWriting.pick({ shot: true, line: true, narration: true }))
    .min(1)
    .max(120),
});
export type ScriptWriting = z.infer<typeof scriptWriting>;
export type ScriptLine = ScriptWriting['shots'][number];
export const SCRIPT_WRITING_SCHEMA = toStrictSchema(scriptWriting);

/** What is wrong with a script, each as a sentence for the model. @param keys the shots it was asked for */
export function checkScript({ shots }: ScriptWriting, draft: Draft, keys: readonly string[]): string[] {
  const known = new Map(shotsOf(draft.storyboard).map((shot) => [shot.key, shot]));
  const written = shots.map(({ shot }) => shot);
  const grounds = groundsOfDraft(draft);
  const order = [
    ...keys.filter((key) => !written.includes(key)).map((key) => `shot ${key} is missing`),
    ...written.filter((key) => !keys.includes(key)).map((key) => `shot “${key}” was not asked for`),
    ...[...new Set(written.filter((key, index) => written.indexOf(key) !== index))].map(
      (key) => `shot ${key} is written more than once`,
    ),
  ];
  const words = shots.flatMap((one) => {
    const shot = known.get(one.shot);
    if (!shot) return [];
    const room = mostSpoken(shot, draft);
    const isLong = [...one.narration].length > room && isSpoken(draft);
    return [
      ...checkWords(one, shot, { draft, grounds }),
      ...(isLong && room > 0 ? [`${one.shot}.narration: at most ${room} characters, the shot is no longer`] : []),
      ...(isLong && room === 0 ? [`${one.shot}.narration: must be empty, so short a shot has no room for speech`] : []),
    ];
  });
  // A brief of one sentence stands in several shots already: what is left as it is repeats nothing anew.
  const changed = shots.filter(
    ({ shot, line }) => foldText(line) !== foldText(known.get(shot)?.scene.words.lines.join(' ') ?? ''),
  );
  return [...order, ...words, ...checkRepeats(changed)];
}
