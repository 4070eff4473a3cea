import { randomBytes } from 'node:crypto';
import type { ProviderFault } from '../contract/fault.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import {
  type CancelOutcome,
  type ConnectionReport,
  type Made,
  type PollOutcome,
  type Provider,
  type ProviderCall,
  ProviderRefusal,
  type Remote,
  type Submission,
  type SubmitOutcome,
  type WebhookVerdict,
} from '../contract/provider.ts';
import type { PictureInput } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { encodeMultipart } from '../multipart.ts';
import { normaliseReplicateError } from './errors.ts';
import { findReplicateModel, REPLICATE_MODELS } from './models.ts';
import {
  account,
  isModerated,
  listOutputUrls,
  type Prediction,
  prediction,
  toRemote,
  uploadedFile,
  webhookSecret,
} from './protocol.ts';
import { createReconcile } from './reconcile.ts';
import { verifyReplicateWebhook } from './webhook.ts';

const ANSWER_BYTES = 4_000_000;
/** A submission may sit in front of a busy gateway; giving up early turns a yes into an unknown. */
const SUBMIT_MS = 90_000;
/** Above this a picture goes up as a file; below, inside the request. */
const INLINE_BYTES = 256_000;
const POLL_MS = { image: 2000, other: 5000 };

export type ReplicateOptions = {
  /** How long after a lost submission its absence from the list is believed; see `reconcile.ts`. */
  settleMs?: number;
};

/** Replicate by plain HTTP: its library repeats paid calls six times and cannot be told not to (providers.md §0). */
export function createReplicate(options: ReplicateOptions = {}): Provider {
  return {
    id: 'replicate',
    title: 'Replicate',
    baseUrl: 'https://api.replicate.com/v1',
    models: REPLICATE_MODELS.map(({ version: _version, toInput: _toInput, ...model }) => model),
    limits: { concurrent: 4, submissionsPerMinute: 60 },
    keyPage: 'https://replicate.com/account/api-tokens',
    normaliseError: normaliseReplicateError,
    testConnection,
    async prepareInputs(call, _model, request) {
      const pictureUrls: string[] = [];
      for (const picture of request.pictures) pictureUrls.push(await placePicture(call, picture));
      return { pictureUrls };
    },
    submit,
    poll,
    cancel,
    // It removes what was made an hour after.
    holds: { seconds: 3600 },
    reconcile: createReconcile({ settleMs: options.settleMs ?? 120_000, ask: (call, url) => send(call, { url }) }),
    verifyWebhook,
    remoteOf: (_call, _model, id) => ({ id, urls: {} }),
  };
}

function send(call: ProviderCall, request: Omit<KeyedRequest, 'maximumBytes'>): Promise<SafeAnswer> {
  return sendWithKey(call, { authorization: `Bearer ${call.secret}` }, { ...request, maximumBytes: ANSWER_BYTES });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { url: `${call.baseUrl}/account` });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseReplicateError(answer, call.now()) };
  const found = account.safeParse(readJson(answer.bytes)).data;
  return { kind: 'works', account: found?.username ?? found?.name ?? null };
}

async function placePicture(call: ProviderCall, picture: PictureInput): Promise<string> {
  if (picture.bytes.length <= INLINE_BYTES)
    return `data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString('base64')}`;
  const file = { name: 'content', fileName: picture.name, mediaType: picture.mediaType, bytes: picture.bytes };
  const { contentType, body } = encodeMultipart([], [file], `kinora-${randomBytes(12).toString('hex')}`);
  const answer = await send(call, {
    url: `${call.baseUrl}/files`,
    method: 'POST',
    body,
    type: contentType,
    timeoutMs: SUBMIT_MS,
  });
  if (answer.kind !== 'answered') throw new ProviderRefusal(down(answer.reason));
  const uploaded = uploadedFile.safeParse(readJson(answer.bytes));
  if (answer.status >= 300 || !uploaded.success) throw new ProviderRefusal(normaliseReplicateError(answer, call.now()));
  return uploaded.data.urls.get;
}

/** Exactly one POST. An official model is run by its name, a community one by its version. */
async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const model = findReplicateModel(submission.model);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: submission.model, retryAfterMs: null } };
  const { webhookUrl } = submission;
  const body = JSON.stringify({
    ...(model.version === null ? {} : { version: model.version }),
    input: model.toInput(submission.request, submission.inputs),
    ...(webhookUrl === null ? {} : { webhook: webhookUrl, webhook_events_filter: ['completed'] }),
  });
  const url = model.version === null ? `${call.baseUrl}/models/${model.id}/predictions` : `${call.baseUrl}/predictions`;
  const answer = await send(call, { url, method: 'POST', body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseReplicateError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const made = prediction.safeParse(readJson(read.bytes));
  // A yes whose id cannot be read was taken all the same.
  if (!made.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a prediction` };
  return { kind: 'accepted', remote: toRemote(made.data) };
}

/** The vendor's address while it stays on the connection's own host; the key is sent nowhere else. */
function addressOf(call: ProviderCall, remote: Remote, name: 'get' | 'cancel'): string {
  const own = `${call.baseUrl}/predictions/${encodeURIComponent(remote.id)}${name === 'cancel' ? '/cancel' : ''}`;
  const named = remote.urls[name];
  return named !== undefined && URL.canParse(named) && new URL(named).origin === new URL(own).origin ? named : own;
}

async function poll(call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const answer = await send(call, { url: addressOf(call, remote, 'get') });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  const fault = answer.status === 200 ? null : normaliseReplicateError(answer, call.now());
  if (fault) return fault.kind === 'not_found' ? { kind: 'failed', fault } : { kind: 'unreachable', fault };
  const found = prediction.safeParse(readJson(answer.bytes));
  if (!found.success) return { kind: 'unreachable', fault: down('no prediction in the answer') };
  return readState(found.data);
}

function readState(found: Prediction): PollOutcome {
  const isPicture = findReplicateModel(found.model ?? '')?.capability.startsWith('image') ?? false;
  switch (found.status) {
    case 'succeeded':
      return readOutputs(found);
    case 'failed':
      return { kind: 'failed', fault: readFailure(String(found.error ?? 'failed without a reason')) };
    case 'canceled':
    case 'aborted':
      return { kind: 'cancelled' };
    default:
      return { kind: 'working', share: null, pollAfterMs: isPicture ? POLL_MS.image : POLL_MS.other };
  }
}

/** Replicate forgets outputs after an hour; then success is all that is left of them. */
function readOutputs({ output, data_removed: isRemoved }: Prediction): PollOutcome {
  const urls = listOutputUrls(output);
  if (urls.length === 0) {
    const kind = isRemoved ? 'expired' : 'failed';
    return { kind: 'failed', fault: { kind, message: 'succeeded without an output', retryAfterMs: null } };
  }
  const made: Made = {
    outputs: urls.map((url) => ({ kind: 'link', url, mediaType: null })),
    seed: null,
    costMicros: null,
    words: null,
  };
  return { kind: 'finished', made };
}

function readFailure(text: string): ProviderFault {
  return { kind: isModerated(text) ? 'moderated' : 'failed', message: text.slice(0, 500), retryAfterMs: null };
}

async function cancel(call: ProviderCall, remote: Remote): Promise<CancelOutcome> {
  const answer = await send(call, { url: addressOf(call, remote, 'cancel'), method: 'POST', body: '' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) {
    const state = prediction.safeParse(readJson(answer.bytes)).data?.status;
    return state === 'succeeded' || state === 'failed' ? { kind: 'too_late' } : { kind: 'requested' };
  }
  if (answer.status < 500 && answer.status !== 429 && answer.status !== 401) return { kind: 'too_late' };
  return { kind: 'unreachable', fault: normaliseReplicateError(answer, call.now()) };
}

/** The account's signing secret is read with its key, so a person never has to copy it. */
async function verifyWebhook(
  call: ProviderCall,
  webhook: Parameters<NonNullable<Provider['verifyWebhook']>>[1],
): Promise<WebhookVerdict> {
  const answer = await send(call, { url: `${call.baseUrl}/webhooks/default/secret` });
  const secret = answer.kind === 'answered' ? webhookSecret.safeParse(readJson(answer.bytes)).data?.key : undefined;
  if (secret === undefined) return { kind: 'rejected', reason: 'the signing secret cannot be read' };
  return verifyReplicateWebhook(secret, webhook, call.now());
}

function down(message: string): ProviderFault {
  return { kind: 'provider_down', message, retryAfterMs: null };
}
