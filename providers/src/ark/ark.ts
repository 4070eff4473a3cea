import type { z } from 'zod';
import type { ProviderFault } from '../contract/fault.ts';
import { checkPictureBytes, picturesOf } from '../contract/inline-pictures.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type {
  CancelOutcome,
  ConnectionReport,
  DeleteOutcome,
  PollOutcome,
  Provider,
  ProviderCall,
  Remote,
  Submission,
  SubmitOutcome,
} from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { normaliseArkError } from './errors.ts';
import { ARK_MODELS, findArkModel } from './models.ts';
import { created, readPictures, readTask, task } from './protocol.ts';

/** Pictures come inside the answer, as base64. */
const ANSWER_BYTES = 80_000_000;
const FILM_MS = 120_000;
/** A picture's call that is given up is a picture that was paid and is lost. */
const PICTURE_MS = 300_000;
const TASKS = '/contents/generations/tasks';

/**
 * ByteDance's Ark by plain HTTP; it has no library of its own. Seedream's pictures come with the call, Seedance's films are
 * tasks. That a lost one could be listed is not certain enough to rely on, so it is a person's to decide (`cannot_tell`).
 */
export function createArk(): Provider {
  return {
    id: 'ark',
    title: 'ByteDance Ark',
    baseUrl: 'https://ark.ap-southeast.bytepluses.com/api/v3',
    models: ARK_MODELS.map(({ toBody: _toBody, kind: _kind, ...model }) => model),
    limits: { concurrent: 3, submissionsPerMinute: 20 },
    keyPage: 'https://console.byteplus.com/ark',
    normaliseError: normaliseArkError,
    testConnection,
    prepareInputs: checkPictureBytes({ each: 10_000_000, all: 40_000_000 }),
    submit,
    poll,
    cancel,
    // A film’s link lives a day.
    holds: { seconds: DAY_SECONDS },
    deleteRemote,
    reconcile: async () => ({ kind: 'cannot_tell' }),
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}${path}`;
  return sendWithKey(call, { authorization: `Bearer ${call.secret}` }, { ...request, url, maximumBytes: ANSWER_BYTES });
}

/** Asks for a task that is none: free, and answered "no such task" to holders of a key only. */
async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: `${TASKS}/connection-test` });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  const { status } = answer;
  if (status === 200 || status === 400 || status === 404) return { kind: 'works', account: null };
  return { kind: 'refused', fault: normaliseArkError(answer, call.now()) };
}

async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const model = findArkModel(submission.model);
  if (!model) return refuse('not_found', submission.model);
  const pictures = picturesOf(submission);
  if (!pictures) return refuse('invalid_input', 'a picture is missing');
  const isPicture = model.kind === 'picture';
  const answer = await send(call, {
    path: isPicture ? '/images/generations' : TASKS,
    method: 'POST',
    body: JSON.stringify({ model: model.id, ...model.toBody(submission.request, pictures) }),
    timeoutMs: isPicture ? PICTURE_MS : FILM_MS,
  });
  const read = readSubmitAnswer({ normaliseError: normaliseArkError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  if (isPicture) return readPictures(read.bytes);
  const made = created.safeParse(readJson(read.bytes));
  if (!made.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a task` };
  return { kind: 'accepted', remote: { id: made.data.id, urls: {} } };
}

function refuse(kind: ProviderFault['kind'], message: string): SubmitOutcome {
  return { kind: 'refused', fault: { kind, message, retryAfterMs: null } };
}

const pathOf = (remote: Remote) => `${TASKS}/${encodeURIComponent(remote.id)}`;

type Seen = { kind: 'task'; task: z.infer<typeof task> } | { kind: 'fault'; fault: ProviderFault };

async function look(call: ProviderCall, remote: Remote): Promise<Seen> {
  const answer = await send(call, { path: pathOf(remote) });
  if (answer.kind !== 'answered') return { kind: 'fault', fault: down(answer.reason) };
  if (answer.status !== 200) return { kind: 'fault', fault: normaliseArkError(answer, call.now()) };
  const found = task.safeParse(readJson(answer.bytes));
  return found.success ? { kind: 'task', task: found.data } : { kind: 'fault', fault: down('no task in the answer') };
}

async function poll(call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const seen = await look(call, remote);
  if (seen.kind === 'task') return readTask(seen.task);
  return { kind: seen.fault.kind === 'not_found' ? 'failed' : 'unreachable', fault: seen.fault };
}

/** The same call cancels what is queued and deletes the record of everything else, film and all: so only the first is sent. */
async function cancel(call: ProviderCall, remote: Remote): Promise<CancelOutcome> {
  const seen = await look(call, remote);
  if (seen.kind === 'fault')
    return seen.fault.kind === 'not_found' ? { kind: 'too_late' } : { kind: 'unreachable', fault: seen.fault };
  if (seen.task.status !== 'queued') return { kind: 'too_late' };
  const answer = await send(call, { path: pathOf(remote), method: 'DELETE' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) return { kind: 'requested' };
  if (answer.status === 400 || answer.status === 404) return { kind: 'too_late' };
  return { kind: 'unreachable', fault: normaliseArkError(answer, call.now()) };
}

const DAY_SECONDS = 86_400;

/** The call that cancels what is queued deletes the record of everything else, film and all. */
async function deleteRemote(call: ProviderCall, remote: Remote): Promise<DeleteOutcome> {
  const answer = await send(call, { path: pathOf(remote), method: 'DELETE' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', fault: down(answer.reason) };
  if (answer.status < 300) return { kind: 'deleted' };
  if (answer.status === 404) return { kind: 'gone' };
  return { kind: 'unreachable', fault: normaliseArkError(answer, call.now()) };
}

function down(message: string): ProviderFault {
  return { kind: 'provider_down', message, retryAfterMs: null };
}
