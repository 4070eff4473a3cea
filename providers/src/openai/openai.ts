import { z } from 'zod';
import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type {
  ConnectionReport,
  ModerationReport,
  Provider,
  ProviderCall,
  Submission,
  SubmitOutcome,
} from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { finishText, refuseText, type StoredTextRequest } from '../contract/text-answer.ts';
import { normaliseOpenAiError } from './errors.ts';
import { OPENAI_MODELS, SIZES } from './models.ts';
import { MODERATION_MODEL, readModeration } from './moderation.ts';
import { readResponses, toResponsesBody } from './text.ts';

/** A picture comes inside the answer, as base64. */
const ANSWER_BYTES = 80_000_000;
/** High quality takes minutes, and a call that is given up is a picture that was paid and is lost. */
const SUBMIT_MS = 600_000;

const answered = z.object({ data: z.array(z.object({ b64_json: z.string().min(1).nullish() })).min(1) });

/**
 * OpenAI's pictures and words by plain HTTP: its library repeats a paid call twice. There is no queue and no list: the
 * answer comes with the call or not at all, so a lost call is a person's to decide (`cannot_tell`).
 */
export function createOpenAi(): Provider {
  return {
    id: 'openai',
    title: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    models: OPENAI_MODELS,
    limits: { concurrent: 4, submissionsPerMinute: 20 },
    keyPage: 'https://platform.openai.com/api-keys',
    normaliseError: normaliseOpenAiError,
    testConnection,
    prepareInputs: async () => ({ pictureUrls: [] }),
    submit,
    moderate,
    ...ANSWERS_AT_ONCE,
  };
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/models' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseOpenAiError(answer, call.now()) };
  return { kind: 'works', account: null };
}

/** Long texts are cut: what comes after so much of a prompt, no model follows. */
const MODERATED_CHARACTERS = 20_000;

async function moderate(call: ProviderCall, text: string): Promise<ModerationReport> {
  const body = JSON.stringify({ model: MODERATION_MODEL, input: text.slice(0, MODERATED_CHARACTERS) });
  const answer = await send(call, { path: '/moderations', body });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  const categories = answer.status === 200 ? readModeration(answer.bytes) : undefined;
  return categories ? { kind: 'checked', categories } : { kind: 'unreachable', reason: `HTTP ${answer.status}` };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}${path}`;
  return sendWithKey(call, { authorization: `Bearer ${call.secret}` }, { ...request, url, maximumBytes: ANSWER_BYTES });
}

function submit(call: ProviderCall, { model, request }: Submission): Promise<SubmitOutcome> {
  return request.capability === 'text' ? write(call, model, request) : draw(call, model, request);
}

async function write(call: ProviderCall, id: string, request: StoredTextRequest): Promise<SubmitOutcome> {
  const model = OPENAI_MODELS.find((one) => one.id === id);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: id, retryAfterMs: null } };
  const body = JSON.stringify(toResponsesBody(id, request));
  const answer = await send(call, { path: '/responses', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenAiError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const said = readResponses(read.bytes);
  if (said.kind === 'none') return { kind: 'unknown', reason: `HTTP ${read.status} without a response` };
  if (said.kind === 'refused') return refuseText(said.message);
  if (said.kind === 'failed')
    return { kind: 'refused', fault: { kind: 'failed', message: said.message, retryAfterMs: null } };
  return finishText(model, said.written, { nowMs: call.now() });
}

async function draw(
  call: ProviderCall,
  model: string,
  request: Exclude<Submission['request'], StoredTextRequest>,
): Promise<SubmitOutcome> {
  const body = JSON.stringify({
    model,
    prompt: request.prompt,
    n: 1,
    size: 'ratio' in request ? SIZES[request.ratio] : 'auto',
    output_format: 'png',
  });
  const answer = await send(call, { path: '/images/generations', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenAiError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const pictures = answered.safeParse(readJson(read.bytes));
  if (!pictures.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a picture` };
  // What came of several is kept: it was paid with the rest.
  const outputs = pictures.data.data.flatMap(({ b64_json: text }) =>
    text ? [{ kind: 'bytes' as const, bytes: Buffer.from(text, 'base64'), mediaType: 'image/png' }] : [],
  );
  if (outputs.length === 0) return { kind: 'unknown', reason: `HTTP ${read.status} without a picture` };
  return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
}
