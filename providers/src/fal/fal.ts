import type { ProviderFault } from '../contract/fault.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import {
  type CancelOutcome,
  type ConnectionReport,
  type PollOutcome,
  type Provider,
  type ProviderCall,
  ProviderRefusal,
  type Remote,
  type Submission,
  type SubmitOutcome,
  type Webhook,
  type WebhookVerdict,
} from '../contract/provider.ts';
import type { PictureInput } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { normaliseFalError } from './errors.ts';
import { FAL_MODELS, findFalModel } from './models.ts';
import { jwks, queued, queueStatus, result, uploadSlot } from './protocol.ts';
import { verifyFalWebhook } from './webhook.ts';

const QUEUE = 'https://queue.fal.run';
const REST = 'https://rest.fal.ai';
const ANSWER_BYTES = 4_000_000;
const SUBMIT_MS = 90_000;
const UPLOAD_MS = 120_000;
const POLL_MS = 2500;

/**
 * fal's queue by plain HTTP: its library repeats a paid call four times and cannot be told not to (providers.md §0). A
 * request has no list to be found in, so a lost one is a person's to decide, unless fal calls about it.
 */
export function createFal(): Provider {
  return {
    id: 'fal',
    title: 'fal',
    baseUrl: QUEUE,
    models: FAL_MODELS.map(({ toInput: _toInput, ...model }) => model),
    // New accounts run two at once; more is queued there.
    limits: { concurrent: 4, submissionsPerMinute: 60 },
    keyPage: 'https://fal.ai/dashboard/keys',
    normaliseError: normaliseFalError,
    testConnection,
    async prepareInputs(call, _model, request) {
      const pictureUrls: string[] = [];
      for (const picture of request.pictures) pictureUrls.push(await upload(call, picture));
      return { pictureUrls };
    },
    submit,
    poll,
    cancel,
    // As long as the account's own settings say.
    holds: { seconds: null },
    reconcile: async () => ({ kind: 'cannot_tell' }),
    verifyWebhook,
    remoteOf,
  };
}

function send(call: ProviderCall, request: Omit<KeyedRequest, 'maximumBytes'>): Promise<SafeAnswer> {
  return sendWithKey(call, { authorization: `Key ${call.secret}` }, { ...request, maximumBytes: ANSWER_BYTES });
}

/** Files and keys live on another host than the queue; a connection with an address of its own has all on it. */
function restOf({ baseUrl }: ProviderCall): string {
  return baseUrl === QUEUE ? REST : baseUrl;
}

function openSlot(call: ProviderCall, file: { name: string; mediaType: string }): Promise<SafeAnswer> {
  return send(call, {
    url: `${restOf(call)}/storage/upload/initiate?storage_type=fal-cdn-v3`,
    method: 'POST',
    body: JSON.stringify({ content_type: file.mediaType, file_name: file.name }),
  });
}

/** A place for a file that never comes: free, and given to holders of a key only. */
async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await openSlot(call, { name: 'connection-test.txt', mediaType: 'text/plain' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status >= 300) return { kind: 'refused', fault: normaliseFalError(answer, call.now()) };
  return { kind: 'works', account: null };
}

async function upload(call: ProviderCall, picture: PictureInput): Promise<string> {
  const answer = await openSlot(call, picture);
  if (answer.kind !== 'answered') throw new ProviderRefusal(down(answer.reason));
  const slot = uploadSlot.safeParse(readJson(answer.bytes));
  if (answer.status >= 300 || !slot.success) throw new ProviderRefusal(normaliseFalError(answer, call.now()));
  // The address is signed: the key stays here.
  const put = await call.http({
    method: 'PUT',
    url: slot.data.upload_url,
    headers: { 'content-type': picture.mediaType },
    body: picture.bytes,
    maximumBytes: ANSWER_BYTES,
    timeoutMs: UPLOAD_MS,
    maximumRedirects: 0,
  });
  if (put.kind !== 'answered') throw new ProviderRefusal(down(put.reason));
  if (put.status >= 300) throw new ProviderRefusal(normaliseFalError(put, call.now()));
  return slot.data.file_url;
}

/** Exactly one POST, and fal is told not to try by itself again: one wish is one try. */
async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const model = findFalModel(submission.model);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: submission.model, retryAfterMs: null } };
  const { webhookUrl } = submission;
  const query = webhookUrl === null ? '' : `?fal_webhook=${encodeURIComponent(webhookUrl)}`;
  const answer = await send(call, {
    url: `${call.baseUrl}/${model.id}${query}`,
    method: 'POST',
    body: JSON.stringify(model.toInput(submission.request, submission.inputs)),
    headers: { 'x-fal-no-retry': '1' },
    timeoutMs: SUBMIT_MS,
  });
  const read = readSubmitAnswer({ normaliseError: normaliseFalError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const made = queued.safeParse(readJson(read.bytes));
  if (!made.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a request` };
  const { request_id: id, status_url: status, response_url: response, cancel_url: cancelUrl } = made.data;
  return { kind: 'accepted', remote: { id, urls: { status, response, cancel: cancelUrl } } };
}

/** The path as fal named it (it cannot be built from the id), on the connection's own host: the key goes nowhere else. */
function addressOf(call: ProviderCall, remote: Remote, name: 'status' | 'response' | 'cancel'): string | null {
  const named = remote.urls[name];
  if (named === undefined || !URL.canParse(named)) return null;
  return new URL(named).pathname.replace(/^/, new URL(call.baseUrl).origin);
}

async function poll(call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const url = addressOf(call, remote, 'status');
  if (url === null)
    return { kind: 'failed', fault: { kind: 'not_found', message: 'no address to look at', retryAfterMs: null } };
  const answer = await send(call, { url });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status >= 300) {
    const fault = normaliseFalError(answer, call.now());
    return fault.kind === 'not_found' ? { kind: 'failed', fault } : { kind: 'unreachable', fault };
  }
  const status = queueStatus.safeParse(readJson(answer.bytes)).data?.status;
  if (status === undefined) return { kind: 'unreachable', fault: down('no status in the answer') };
  if (status !== 'COMPLETED') return { kind: 'working', share: null, pollAfterMs: POLL_MS };
  return readResult(call, remote);
}

/** Completed says only that it ended: failures are the status of the result's own answer. */
async function readResult(call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const answer = await send(call, { url: addressOf(call, remote, 'response') ?? '' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status >= 400) {
    const fault = normaliseFalError(answer, call.now());
    if (fault.kind === 'rate_limited' || fault.kind === 'auth') return { kind: 'unreachable', fault };
    // A model's own 5xx comes this way too and is its last word; a gateway's has no body.
    if (fault.kind === 'provider_down' && answer.bytes.length === 0) return { kind: 'unreachable', fault };
    return { kind: 'failed', fault: fault.kind === 'moderated' ? fault : { ...fault, kind: 'failed' } };
  }
  const found = result.safeParse(readJson(answer.bytes));
  if (!found.success) return { kind: 'unreachable', fault: down('no result in the answer') };
  return toMade(found.data);
}

function toMade({
  images,
  image,
  video,
  seed,
  has_nsfw_concepts: hidden,
}: NonNullable<ReturnType<typeof result.parse>>): PollOutcome {
  // A hidden picture is black, and only its flag tells; the others are as they were asked for, and paid.
  const seen = (images ?? []).filter((_, index) => hidden?.[index] !== true);
  const isAllHidden = seen.length === 0 && hidden?.some(Boolean) === true;
  if (isAllHidden)
    return { kind: 'failed', fault: { kind: 'moderated', message: 'has_nsfw_concepts', retryAfterMs: null } };
  const files = [...seen, ...(image ? [image] : []), ...(video ? [video] : [])];
  if (files.length === 0)
    return { kind: 'failed', fault: { kind: 'failed', message: 'completed without a file', retryAfterMs: null } };
  const outputs = files.map(({ url, content_type: mediaType }) => ({
    kind: 'link' as const,
    url,
    mediaType: mediaType ?? null,
  }));
  return { kind: 'finished', made: { outputs, seed: seed ?? null, costMicros: null, words: null } };
}

async function cancel(call: ProviderCall, remote: Remote): Promise<CancelOutcome> {
  const url = addressOf(call, remote, 'cancel');
  if (url === null) return { kind: 'unsupported' };
  const answer = await send(call, { url, method: 'PUT', body: '' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) return { kind: 'requested' };
  if (answer.status === 400 || answer.status === 404) return { kind: 'too_late' };
  return { kind: 'unreachable', fault: normaliseFalError(answer, call.now()) };
}

/** fal's addresses drop the sub-path of an endpoint: owner and alias are what is left. */
function remoteOf(call: ProviderCall, model: string, id: string): Remote {
  const base = `${call.baseUrl}/${model.split('/').slice(0, 2).join('/')}/requests/${encodeURIComponent(id)}`;
  return { id, urls: { status: `${base}/status`, response: base, cancel: `${base}/cancel` } };
}

async function verifyWebhook(call: ProviderCall, webhook: Webhook): Promise<WebhookVerdict> {
  const answer = await send(call, { url: `${restOf(call)}/.well-known/jwks.json` });
  const keys = answer.kind === 'answered' ? jwks.safeParse(readJson(answer.bytes)).data?.keys : undefined;
  if (!keys) return { kind: 'rejected', reason: 'the public keys cannot be read' };
  return verifyFalWebhook(
    keys.map(({ x }) => x),
    webhook,
    call.now(),
  );
}

function down(message: string): ProviderFault {
  return { kind: 'provider_down', message, retryAfterMs: null };
}
