import type { GenerationModel } from '@kinora/contract';
import { z } from 'zod';
import type { Output, SubmitOutcome } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { finishText } from '../contract/text-answer.ts';
import { wrapPcm } from './wav.ts';

const part = z.object({
  inlineData: z.object({ mimeType: z.string(), data: z.string().min(1) }).nullish(),
  text: z.string().nullish(),
  thought: z.boolean().nullish(),
});
const content = z.object({ parts: z.array(part).nullish() });
const answered = z
  .object({
    candidates: z.array(z.object({ content: content.nullish(), finishReason: z.string().nullish() })).nullish(),
    promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
    usageMetadata: z
      .object({
        promptTokenCount: z.number().nullish(),
        candidatesTokenCount: z.number().nullish(),
        thoughtsTokenCount: z.number().nullish(),
      })
      .nullish(),
  })
  .refine(({ candidates, promptFeedback }) => (candidates?.length ?? 0) > 0 || promptFeedback?.blockReason);
type Answered = z.infer<typeof answered>;

const BY_RULE = new Set([
  'SAFETY',
  'PROHIBITED_CONTENT',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
]);

/**
 * What a 200 of the paid call holds: pictures, or a reason why there are none. The second is a clear no, told as a refusal
 * although reading the words may have been billed: nothing is made, and nothing is asked again by itself. An answer that
 * is neither proves nothing.
 */
export function readPictures(bytes: Uint8Array): SubmitOutcome {
  const read = answered.safeParse(readJson(bytes));
  if (!read.success) return { kind: 'unknown', reason: 'HTTP 200 without candidates' };
  const outputs = listFiles(read.data);
  if (outputs.length > 0) return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
  return { kind: 'refused', fault: whyNone(read.data) };
}

/** What a 200 of a call for speech holds: one sound, or a reason why there is none. Without times: it says none. */
export function readSpeech(bytes: Uint8Array): SubmitOutcome {
  const read = answered.safeParse(readJson(bytes));
  if (!read.success) return { kind: 'unknown', reason: 'HTTP 200 without candidates' };
  const outputs = listFiles(read.data).flatMap((output) => (output.kind === 'bytes' ? [toSound(output)] : []));
  if (outputs.length > 0) return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
  return { kind: 'refused', fault: whyNone(read.data) };
}

const USUAL_RATE = 24_000;

/** Bare samples (`audio/L16;rate=24000`) become a WAV file; what is a file already stays one. */
function toSound(output: Extract<Output, { kind: 'bytes' }>): Output {
  const [type = '', ...parameters] = output.mediaType.toLowerCase().split(';');
  if (!['audio/l16', 'audio/pcm'].includes(type.trim())) return { ...output, mediaType: type.trim() };
  const rate = parameters.map((each) => /^\s*rate=(\d+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
  return { kind: 'bytes', bytes: wrapPcm(output.bytes, Number(rate ?? USUAL_RATE)), mediaType: 'audio/wav' };
}

/** The files of an answer. Pictures that are drawn while it thinks are drafts. */
function listFiles({ candidates }: Answered): Output[] {
  const parts = (candidates ?? []).flatMap((candidate) => candidate.content?.parts ?? []);
  return parts.flatMap(({ inlineData, thought }) =>
    inlineData && thought !== true
      ? [{ kind: 'bytes' as const, bytes: Buffer.from(inlineData.data, 'base64'), mediaType: inlineData.mimeType }]
      : [],
  );
}

/** What a model wrote. Thinking is billed like writing and is no part of the text. */
export function readText(model: Pick<GenerationModel, 'price'>, bytes: Uint8Array, nowMs: number): SubmitOutcome {
  const read = answered.safeParse(readJson(bytes)).data;
  if (!read) return { kind: 'unknown', reason: 'HTTP 200 without candidates' };
  const [first] = read.candidates ?? [];
  const parts = first?.content?.parts ?? [];
  const text = parts.map((one) => (one.thought === true ? '' : (one.text ?? ''))).join('');
  const isCut = first?.finishReason === 'MAX_TOKENS';
  if (text === '' && !isCut) return { kind: 'refused', fault: whyNone(read) };
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = read.usageMetadata ?? {};
  const usage = {
    inputTokens: promptTokenCount ?? 0,
    outputTokens: (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0),
  };
  return finishText(model, { text, isCut, usage }, { nowMs });
}

function whyNone({ candidates, promptFeedback }: Answered) {
  const blocked = promptFeedback?.blockReason;
  const reason = blocked ?? candidates?.[0]?.finishReason ?? 'no reason';
  const kind = blocked || BY_RULE.has(reason) ? ('moderated' as const) : ('failed' as const);
  return { kind, message: `no answer: ${reason}`, retryAfterMs: null };
}
