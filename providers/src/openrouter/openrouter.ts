import { z } from 'zod';
import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { readChat, toChatBody } from '../contract/chat-completions.ts';
import { checkPictureBytes, picturesOf, toDataUri } from '../contract/inline-pictures.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type { ConnectionReport, Provider, ProviderCall, Submission, SubmitOutcome } from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { finishText, refuseText, type StoredTextRequest } from '../contract/text-answer.ts';
import { normaliseOpenRouterError, openRouterError } from './errors.ts';
import { pollFilm, readBegun, toFilmBody } from './films.ts';
import { findOpenRouterModel, OPENROUTER_MODELS, type OpenRouterModel } from './models.ts';

/** Pictures come inside the answer, as base64. */
const ANSWER_BYTES = 80_000_000;
/** A film of ten seconds has some 20 MB. */
const FILM_BYTES = 300_000_000;
/** A call that is given up is a picture that was paid and is lost. */
const SUBMIT_MS = 300_000;
/** A film is only begun by its call. */
const FILM_SUBMIT_MS = 120_000;

const made = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1), media_type: z.string().nullish() })).min(1),
  usage: z.object({ cost: z.number().nonnegative().nullish() }).nullish(),
});
const failed = z.object({ error: openRouterError });

/**
 * OpenRouter's calls for pictures, words and films by plain HTTP: one key for many houses. Pictures and words come with the
 * call, films are jobs that are looked at. There is no list and no cancel, so a lost call is a person's to decide
 * (`cannot_tell`).
 */
export function createOpenRouter(): Provider {
  return {
    id: 'openrouter',
    title: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    models: OPENROUTER_MODELS.map(({ extra: _extra, ...model }) => model),
    limits: { concurrent: 4, submissionsPerMinute: 20 },
    keyPage: 'https://openrouter.ai/settings/keys',
    normaliseError: normaliseOpenRouterError,
    testConnection,
    prepareInputs: checkPictureBytes({ each: 10_000_000, all: 10_000_000 }),
    submit,
    ...ANSWERS_AT_ONCE,
    holds: { seconds: null },
    poll: (call, remote) => pollFilm((on, request) => send(on, { ...request, maximumBytes: FILM_BYTES }), call, remote),
  };
}

type Call = { path: string; maximumBytes?: number } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}${path}`;
  const key = { authorization: `Bearer ${call.secret}` };
  return sendWithKey(call, key, { maximumBytes: ANSWER_BYTES, ...request, url });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/key' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseOpenRouterError(answer, call.now()) };
  return { kind: 'works', account: null };
}

async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const model = findOpenRouterModel(submission.model);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: submission.model, retryAfterMs: null } };
  const pictures = picturesOf(submission);
  if (!pictures)
    return { kind: 'refused', fault: { kind: 'invalid_input', message: 'a picture is missing', retryAfterMs: null } };
  const { request } = submission;
  if (request.capability === 'text') return write(call, model, request);
  if (request.capability === 'video') return film(call, toFilmBody(model, request, pictures));
  const references = pictures.map((picture) => ({ type: 'image_url', image_url: { url: toDataUri(picture) } }));
  const body = JSON.stringify({
    model: model.id,
    prompt: request.prompt,
    ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
    ...(references.length > 0 ? { input_references: references } : {}),
    ...(model.limits.takesSeed ? { seed: request.seed } : {}),
    n: 1,
    // Another house would be another try: one wish is one try.
    provider: { allow_fallbacks: false },
    ...model.extra,
  });
  const answer = await send(call, { path: '/images', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenRouterError }, answer, call.now());
  return read.kind === 'ok' ? readPictures(read, call.now()) : read;
}

async function film(call: ProviderCall, body: object): Promise<SubmitOutcome> {
  const answer = await send(call, { path: '/videos', body: JSON.stringify(body), timeoutMs: FILM_SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenRouterError }, answer, call.now());
  return read.kind === 'ok' ? readBegun(read.bytes) : read;
}

async function write(call: ProviderCall, model: OpenRouterModel, request: StoredTextRequest): Promise<SubmitOutcome> {
  const body = JSON.stringify({
    ...toChatBody(model.id, request, { takesSeed: false }),
    // A house that knows no schema would leave it out; another house would be another try.
    provider: { allow_fallbacks: false, require_parameters: true },
  });
  const answer = await send(call, { path: '/chat/completions', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseOpenRouterError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const said = readChat(read.bytes);
  if (said.kind === 'refused') return refuseText(said.message);
  if (said.kind === 'none') return readInside(read, call.now());
  const chargedMicros = said.cost === null ? null : Math.round(said.cost * 1_000_000);
  return finishText(model, said.written, { nowMs: call.now(), chargedMicros });
}

function readPictures(ok: { headers: Headers; bytes: Uint8Array }, nowMs: number): SubmitOutcome {
  const json = readJson(ok.bytes);
  const pictures = made.safeParse(json).data;
  if (pictures) {
    const outputs = pictures.data.map(({ b64_json: text, media_type: mediaType }) => ({
      kind: 'bytes' as const,
      bytes: Buffer.from(text, 'base64'),
      mediaType: mediaType ?? 'image/png',
    }));
    const cost = pictures.usage?.cost;
    const costMicros = typeof cost === 'number' ? Math.round(cost * 1_000_000) : null;
    return { kind: 'finished', made: { outputs, seed: null, costMicros, words: null } };
  }
  return readInside(ok, nowMs);
}

/** An error may sit inside a 200; its code then counts as the status would, so that one of a gateway stays unknown. */
function readInside(ok: { headers: Headers; bytes: Uint8Array }, nowMs: number): SubmitOutcome {
  const none = { kind: 'unknown' as const, reason: 'HTTP 200 without an answer' };
  const status = Number(failed.safeParse(readJson(ok.bytes)).data?.error.code);
  if (!(status >= 400)) return none;
  const inside = { kind: 'answered' as const, status, headers: ok.headers, bytes: ok.bytes };
  const read = readSubmitAnswer({ normaliseError: normaliseOpenRouterError }, inside, nowMs);
  return read.kind === 'ok' ? none : read;
}
