import { ANSWERS_AT_ONCE } from './contract/answers-at-once.ts';
import { readSubmitAnswer } from './contract/outcome.ts';
import type {
  ConnectionReport,
  Provider,
  ProviderCall,
  Submission,
  SubmitOutcome,
  Written,
} from './contract/provider.ts';
import { readJson, type SafeAnswer } from './contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from './contract/send-with-key.ts';
import { finishText, refuseText, type StoredTextRequest } from './contract/text-answer.ts';
import { describeOwnModel, MOST_OWN_MODELS } from './own-models.ts';

const ANSWER_BYTES = 8_000_000;
/** A model that is loaded first, on a slow machine, takes minutes. */
const SUBMIT_MS = 600_000;

/** What a call came to: words, the model's own refusal, or nothing that could be read. */
export type Said = { kind: 'written'; written: Written } | { kind: 'refused'; message: string } | { kind: 'none' };

/** Where servers of language models of one's own differ: paths, words, and how they are read. */
export type OwnTextServer = Pick<Provider, 'id' | 'title' | 'baseUrl' | 'limits' | 'keyPage' | 'normaliseError'> & {
  listPath: string;
  /** Undefined where the answer is no list of models. */
  readNames(answer: unknown): string[] | undefined;
  chatPath: string;
  toBody(model: string, request: StoredTextRequest): object;
  readSaid(bytes: Uint8Array): Said;
};

/**
 * A server of language models of one's own, with or without a key at its door. Which models it has is found out when the
 * connection is tried; what they cost nobody can know. Its answer comes with the call.
 */
export function createOwnTextServer(server: OwnTextServer): Provider {
  const { id, title, baseUrl, limits, keyPage, normaliseError } = server;
  return {
    id,
    title,
    baseUrl,
    models: [],
    limits,
    keyPage,
    isKeyOptional: true,
    describeModel: (model) => describeOwnModel(id, model, { takesSeed: true }),
    normaliseError,
    testConnection: (call) => testConnection(server, call),
    prepareInputs: async () => ({ pictureUrls: [] }),
    submit: (call, submission) => submit(server, call, submission),
    ...ANSWERS_AT_ONCE,
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const key: Record<string, string> = call.secret === '' ? {} : { authorization: `Bearer ${call.secret}` };
  return sendWithKey(call, key, { ...request, url: `${call.baseUrl}${path}`, maximumBytes: ANSWER_BYTES });
}

async function testConnection(server: OwnTextServer, call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: server.listPath });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: server.normaliseError(answer, call.now()) };
  const names = server.readNames(readJson(answer.bytes));
  if (!names) return { kind: 'unreachable', reason: 'HTTP 200 without a list of models' };
  return { kind: 'works', account: null, models: names.slice(0, MOST_OWN_MODELS) };
}

async function submit(
  server: OwnTextServer,
  call: ProviderCall,
  { model, request }: Submission,
): Promise<SubmitOutcome> {
  if (request.capability !== 'text')
    return { kind: 'refused', fault: { kind: 'invalid_input', message: request.capability, retryAfterMs: null } };
  const body = JSON.stringify(server.toBody(model, request));
  const answer = await send(call, { path: server.chatPath, body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer(server, answer, call.now());
  if (read.kind !== 'ok') return read;
  const said = server.readSaid(read.bytes);
  if (said.kind === 'refused') return refuseText(said.message);
  if (said.kind === 'none') return { kind: 'unknown', reason: `HTTP ${read.status} without an answer` };
  return finishText({ price: null }, said.written, { nowMs: call.now() });
}
