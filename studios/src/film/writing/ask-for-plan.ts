import type { TextRequest } from '@kinora/providers';
import { PLAN_STORYBOARD_V1 } from '../prompts/plan-storyboard.v1.ts';
import { toSystem } from '../prompts/prompt.ts';
import { shotsOf } from '../timeline/shots.ts';
import { type Draft, isSpoken, leastShots, needsLine, saysIn, takesLine } from './draft.ts';
import { PLAN_WRITING_SCHEMA } from './plan-writing.ts';

/** Longest answer that is paid for: a film of a minute has thirty shots of about a hundred tokens. */
export const PLAN_TOKENS = 6000;
/** Told rather than chosen by the model's own habit: plans should hold, not surprise. */
const TEMPERATURE = 0.4;

/** The brief and the possible shots, as one question. */
export function askForPlan(
  draft: Draft,
  options: { seed: number; mostTokens: number; takesTemperature: boolean },
): TextRequest {
  return {
    capability: 'text',
    system: toSystem(PLAN_STORYBOARD_V1),
    turns: [],
    prompt: JSON.stringify(toQuestion(draft)),
    answer: { name: 'storyboard', schema: PLAN_WRITING_SCHEMA },
    maxTokens: Math.min(PLAN_TOKENS, options.mostTokens),
    temperature: options.takesTemperature ? TEMPERATURE : null,
    seed: options.seed,
    pictures: [],
  };
}

/** The same question once more, with the answer to it and what is wrong with that. */
export function askForRepair(first: TextRequest, answer: string, faults: readonly string[]): TextRequest {
  return {
    ...first,
    turns: [
      { role: 'user', text: first.prompt },
      { role: 'assistant', text: answer },
    ],
    prompt: [
      'That answer cannot be used. Change only what these faults name, and answer with the whole JSON again:',
      ...faults.map((fault) => `- ${fault}`),
    ].join('\n'),
  };
}

function toQuestion(draft: Draft) {
  const { storyboard, input, kit } = draft;
  const rate = storyboard.rate.numerator / storyboard.rate.denominator;
  const shots = shotsOf(storyboard);
  return {
    brief: input.brief,
    language: storyboard.language,
    filmSeconds: input.seconds,
    voice: isSpoken(draft),
    leastShots: leastShots(draft),
    use: kit?.wordsToUse ?? [],
    avoid: [...(kit?.wordsToAvoid ?? []), ...storyboard.facts.mustNotSay],
    shots: shots.map((shot, index) => ({
      shot: shot.key,
      shows: shot.scene.kind,
      seconds: Math.round((shot.lengthFrames / rate) * 10) / 10,
      takesLine: takesLine(shot),
      needsLine: needsLine(shot),
      says: saysIn(shot),
      ...(index === shots.length - 1 ? { last: true } : {}),
    })),
  };
}
