import { KinoraError, type Language, projectId, say, shotId } from '@kinora/contract';
import type { TextRequest } from '@kinora/providers';
import { z } from 'zod';
import { defineLeaf } from '../../studio.ts';
import { saysWord } from '../planner/kit-words.ts';
import { enhanceByRules } from '../prompts/enhance-rules.ts';
import { ENHANCE_SHOT_V1 } from '../prompts/enhance-shot.v1.ts';
import { toSystem } from '../prompts/prompt.ts';
import { shotsOf } from '../timeline/shots.ts';
import { readAnswer } from '../writing/read-answer.ts';
import { requireWriter } from '../writing/require-writer.ts';
import { toStrictSchema } from '../writing/strict-schema.ts';

export const writePromptInput = z.object({
  projectId,
  shotId,
  shotKey: z.string(),
  code: z.string(),
  kind: z.enum(['picture', 'motion']),
  connection: z.string(),
  model: z.string(),
  seed: z.int().nonnegative(),
});

const written = z.strictObject({ prompt: z.string().trim().min(1).max(1000) });
const SCHEMA = toStrictSchema(written);
const TOKENS = 800;

export function askForPrompt(asked: {
  kind: 'picture' | 'motion';
  prompt: string;
  avoid: readonly string[];
  seed: number;
}): TextRequest {
  const { kind, prompt, avoid, seed } = asked;
  return {
    capability: 'text',
    system: toSystem(ENHANCE_SHOT_V1),
    turns: [],
    prompt: JSON.stringify({ kind, prompt, avoid }),
    answer: { name: 'prompt', schema: SCHEMA },
    maxTokens: TOKENS,
    temperature: null,
    seed,
    pictures: [],
  };
}

/** A shot's prompt written anew by a model; by the built-in rules where its answer cannot be used. */
export const writePromptLeaf = defineLeaf({
  kind: 'film/write-prompt',
  slot: 'provider',
  stepName: say('step.plan'),
  priceKey: 'plan',
  timeoutMs: 900_000,
  input: writePromptInput,
  output: z.object({ isWritten: z.boolean(), seconds: z.number(), attempt: z.int() }),
  title: ({ code }) => say('piece.prompt', { shot: code }),
  async run(context, input) {
    const started = context.now();
    const { films, routes } = context.ports;
    const film = await films.get(input.projectId);
    const shot = film.storyboard && shotsOf(film.storyboard).find(({ key }) => key === input.shotKey);
    if (!film.storyboard || !shot)
      throw new KinoraError('film.shot_missing', `shot ${input.code} is not in the project`);
    const route = { connection: input.connection, model: input.model };
    requireWriter(await routes.find(route, { isUnderWay: true }));
    const place = input.kind === 'picture' ? 'picturePrompt' : 'motionPrompt';
    const prompt = shot[place];
    const avoid = film.kit?.wordsToAvoid ?? [];
    const request = askForPrompt({ kind: input.kind, prompt, avoid, seed: input.seed });
    const made = await context.generate({
      name: 'prompt',
      route,
      request,
      fileName: 'prompt',
      projectId: film.projectId,
    });
    const usable = readPrompt(made.written ?? { text: '', isCut: false }, avoid);
    const { language } = film.storyboard;
    await films.saveShotPrompt(input.shotId, { [place]: usable ?? byRules(input.kind, prompt, language) });
    const seconds = (context.now() - started) / 1000;
    return { isWritten: usable !== null, seconds, attempt: context.attempt };
  },
});

/** The prompt in an answer; null where there is none that may be used. */
export function readPrompt(answer: { text: string; isCut: boolean }, avoid: readonly string[]): string | null {
  const read = readAnswer(written, answer);
  if (read.kind === 'faulty') return null;
  return avoid.some((word) => saysWord(read.value.prompt, word)) ? null : read.value.prompt;
}

function byRules(kind: 'picture' | 'motion', prompt: string, language: Language): string {
  return enhanceByRules({ kind, prompt, language }).prompt;
}
