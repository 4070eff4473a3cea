import type { SafetyCategory } from '@kinora/contract';
import { z } from 'zod';
import { readJson } from '../contract/safe-http.ts';

export const MODERATION_MODEL = 'omni-moderation-latest';

/** OpenAI's words for what it finds, as Kinora's. */
const CATEGORIES: Readonly<Record<string, SafetyCategory>> = {
  'sexual/minors': 'minors',
  sexual: 'sexual',
  'violence/graphic': 'gore',
  violence: 'violence',
  hate: 'hate',
  'hate/threatening': 'hate',
  'harassment/threatening': 'hate',
  'self-harm': 'self_harm',
  'self-harm/intent': 'self_harm',
  'self-harm/instructions': 'self_harm',
  'illicit/violent': 'weapons_making',
  illicit: 'drugs',
};

const answered = z.object({
  results: z.array(z.object({ categories: z.record(z.string(), z.boolean().nullable()) })).min(1),
});

/** What was found, each once; undefined where it is no answer. Categories without a counterpart here are its own affair. */
export function readModeration(bytes: Uint8Array): SafetyCategory[] | undefined {
  const read = answered.safeParse(readJson(bytes)).data;
  if (!read) return undefined;
  const found = read.results.flatMap(({ categories }) => Object.entries(categories).filter(([, isFound]) => isFound));
  return [...new Set(found.flatMap(([name]) => CATEGORIES[name] ?? []))];
}
