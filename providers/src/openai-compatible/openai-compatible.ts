import { z } from 'zod';
import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { readChat, toChatBody } from '../contract/chat-completions.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type { ConnectionReport, Provider, ProviderCall, Submission, SubmitOutcome } from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { finishText, refuseText } from '../contract/text-answer.ts';
import { normaliseOpenAiError } from '../openai/errors.ts';
import { describeOwnModel, MOST_OWN_MODELS } from '../own-models.ts';

const ID = 'openai-compatible';
const ANSWER_BYTES = 8_000_000;
/** A model that is loaded first, on a slow machine, takes minutes. */
const SUBMIT_MS = 600_000;
const listed = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

/**
 * Any server that speaks OpenAI's chat call: vLLM, llama.cpp, LM Studio, LiteLLM, a company's own gateway. Which models it
 * has is found out when the connection is tried; what they cost nobody can know.
 */
export function createOpenAiCompatible(): Provider {
  return {
    id: ID,
    title: 'OpenAI-compatible server',
    baseUrl: 'http://127.0.0.1:8000/v1',
    models: [],
    limits: { concurrent: 2, submissionsPerMinute: 60 },
    keyPage: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    isKeyOptional: true,
    describeModel: (id) => describeOwnModel(ID, id, { takesSeed: true }),
    normaliseError: normaliseOpenAiError,
    testConnection,
    prepareInputs: async () => ({ pictureUrls: [] }),
    submit,
    ...ANSWERS_AT_ONCE,
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const key: Record<string, string> = call.secret === '' ? {} : { authorization: `Bearer ${call.secret}` };
  return sendWithKey(call, key, { ...request, url: `${call.baseUrl}${path}`, maximumBytes: ANSWER_BYTES });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/models' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseOpenAiError(answer, call.now()) };
  const models = listed.safeParse(readJson(answer.bytes));
  if (!models.success) return { kind: 'unreachable', reason: 'HTTP 200 without a list of models' };
  return { kind: 'works', account: null, models: models.data.data.map(({ id }) => id).slice(0, MOST_OWN_MODELS) };
}

async function submit(call: ProviderCall, { model, request }: Submission): Promise<SubmitOutcome> {
  if (request.capability !== 'text')
    return { kind: 'refused', fault: { kind: 'invalid_input', message: request.capability, retryAfterMs: null } };
  const body = JSON.stringify(toChatBody(model, request, { takesSeed: true }));
  const answer = await send(call, { path: '/chat/completions', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenAiError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const said = readChat(read.bytes);
  if (said.kind === 'refused') return refuseText(said.message);
  if (said.kind === 'none') return { kind: 'unknown', reason: `HTTP ${read.status} without an answer` };
  return finishText({ price: null }, said.written, { nowMs: call.now() });
}
