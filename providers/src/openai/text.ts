import { z } from 'zod';
import type { Written } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { conversationOf, type StoredTextRequest } from '../contract/text-answer.ts';

/** The Responses call. Not stored at the vendor: what people write in a brief stays theirs. */
export function toResponsesBody(model: string, request: StoredTextRequest) {
  const { answer, temperature } = request;
  return {
    model,
    ...(request.system === '' ? {} : { instructions: request.system }),
    input: conversationOf(request).map(({ role, text }) => ({ role, content: text })),
    max_output_tokens: request.maxTokens,
    store: false,
    ...(temperature === null ? {} : { temperature }),
    ...(answer === null ? {} : { text: { format: { type: 'json_schema', ...answer, strict: true } } }),
  };
}

const piece = z.object({ type: z.string(), text: z.string().nullish(), refusal: z.string().nullish() });
const answered = z.object({
  status: z.string(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(z.object({ type: z.string(), content: z.array(piece).nullish() })),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }).nullish(),
});

export type ResponsesAnswer =
  | { kind: 'written'; written: Written }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string }
  | { kind: 'none' };

/** A refusal is a piece of a good answer; an answer that ran into its limit is `incomplete` and ends where it ended. */
export function readResponses(bytes: Uint8Array): ResponsesAnswer {
  const read = answered.safeParse(readJson(bytes)).data;
  if (!read) return { kind: 'none' };
  const pieces = read.output.flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []));
  const refusal = pieces.find(({ type }) => type === 'refusal');
  if (refusal) return { kind: 'refused', message: refusal.refusal ?? 'refusal' };
  const reason = read.incomplete_details?.reason;
  if (reason === 'content_filter') return { kind: 'refused', message: reason };
  const text = pieces.map((one) => (one.type === 'output_text' ? (one.text ?? '') : '')).join('');
  const isCut = read.status === 'incomplete';
  if (read.status === 'failed' || (text === '' && !isCut))
    return { kind: 'failed', message: `no text: ${read.status}` };
  const usage = { inputTokens: read.usage?.input_tokens ?? 0, outputTokens: read.usage?.output_tokens ?? 0 };
  return { kind: 'written', written: { text, isCut, usage } };
}
