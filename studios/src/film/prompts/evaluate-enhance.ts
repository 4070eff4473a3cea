import type { Language } from '@kinora/contract';
import { askForPrompt, readPrompt } from '../leaves/write-prompt.ts';
import { foldText, wordsOf } from '../planner/text.ts';
import type { EnhanceKind } from './enhance-rules.ts';
import type { CaseScore, Writer } from './evaluate.ts';

/** A shot's short prompt as people type it, with words the brand avoids. */
export type EnhanceCase = { name: string; kind: EnhanceKind; prompt: string; language: Language; avoid: string[] };

export const ENHANCE_CASES: readonly EnhanceCase[] = [
  { name: 'picture', kind: 'picture', prompt: 'leather bag on table', language: 'en', avoid: [] },
  { name: 'motion', kind: 'motion', prompt: 'a coat on a hanger', language: 'en', avoid: [] },
  { name: 'with an avoided word', kind: 'picture', prompt: 'brass lamp at night', language: 'en', avoid: ['luxury'] },
  { name: 'Hebrew', kind: 'picture', prompt: 'תיק עור על כיסא', language: 'he', avoid: [] },
  { name: 'Arabic', kind: 'motion', prompt: 'حقيبة جلدية', language: 'ar', avoid: [] },
];

/**
 * Tries the prompt on one shot as a job would: there is no second question, as the built-in rules stand ready. What is
 * covered is the share of the person's own words that are still there.
 */
export async function scoreEnhance(one: EnhanceCase, write: Writer): Promise<CaseScore> {
  const { name, kind, prompt, avoid } = one;
  const started = performance.now();
  const answer = await write(askForPrompt({ kind, prompt, avoid, seed: 7 }));
  const read = readPrompt(answer, avoid);
  const own = wordsOf(foldText(prompt)).filter((word) => word.length > 2);
  const said = foldText(read ?? '');
  return {
    name,
    usable: read === null ? 'none' : 'first',
    faults: read === null ? ['no prompt in the answer, or a word that is avoided'] : [],
    coverage: own.filter((word) => said.includes(word)).length / Math.max(1, own.length),
    outputTokens: answer.usage.outputTokens,
    milliseconds: Math.round(performance.now() - started),
  };
}
