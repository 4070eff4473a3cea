import type { ProviderFault } from '../contract/fault.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import {
  type CancelOutcome,
  type ConnectionReport,
  type DeleteOutcome,
  type PollOutcome,
  type PreparedInputs,
  type Provider,
  type ProviderCall,
  ProviderRefusal,
  type Remote,
  type Submission,
  type SubmitOutcome,
} from '../contract/provider.ts';
import type { GenerateRequest } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { normaliseRunwayError, readFailure } from './errors.ts';
import { findRunwayModel, PROMPT_UNITS, RUNWAY_MODELS } from './models.ts';
import { created, type Task, task } from './protocol.ts';
import { uploadPicture } from './upload.ts';

/** The version of its interface that all of this was written against; Runway refuses calls that name none. */
const VERSION = '2024-11-06';
const ANSWER_BYTES = 4_000_000;
const SUBMIT_MS = 90_000;
/** Runway asks for five seconds at least; the caller shortens by up to a fifth. */
const POLL_MS = 6500;
const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/**
 * Runway's tasks by plain HTTP: its library repeats a paid call twice unless told not to. There is no list of tasks and no
 * call when one is done, so a lost submission is a person's to decide (`cannot_tell`).
 */
export function createRunway(): Provider {
  return {
    id: 'runway',
    title: 'Runway',
    baseUrl: 'https://api.dev.runwayml.com',
    models: RUNWAY_MODELS.map(({ toInput: _toInput, path: _path, ...model }) => model),
    // The first tier works on one or two at once and queues the rest (THROTTLED).
    limits: { concurrent: 2, submissionsPerMinute: 20 },
    keyPage: 'https://dev.runwayml.com',
    normaliseError: normaliseRunwayError,
    testConnection,
    prepareInputs,
    submit,
    poll,
    cancel,
    // Its links live one to two days; the shorter is what can be relied on.
    holds: { seconds: DAY_SECONDS },
    deleteRemote,
    reconcile: async () => ({ kind: 'cannot_tell' }),
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}${path}`;
  return sendWithKey(
    call,
    { authorization: `Bearer ${call.secret}`, 'x-runway-version': VERSION },
    { ...request, url, maximumBytes: ANSWER_BYTES },
  );
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/v1/organization' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseRunwayError(answer, call.now()) };
  return { kind: 'works', account: null };
}

/** Runway counts words in UTF-16 units and wants some; both are said here, before anything is uploaded. */
async function prepareInputs(call: ProviderCall, _model: string, request: GenerateRequest): Promise<PreparedInputs> {
  const { length } = request.prompt;
  if (length === 0 || length > PROMPT_UNITS)
    throw refusal(`${length} UTF-16 units of prompt, takes 1 to ${PROMPT_UNITS}`);
  const pictureUrls: string[] = [];
  for (const picture of request.pictures) {
    pictureUrls.push(
      await uploadPicture(call, picture, (body) => send(call, { path: '/v1/uploads', method: 'POST', body })),
    );
  }
  return { pictureUrls };
}

function refusal(message: string): ProviderRefusal {
  return new ProviderRefusal({ kind: 'invalid_input', message, retryAfterMs: null });
}

async function submit(call: ProviderCall, { model: id, request, inputs }: Submission): Promise<SubmitOutcome> {
  const model = findRunwayModel(id);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: id, retryAfterMs: null } };
  const answer = await send(call, {
    path: model.path,
    method: 'POST',
    body: JSON.stringify({ model: model.id, ...model.toInput(request, inputs) }),
    timeoutMs: SUBMIT_MS,
  });
  const read = readSubmitAnswer({ normaliseError: normaliseRunwayError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const made = created.safeParse(readJson(read.bytes));
  if (!made.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a task` };
  return { kind: 'accepted', remote: { id: made.data.id, urls: {} } };
}

const pathOf = (remote: Remote) => `/v1/tasks/${encodeURIComponent(remote.id)}`;

type Seen = { kind: 'task'; task: Task } | { kind: 'fault'; fault: ProviderFault };

async function look(call: ProviderCall, remote: Remote): Promise<Seen> {
  const answer = await send(call, { path: pathOf(remote) });
  if (answer.kind !== 'answered') return { kind: 'fault', fault: down(answer.reason) };
  if (answer.status !== 200) return { kind: 'fault', fault: normaliseRunwayError(answer, call.now()) };
  const found = task.safeParse(readJson(answer.bytes));
  return found.success ? { kind: 'task', task: found.data } : { kind: 'fault', fault: down('no task in the answer') };
}

async function poll(call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const seen = await look(call, remote);
  if (seen.kind === 'task') return readState(seen.task);
  return { kind: seen.fault.kind === 'not_found' ? 'failed' : 'unreachable', fault: seen.fault };
}

function readState(found: Task): PollOutcome {
  switch (found.status) {
    case 'SUCCEEDED':
      return readOutputs(found.output ?? []);
    case 'FAILED':
      return { kind: 'failed', fault: readFailure(found) };
    case 'CANCELLED':
      return { kind: 'cancelled' };
    default:
      return { kind: 'working', share: found.progress ?? null, pollAfterMs: POLL_MS };
  }
}

function readOutputs(urls: readonly string[]): PollOutcome {
  if (urls.length === 0)
    return { kind: 'failed', fault: { kind: 'failed', message: 'succeeded without an output', retryAfterMs: null } };
  const outputs = urls.map((url) => ({ kind: 'link' as const, url, mediaType: null }));
  return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
}

/** The same call deletes a task that has ended, and its files with it: so it is looked at first, and left alone then. */
async function cancel(call: ProviderCall, remote: Remote): Promise<CancelOutcome> {
  const seen = await look(call, remote);
  if (seen.kind === 'fault')
    return seen.fault.kind === 'not_found' ? { kind: 'too_late' } : { kind: 'unreachable', fault: seen.fault };
  if (ENDED.has(seen.task.status)) return { kind: 'too_late' };
  const answer = await send(call, { path: pathOf(remote), method: 'DELETE' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) return { kind: 'requested' };
  if (answer.status === 404) return { kind: 'too_late' };
  return { kind: 'unreachable', fault: normaliseRunwayError(answer, call.now()) };
}

const DAY_SECONDS = 86_400;

/** The call that cancels what runs deletes what has ended; only what has ended is deleted by it. */
async function deleteRemote(call: ProviderCall, remote: Remote): Promise<DeleteOutcome> {
  const answer = await send(call, { path: pathOf(remote), method: 'DELETE' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) return { kind: 'deleted' };
  if (answer.status === 404) return { kind: 'gone' };
  return { kind: 'unreachable', fault: normaliseRunwayError(answer, call.now()) };
}

function down(message: string): ProviderFault {
  return { kind: 'provider_down', message, retryAfterMs: null };
}
