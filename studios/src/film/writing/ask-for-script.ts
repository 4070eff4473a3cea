import { framesPerSecond } from '@kinora/contract';
import type { TextRequest } from '@kinora/providers';
import { toSystem } from '../prompts/prompt.ts';
import { WRITE_SCRIPT_V1 } from '../prompts/write-script.v1.ts';
import { shotsOf } from '../timeline/shots.ts';
import { type Draft, needsLine, saysIn, takesLine } from './draft.ts';
import { SCRIPT_WRITING_SCHEMA } from './script-writing.ts';
import { mostSpoken } from './spoken-room.ts';

/** Longest answer that is paid for: a film of a minute has thirty shots of about fifty tokens. */
export const SCRIPT_TOKENS = 3000;
const TEMPERATURE = 0.6;

/** The brief and the film as it stands, as one question. @param keys the shots whose words are wanted */
export function askForScript(
  draft: Draft,
  options: { keys: readonly string[]; seed: number; mostTokens: number; takesTemperature: boolean },
): TextRequest {
  return {
    capability: 'text',
    system: toSystem(WRITE_SCRIPT_V1),
    turns: [],
    prompt: JSON.stringify(toQuestion(draft, options.keys)),
    answer: { name: 'script', schema: SCRIPT_WRITING_SCHEMA },
    maxTokens: Math.min(SCRIPT_TOKENS, options.mostTokens),
    temperature: options.takesTemperature ? TEMPERATURE : null,
    seed: options.seed,
    pictures: [],
  };
}

function toQuestion(draft: Draft, keys: readonly string[]) {
  const { storyboard, input, kit } = draft;
  const fps = framesPerSecond(storyboard.rate);
  return {
    brief: input.brief,
    language: storyboard.language,
    tone: storyboard.facts.tone ?? '',
    use: kit?.wordsToUse ?? [],
    avoid: [...(kit?.wordsToAvoid ?? []), ...storyboard.facts.mustNotSay],
    shots: shotsOf(storyboard).map((shot) => ({
      shot: shot.key,
      shows: shot.scene.kind,
      seconds: Math.round((shot.lengthFrames / fps) * 10) / 10,
      takesLine: takesLine(shot),
      needsLine: needsLine(shot),
      mostSpoken: mostSpoken(shot, draft),
      line: takesLine(shot) ? shot.scene.words.lines.join(' ') : '',
      narration: shot.narration,
      says: saysIn(shot),
      write: keys.includes(shot.key),
    })),
  };
}
