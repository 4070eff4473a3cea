import { type LogoIdea, logoIdea } from '@kinora/contract';
import type { TextRequest } from '@kinora/providers';
import { z } from 'zod';
import { saysWord } from '../film/planner/kit-words.ts';
import { foldText, wordsOf } from '../film/planner/text.ts';
import { toSystem } from '../film/prompts/prompt.ts';
import { toStrictSchema } from '../film/writing/strict-schema.ts';
import type { LogoGrounds } from './built-in.ts';
import { WRITE_LOGO_PROMPTS_V1 } from './write-logo-prompts.v1.ts';

/** The built-in writer's own shape: whoever writes, an idea is one thing. */
export const logoWriting = z.strictObject({ ideas: z.array(z.strictObject(logoIdea.shape)).min(1).max(8) });
export type LogoWriting = z.infer<typeof logoWriting>;
const SCHEMA = toStrictSchema(logoWriting);

export const LOGO_TOKENS = 4000;
const TEMPERATURE = 0.8;
/** Prompts that share more of their words than this are one idea twice. */
const ALIKE = 0.7;
const LEAST_KINDS = 3;

export function askForLogos(
  grounds: LogoGrounds,
  options: { seed: number; mostTokens: number; takesTemperature: boolean },
): TextRequest {
  const { name, about, language, count, colours, wordsToAvoid } = grounds;
  return {
    capability: 'text',
    system: toSystem(WRITE_LOGO_PROMPTS_V1),
    turns: [],
    prompt: JSON.stringify({ name, about, language, count, colours, avoid: wordsToAvoid }),
    answer: { name: 'logos', schema: SCHEMA },
    maxTokens: Math.min(LOGO_TOKENS, options.mostTokens),
    temperature: options.takesTemperature ? TEMPERATURE : null,
    seed: options.seed,
    pictures: [],
  };
}

/** What is wrong with a sheet of ideas, each as a sentence for the model; none where it can be shown. */
export function checkLogos({ ideas }: LogoWriting, grounds: LogoGrounds): string[] {
  const { count } = grounds;
  const kinds = new Set(ideas.map(({ kind }) => kind)).size;
  return [
    ...(ideas.length === count ? [] : [`${ideas.length} ideas; ${count} are wanted`]),
    ...(count >= 5 && kinds < LEAST_KINDS ? [`only ${kinds} kinds; use at least ${LEAST_KINDS}`] : []),
    ...ideas.flatMap((idea, index) => checkIdea(idea, grounds).map((fault) => `idea ${index + 1}: ${fault}`)),
    ...findAlike(ideas),
  ];
}

const WITH_NAME: ReadonlySet<LogoIdea['kind']> = new Set(['wordmark', 'combination', 'emblem']);
const SCRIPTS = { en: /\p{Script=Latin}/u, he: /\p{Script=Hebrew}/u, ar: /\p{Script=Arabic}/u } as const;

function checkIdea(idea: LogoIdea, { name, language, colours, wordsToAvoid }: LogoGrounds): string[] {
  const texts = [idea.title, idea.idea, idea.prompt];
  const foreign = colours.length === 0 ? [] : idea.colours.filter((colour) => !colours.includes(colour));
  // A letter alone is one that is drawn.
  const inPrompt = idea.prompt.replaceAll(name, '');
  return [
    ...(WITH_NAME.has(idea.kind) && !idea.prompt.includes(name)
      ? [`the prompt must hold the name “${name}” as given`]
      : []),
    ...(/[\p{Script=Hebrew}\p{Script=Arabic}]{2}/u.test(inPrompt) ? ['the prompt must be in English'] : []),
    ...(SCRIPTS[language].test(idea.title) && SCRIPTS[language].test(idea.idea)
      ? []
      : [`title and idea must be in “${language}”`]),
    ...foreign.map((colour) => `${colour} is none of the brand's colours`),
    ...wordsToAvoid
      .filter((word) => texts.some((text) => saysWord(text, word)))
      .map((word) => `“${word}” must not be said`),
  ];
}

function findAlike(ideas: readonly LogoIdea[]): string[] {
  return ideas.flatMap((idea, index) =>
    ideas.slice(index + 1).flatMap((other, further) => {
      const pair = `ideas ${index + 1} and ${index + further + 2}`;
      if (foldText(idea.title) === foldText(other.title)) return [`${pair} have one title`];
      return likeness(idea.prompt, other.prompt) > ALIKE ? [`${pair} are nearly the same`] : [];
    }),
  );
}

/** Share of words two texts have in common, 0–1. */
function likeness(first: string, second: string): number {
  const [one, two] = [new Set(wordsOf(foldText(first))), new Set(wordsOf(foldText(second)))];
  const shared = [...one].filter((word) => two.has(word)).length;
  return shared / Math.max(1, new Set([...one, ...two]).size);
}
