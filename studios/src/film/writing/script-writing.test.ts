import { expect, it } from 'vitest';
import { writeScriptByTheBrief } from '../../testing/sample-writer.ts';
import { PROMPT_CASES } from '../prompts/cases.ts';
import { draftOf } from '../prompts/evaluate.ts';
import { WRITE_SCRIPT_V1 } from '../prompts/write-script.v1.ts';
import { shotsOf } from '../timeline/shots.ts';
import { askForScript } from './ask-for-script.ts';
import type { Draft } from './draft.ts';
import { checkScript, type ScriptWriting, scriptWriting } from './script-writing.ts';
import { mostSpoken } from './spoken-room.ts';

const keysOf = (draft: Draft) => shotsOf(draft.storyboard).map(({ key }) => key);
const ask = (draft: Draft, keys = keysOf(draft)) =>
  askForScript(draft, { keys, seed: 1, mostTokens: 9000, takesTemperature: false });
const write = (draft: Draft, keys?: string[]): ScriptWriting =>
  scriptWriting.parse(JSON.parse(writeScriptByTheBrief(ask(draft, keys).prompt)));
const aloud = (draft: Draft): Draft => ({ ...draft, storyboard: { ...draft.storyboard, voice: 'female-soft' } });
const HALDEN = PROMPT_CASES[0]!;

it.each(PROMPT_CASES)('takes a script that keeps to its brief: $name', (one) => {
  const draft = aloud(draftOf(one));
  expect(checkScript(write(draft), draft, keysOf(draft))).toEqual([]);
});

it('writes for the shots asked for, and for no other', () => {
  const draft = draftOf(HALDEN);
  const [first, second] = keysOf(draft) as [string, string];
  const script = write(draft, [first]);
  expect(script.shots.map(({ shot }) => shot)).toEqual([first]);
  expect(checkScript(script, draft, [first])).toEqual([]);
  expect(checkScript(script, draft, [first, second])).toContain(`shot ${second} is missing`);
  expect(checkScript(script, draft, [second])).toContain(`shot “${first}” was not asked for`);
  const twice = { shots: [...script.shots, ...script.shots] };
  expect(checkScript(twice, draft, [first])).toContain(`shot ${first} is written more than once`);
});

it('says what is invented, claimed, too long or to be avoided', () => {
  const draft = { ...aloud(draftOf(HALDEN)), kit: { wordsToAvoid: ['satin'], wordsToUse: [] } as never };
  const script = write(draft);
  const faultsOf = (change: Partial<ScriptWriting['shots'][number]>, place = 0) =>
    checkScript(
      { shots: script.shots.map((one, index) => (index === place ? { ...one, ...change } : one)) },
      draft,
      keysOf(draft),
    ).join('\n');
  expect(faultsOf({ narration: 'Made in 1987.' })).toContain('the number 1987 is not in the brief');
  expect(faultsOf({ narration: 'The best dresses.' })).toContain('“best” is a claim');
  expect(faultsOf({ narration: 'Merino and recycled satin.' })).toContain('“satin” must not be said');
  const shots = shotsOf(draft.storyboard);
  const place = shots.findIndex((shot) => mostSpoken(shot, draft) > 0);
  const room = mostSpoken(shots[place]!, draft);
  const long = 'Merino. '.repeat(30).slice(0, room + 1);
  expect(faultsOf({ narration: long }, place)).toContain(`at most ${room} characters`);
  expect(faultsOf({ narration: long })).toContain('has no room for speech');
  const silent = { ...draft, storyboard: { ...draft.storyboard, voice: 'none' as const } };
  const spoken = { shots: script.shots.map((one) => ({ ...one, line: '', narration: 'Cut in Porto.' })) };
  expect(checkScript(spoken, silent, keysOf(silent)).join('\n')).toContain('must be empty, the film has no voice');
});

it('gives a voice as many letters as its shot has seconds for', () => {
  const draft = aloud(draftOf(HALDEN));
  expect(mostSpoken({ lengthFrames: 120 }, draft)).toBe(47);
  expect(mostSpoken({ lengthFrames: 30 }, draft)).toBe(0);
  expect(mostSpoken({ lengthFrames: 900 }, draft)).toBe(200);
  expect(mostSpoken({ lengthFrames: 120 }, draftOf(HALDEN))).toBe(0);
});

it('shows examples that are answers of the form they are asked in', () => {
  for (const { asked, answered } of WRITE_SCRIPT_V1.examples) {
    const { shots } = JSON.parse(asked) as { shots: { shot: string; write: boolean }[] };
    const wanted = shots.filter(({ write: isWanted }) => isWanted).map(({ shot }) => shot);
    expect(scriptWriting.parse(JSON.parse(answered)).shots.map(({ shot }) => shot)).toEqual(wanted);
  }
});
