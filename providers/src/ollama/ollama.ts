import { z } from 'zod';
import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type { ConnectionReport, Provider, ProviderCall, Submission, SubmitOutcome } from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { conversationOf, finishText, type StoredTextRequest } from '../contract/text-answer.ts';
import { describeOwnModel, MOST_OWN_MODELS } from '../own-models.ts';
import { normaliseOllamaError } from './errors.ts';

const ID = 'ollama';
const ANSWER_BYTES = 8_000_000;
const SUBMIT_MS = 600_000;
/** Without it Ollama keeps the newest few thousand tokens of what it is told, and forgets the rules in silence. */
const CONTEXT_TOKENS = 16_384;

const tags = z.object({ models: z.array(z.object({ name: z.string().min(1).max(200) })) });
const answered = z.object({
  message: z.object({ content: z.string() }),
  done: z.boolean().nullish(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.number().nullish(),
  eval_count: z.number().nullish(),
});

/** Models on one's own machine through Ollama's own call, which holds an answer to a schema whatever the model. */
export function createOllama(): Provider {
  return {
    id: ID,
    title: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    models: [],
    limits: { concurrent: 1, submissionsPerMinute: 60 },
    keyPage: 'https://ollama.com/download',
    isKeyOptional: true,
    describeModel: (id) => describeOwnModel(ID, id, { takesSeed: true }),
    normaliseError: normaliseOllamaError,
    testConnection,
    prepareInputs: async () => ({ pictureUrls: [] }),
    submit,
    ...ANSWERS_AT_ONCE,
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

/** It has no door itself; one that stands before it takes a key like everybody's. */
function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const key: Record<string, string> = call.secret === '' ? {} : { authorization: `Bearer ${call.secret}` };
  return sendWithKey(call, key, { ...request, url: `${call.baseUrl}${path}`, maximumBytes: ANSWER_BYTES });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/api/tags' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseOllamaError(answer, call.now()) };
  const models = tags.safeParse(readJson(answer.bytes));
  if (!models.success) return { kind: 'unreachable', reason: 'HTTP 200 without a list of models' };
  return { kind: 'works', account: null, models: models.data.models.map(({ name }) => name).slice(0, MOST_OWN_MODELS) };
}

function toBody(model: string, request: StoredTextRequest) {
  const { answer, temperature } = request;
  return {
    model,
    messages: [
      ...(request.system === '' ? [] : [{ role: 'system', content: request.system }]),
      ...conversationOf(request).map(({ role, text }) => ({ role, content: text })),
    ],
    stream: false,
    ...(answer === null ? {} : { format: answer.schema }),
    options: {
      num_predict: request.maxTokens,
      num_ctx: CONTEXT_TOKENS,
      seed: request.seed,
      ...(temperature === null ? {} : { temperature }),
    },
  };
}

async function submit(call: ProviderCall, { model, request }: Submission): Promise<SubmitOutcome> {
  if (request.capability !== 'text')
    return { kind: 'refused', fault: { kind: 'invalid_input', message: request.capability, retryAfterMs: null } };
  const body = JSON.stringify(toBody(model, request));
  const answer = await send(call, { path: '/api/chat', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOllamaError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const said = answered.safeParse(readJson(read.bytes)).data;
  if (!said) return { kind: 'unknown', reason: `HTTP ${read.status} without a message` };
  const usage = { inputTokens: said.prompt_eval_count ?? 0, outputTokens: said.eval_count ?? 0 };
  const written = { text: said.message.content, isCut: said.done_reason === 'length', usage };
  return finishText({ price: null }, written, { nowMs: call.now() });
}
