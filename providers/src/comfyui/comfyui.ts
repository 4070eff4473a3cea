import { randomBytes } from 'node:crypto';
import type { ProviderFault } from '../contract/fault.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import {
  type CancelOutcome,
  type ConnectionReport,
  type LostSubmission,
  type Output,
  type PollOutcome,
  type PreparedInputs,
  type Provider,
  type ProviderCall,
  ProviderRefusal,
  type ReconcileOutcome,
  type Remote,
  type Submission,
  type SubmitOutcome,
} from '../contract/provider.ts';
import type { GenerateRequest, PictureInput } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import type { Watched } from '../contract/safe-socket.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { encodeMultipart } from '../multipart.ts';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { chooseFiles } from './choose-files.ts';
import { normaliseComfyError } from './errors.ts';
import type { Graph } from './graph.ts';
import { planGraph } from './graphs/build.ts';
import { type ModelFiles, modelFiles } from './graphs/order.ts';
import { type Looked, lookAt } from './look.ts';
import { readLoras } from './loras.ts';
import { COMFYUI_MODELS, findComfyModel } from './models.ts';
import { type OwnWorkflow, settledGraph, withWorkflow } from './own-workflow.ts';
import {
  type HistoryEntry,
  history,
  listFiles,
  type MadeFile,
  mediaTypeOf,
  queue,
  queuedPrompt,
  readEnd,
  systemStats,
  uploadedPicture,
} from './protocol.ts';
import { planFrames, planSize } from './size.ts';
import { readMessage } from './watch.ts';
import { missingFile, tooManyLoras } from './words.ts';

/** A workflow comes back with its history, and a busy queue holds many. */
const ANSWER_BYTES = 20_000_000;
const FILE_BYTES = 300_000_000;
const FILE_MS = 120_000;
const POLL_MS = 2000;
const PREVIEW_BYTES = 5_000_000;
const ASK_AGAIN_MS = 5000;

export type ComfyUiOptions = {
  /** How long after a lost submission its absence from queue and history is believed. */
  settleMs?: number;
};

/**
 * One's own ComfyUI server, by plain HTTP. It lets us name the work (`prompt_id` is the intent's id), so a lost submission is
 * looked up by name. Its history lies in memory: a server that was restarted has forgotten, and makes it again for nothing
 * but time. Its socket tells of progress while somebody holds it; how a job ends is read from its history, which needs none.
 */
export function createComfyUi({ settleMs = 60_000 }: ComfyUiOptions = {}): Provider {
  return {
    id: 'comfyui',
    title: 'ComfyUI',
    baseUrl: 'http://127.0.0.1:8188',
    models: COMFYUI_MODELS,
    // It works on one at a time; the second waits there, so that the card is never idle between two.
    limits: { concurrent: 2, submissionsPerMinute: 120 },
    keyPage: 'https://docs.comfy.org',
    isKeyOptional: true,
    normaliseError: normaliseComfyError,
    testConnection,
    prepareInputs,
    submit,
    poll,
    watch,
    cancel,
    reconcile: (call, lost) => reconcile(call, lost, settleMs),
  };
}

type Call = Partial<Omit<KeyedRequest, 'url'>>;

function send(call: ProviderCall, path: string, request: Call = {}): Promise<SafeAnswer> {
  const key: Record<string, string> = call.secret === '' ? {} : { authorization: `Bearer ${call.secret}` };
  return sendWithKey(call, key, { maximumBytes: ANSWER_BYTES, ...request, url: `${call.baseUrl}${path}` });
}

function post(call: ProviderCall, path: string, body: unknown): Promise<SafeAnswer> {
  return send(call, path, { method: 'POST', body: JSON.stringify(body) });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, '/system_stats');
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseComfyError(answer, call.now()) };
  const found = systemStats.safeParse(readJson(answer.bytes)).data;
  if (!found) return { kind: 'refused', fault: fault('not_found', 'what answers there is no ComfyUI') };
  const { system, devices } = found;
  const cards = devices.map(
    ({ name, vram_free, vram_total }) => `${name}, ${toGb(vram_free)} of ${toGb(vram_total)} GB free`,
  );
  return { kind: 'works', account: [`ComfyUI ${system.comfyui_version ?? ''}`.trim(), ...cards].join(' · ') };
}

const toGb = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);

/** Looks which files the server has, chooses, and uploads the pictures: the call itself then depends on nothing more. */
async function prepareInputs(call: ProviderCall, modelId: string, request: GenerateRequest): Promise<PreparedInputs> {
  // Words that ask for too much are told before anything is asked.
  requireLoras(modelId, request);
  const read = await readCatalogue(
    (path) => send(call, path),
    (answer) => normaliseComfyError(answer, call.now()),
  );
  if (read.kind === 'fault') throw new ProviderRefusal(read.fault);
  const settled = chooseForRequest(modelId, request, read.catalogue);
  return { pictureUrls: await uploadAll(call, request), settled };
}

function requireLoras(modelId: string, request: GenerateRequest) {
  const model = findComfyModel(modelId);
  if (!model) throw new ProviderRefusal(fault('not_found', modelId));
  const { loras } = readLoras(request.prompt);
  const { family, title } = model;
  if (loras.length > family.loras) throw new ProviderRefusal(tooManyLoras(title, family.loras, loras.length));
  return { ...model, loras };
}

/** @throws ProviderRefusal where a file that it needs is not there, by its name */
export function chooseForRequest(modelId: string, request: GenerateRequest, catalogue: Catalogue): ModelFiles {
  const { family, title, preset, loras } = requireLoras(modelId, request);
  const wish = { pictures: request.pictures.length, isFast: preset === 'fast', loras };
  const choice = chooseFiles(family, wish, catalogue);
  if (choice.kind === 'missing') throw new ProviderRefusal(missingFile(title, choice));
  return choice.files;
}

async function uploadAll(call: ProviderCall, { pictures }: GenerateRequest): Promise<string[]> {
  const names: string[] = [];
  for (const picture of pictures) names.push(await upload(call, picture));
  return names;
}

/** ComfyUI with one more model: a workflow of somebody's own. */
export function withOwnWorkflow(comfy: Provider, own: OwnWorkflow): Provider {
  return withWorkflow(comfy, own, { upload: uploadAll, ask: (call, path) => send(call, path) });
}

/** Memory, queue and files of the server behind a connection. */
export function lookAtComfyServer(call: ProviderCall): Promise<Looked> {
  return lookAt((path) => send(call, path), call.now());
}

/** A picture's name is its content's, so the same picture lies there once. */
export function toPictureName({ sha256, mediaType }: Pick<PictureInput, 'sha256' | 'mediaType'>): string {
  return `${sha256}.${mediaType.split('/').at(-1) ?? 'png'}`;
}

/** Named by its content, so that the same picture lies there once; the server's own word for it counts. */
async function upload(call: ProviderCall, picture: PictureInput): Promise<string> {
  const file = {
    name: 'image',
    fileName: toPictureName(picture),
    mediaType: picture.mediaType,
    bytes: picture.bytes,
  };
  const fields = [
    { name: 'type', value: 'input' },
    { name: 'subfolder', value: 'kinora' },
  ];
  const { contentType, body } = encodeMultipart(fields, [file], `kinora-${randomBytes(12).toString('hex')}`);
  const answer = await send(call, '/upload/image', { method: 'POST', body, type: contentType, timeoutMs: FILE_MS });
  if (answer.kind !== 'answered') throw new ProviderRefusal(fault('provider_down', answer.reason));
  const made = uploadedPicture.safeParse(readJson(answer.bytes)).data;
  if (answer.status >= 300 || !made) throw new ProviderRefusal(normaliseComfyError(answer, call.now()));
  return made.subfolder ? `${made.subfolder}/${made.name}` : made.name;
}

/** Exactly one POST, under the intent's own name. */
async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const graph = planComfyGraph(submission);
  if (!graph) return { kind: 'refused', fault: fault('not_found', submission.model) };
  const answer = await post(call, '/prompt', {
    prompt: graph,
    prompt_id: submission.intentId,
    client_id: submission.intentId,
  });
  const read = readSubmitAnswer({ normaliseError: normaliseComfyError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const queued = queuedPrompt.safeParse(readJson(read.bytes));
  if (!queued.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a prompt` };
  return { kind: 'accepted', remote: { id: queued.data.prompt_id, urls: {} } };
}

/** Null for a model that is none of ours. */
export function planComfyGraph({
  model: modelId,
  request,
  inputs,
  intentId,
}: Pick<Submission, 'model' | 'request' | 'inputs' | 'intentId'>): Graph | null {
  const made = settledGraph.safeParse(inputs.settled);
  if (made.success) return made.data.graph as Graph;
  const model = findComfyModel(modelId);
  if (!model || !('negativePrompt' in request)) return null;
  const { family, preset } = model;
  return planGraph({
    family,
    steps: family.steps[preset],
    files: modelFiles.parse(inputs.settled),
    prompt: readLoras(request.prompt).prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    ...planSize(request.ratio, family),
    frames: family.video && 'seconds' in request ? planFrames(request.seconds, family.video) : 1,
    pictures: inputs.pictureUrls,
    prefix: `kinora/${intentId}`,
  });
}

/** The socket of this one job: whoever submits names a client, and only that client is told. */
async function watch(
  call: ProviderCall,
  { id }: Remote,
  tell: (event: Watched) => void,
  signal: AbortSignal,
): Promise<void> {
  await call.socket?.({
    url: `${call.baseUrl.replace(/^http/, 'ws')}/ws?clientId=${encodeURIComponent(id)}`,
    headers: call.secret === '' ? {} : { authorization: `Bearer ${call.secret}` },
    maximumBytes: PREVIEW_BYTES,
    signal,
    onMessage(message) {
      const event = readMessage(message, { id, nodes: 0 });
      if (event) tell(event);
    },
  });
}

type Seen =
  | { kind: 'ended'; entry: HistoryEntry }
  | { kind: 'running' | 'pending' | 'nowhere' }
  | { kind: 'unreachable'; fault: ProviderFault };

/** History, then queue, then history again: what ended between the first two looks is in neither. */
async function find(call: ProviderCall, id: string): Promise<Seen> {
  const first = await findEnded(call, id);
  if (first.kind !== 'nowhere') return first;
  const queued = await findQueued(call, id);
  return queued.kind === 'nowhere' ? findEnded(call, id) : queued;
}

async function findEnded(call: ProviderCall, id: string): Promise<Seen> {
  const answer = await send(call, `/history/${encodeURIComponent(id)}`);
  const found = read(call, answer, history);
  if ('fault' in found) return { kind: 'unreachable', fault: found.fault };
  const entry = found.value[id];
  return entry ? { kind: 'ended', entry } : { kind: 'nowhere' };
}

async function findQueued(call: ProviderCall, id: string): Promise<Seen> {
  const found = read(call, await send(call, '/queue'), queue);
  if ('fault' in found) return { kind: 'unreachable', fault: found.fault };
  const { queue_running: running, queue_pending: pending } = found.value;
  if (running.some(([, one]) => one === id)) return { kind: 'running' };
  return { kind: pending.some(([, one]) => one === id) ? 'pending' : 'nowhere' };
}

type Schema<Value> = { safeParse(value: unknown): { success: true; data: Value } | { success: false } };

function read<Value>(
  call: ProviderCall,
  answer: SafeAnswer,
  schema: Schema<Value>,
): { value: Value } | { fault: ProviderFault } {
  if (answer.kind !== 'answered') return { fault: fault('provider_down', answer.reason) };
  if (answer.status !== 200) return { fault: normaliseComfyError(answer, call.now()) };
  const parsed = schema.safeParse(readJson(answer.bytes));
  return parsed.success ? { value: parsed.data } : { fault: fault('provider_down', 'an answer that cannot be read') };
}

async function poll(call: ProviderCall, { id }: Remote): Promise<PollOutcome> {
  const seen = await find(call, id);
  switch (seen.kind) {
    case 'ended':
      return readEntry(call, seen.entry);
    case 'nowhere':
      return { kind: 'failed', fault: fault('not_found', 'the server was restarted, or somebody removed it') };
    case 'unreachable':
      return seen;
    default:
      return { kind: 'working', share: null, pollAfterMs: POLL_MS };
  }
}

async function readEntry(call: ProviderCall, entry: HistoryEntry): Promise<PollOutcome> {
  const end = readEnd(entry);
  if (end.kind === 'interrupted') return { kind: 'cancelled' };
  if (end.kind === 'error') return { kind: 'failed', fault: fault('failed', end.text) };
  const files = listFiles(entry);
  if (files.length === 0) return { kind: 'failed', fault: fault('failed', 'ended without a file') };
  const outputs: Output[] = [];
  for (const file of files) {
    const answer = await fetchFile(call, file);
    if (answer.kind !== 'answered') return { kind: 'unreachable', fault: fault('provider_down', answer.reason) };
    if (answer.status === 404) return { kind: 'failed', fault: fault('expired', `${file.filename} is gone`) };
    if (answer.status !== 200) return { kind: 'unreachable', fault: normaliseComfyError(answer, call.now()) };
    outputs.push({ kind: 'bytes', bytes: answer.bytes, mediaType: mediaTypeOf(file.filename) });
  }
  return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
}

/** Fetched here and not by its address: a door in front of the server wants the key for it, which addresses do not carry. */
function fetchFile(call: ProviderCall, { filename, subfolder, type }: MadeFile): Promise<SafeAnswer> {
  const query = new URLSearchParams({ filename, subfolder: subfolder ?? '', type });
  return send(call, `/view?${query}`, { timeoutMs: FILE_MS, maximumBytes: FILE_BYTES });
}

/** What waits is taken out of the queue; what runs is interrupted by its name, so that nobody else's work is. */
async function cancel(call: ProviderCall, { id }: Remote): Promise<CancelOutcome> {
  const seen = await find(call, id);
  if (seen.kind === 'unreachable') return seen;
  if (seen.kind === 'ended' || seen.kind === 'nowhere') return { kind: 'too_late' };
  const removed = await post(call, '/queue', { delete: [id] });
  // It may have begun meanwhile, or all along: only what is seen running is interrupted.
  const now = await findQueued(call, id);
  if (now.kind === 'unreachable') return now;
  const last = now.kind === 'running' ? await post(call, '/interrupt', { prompt_id: id }) : removed;
  if (last.kind === 'answered' && last.status < 300) return { kind: 'requested' };
  return {
    kind: 'unreachable',
    fault: last.kind === 'answered' ? normaliseComfyError(last, call.now()) : fault('provider_down', last.reason),
  };
}

async function reconcile(call: ProviderCall, lost: LostSubmission, settleMs: number): Promise<ReconcileOutcome> {
  // Before the look: what arrives while a slow one is under way is not in it, and must not be called absent.
  const waitMs = lost.sentAtMs + settleMs - call.now();
  const seen = await find(call, lost.intentId);
  if (seen.kind === 'unreachable') return { kind: 'not_yet', askAfterMs: ASK_AGAIN_MS };
  if (seen.kind !== 'nowhere' && !(await lost.isKnown(lost.intentId)))
    return { kind: 'found', remote: { id: lost.intentId, urls: {} } };
  return waitMs > 0 ? { kind: 'not_yet', askAfterMs: waitMs } : { kind: 'absent' };
}

function fault(kind: ProviderFault['kind'], message: string): ProviderFault {
  return { kind, message, retryAfterMs: null };
}
