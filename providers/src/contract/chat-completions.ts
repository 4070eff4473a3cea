import { z } from 'zod';
import type { Written } from './provider.ts';
import { readJson } from './safe-http.ts';
import { conversationOf, type StoredTextRequest } from './text-answer.ts';

/** The call that most houses and servers of one's own have in common. */
export function toChatBody(model: string, request: StoredTextRequest, options: { takesSeed: boolean }) {
  const messages = [
    ...(request.system === '' ? [] : [{ role: 'system', content: request.system }]),
    ...conversationOf(request).map(({ role, text }) => ({ role, content: text })),
  ];
  const { answer, temperature } = request;
  return {
    model,
    messages,
    max_tokens: request.maxTokens,
    stream: false,
    ...(temperature === null ? {} : { temperature }),
    ...(options.takesSeed ? { seed: request.seed } : {}),
    ...(answer === null ? {} : { response_format: { type: 'json_schema', json_schema: { ...answer, strict: true } } }),
  };
}

const choice = z.object({
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
  finish_reason: z.string().nullish(),
});
const answered = z.object({
  choices: z.array(choice).min(1),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      cost: z.number().nonnegative().nullish(),
    })
    .nullish(),
});

export type ChatAnswer =
  | { kind: 'written'; written: Written; cost: number | null }
  | { kind: 'refused'; message: string }
  | { kind: 'none' };

/** `none` is no answer of this protocol at all: it proves nothing. `cost` is in dollars, where the house says it. */
export function readChat(bytes: Uint8Array): ChatAnswer {
  const read = answered.safeParse(readJson(bytes)).data;
  const first = read?.choices[0];
  if (!read || !first) return { kind: 'none' };
  const { content, refusal } = first.message ?? {};
  if (refusal) return { kind: 'refused', message: refusal };
  if (first.finish_reason === 'content_filter') return { kind: 'refused', message: 'content_filter' };
  if (typeof content !== 'string') return { kind: 'none' };
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens, cost } = read.usage ?? {};
  const usage = { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 };
  const written = { text: content, isCut: first.finish_reason === 'length', usage };
  return { kind: 'written', written, cost: cost ?? null };
}
