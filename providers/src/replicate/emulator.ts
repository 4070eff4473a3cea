import { randomBytes } from 'node:crypto';
import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { signReplicateWebhook } from './webhook.ts';

export const REPLICATE_TEST_KEY = 'r8_emulated';
const SECRET = `whsec_${Buffer.from('kinora emulator signing secret').toString('base64')}`;
const PAGE = 100;

type Job = {
  id: string;
  model: string | null;
  version: string | null;
  input: Record<string, unknown>;
  webhook: string | null;
  createdAt: number;
  endsAt: number;
  ending: 'succeeded' | 'failed' | 'canceled';
  error: string | null;
  isExpired: boolean;
  outputs: number;
  /** So many of them missing. */
  missing: number;
};

/**
 * Replicate's API as its client sees it: predictions by model and by version, list, cancel, files, account, signing secret
 * and signed webhooks. A prediction ends `workMs` after it was made.
 */
export async function startReplicateEmulator(
  options: {
    workMs?: number;
    picture?: { width: number; height: number };
    draw?: (input: Record<string, unknown>) => Buffer;
    film?: Buffer;
  } = {},
): Promise<VendorEmulator> {
  const jobs = new Map<string, Job>();
  const charges: string[] = [];
  const charged = new Set<string>();
  const { width, height } = options.picture ?? { width: 64, height: 64 };
  let workMs = options.workMs ?? 0;
  let nextEnding: Pick<Job, 'ending' | 'error'> | undefined;
  let nextOutputs = 1;
  let nextMissing = 0;
  let hasCredit = true;

  /** Models that were given a length make films; the file is the caller's, as this draws none. */
  const isFilm = ({ input }: Job) => 'duration' in input || 'video_length' in input;

  function statusOf(job: Job): string {
    const isOver = Date.now() >= job.endsAt;
    if (isOver && job.ending === 'succeeded' && !charged.has(job.id)) {
      charged.add(job.id);
      charges.push(job.id);
    }
    if (isOver) return job.ending;
    return Date.now() - job.createdAt < workMs / 4 ? 'starting' : 'processing';
  }

  function show(job: Job) {
    const status = statusOf(job);
    const files = Array.from(
      { length: job.outputs },
      (_, index) => `${server.url}/delivery/${job.id}/out-${index}.${isFilm(job) ? 'mp4' : 'png'}`,
    );
    return {
      id: job.id,
      model: job.model,
      version: job.version,
      status,
      input: job.input,
      output:
        status === 'succeeded' && !job.isExpired
          ? job.model === 'google/nano-banana' || isFilm(job)
            ? files[0]
            : files.map((address, index) => (index < job.missing ? null : address))
          : null,
      error: status === 'failed' ? job.error : null,
      logs: '',
      data_removed: job.isExpired,
      created_at: new Date(job.createdAt).toISOString(),
      webhook: job.webhook,
      urls: { get: `${server.url}/v1/predictions/${job.id}`, cancel: `${server.url}/v1/predictions/${job.id}/cancel` },
    };
  }

  function create(request: EmulatorRequest, model: string | null): EmulatorAnswer {
    if (!hasCredit)
      return {
        status: 402,
        body: { title: 'Insufficient credit', detail: 'You have insufficient credit.', status: 402 },
      };
    const body = request.json as Record<string, unknown> | undefined;
    const known = ['version', 'input', 'webhook', 'webhook_events_filter'];
    const isWrong =
      !body || Object.keys(body).some((name) => !known.includes(name)) || typeof body['input'] !== 'object';
    if (isWrong)
      return { status: 422, body: { title: 'Input validation failed', detail: '- input: is required', status: 422 } };
    const id = randomBytes(13).toString('hex');
    const job: Job = {
      id,
      model,
      version: model === null ? String(body['version']) : null,
      input: body['input'] as Record<string, unknown>,
      webhook: typeof body['webhook'] === 'string' ? body['webhook'] : null,
      createdAt: Date.now(),
      endsAt: Date.now() + workMs,
      ending: nextEnding?.ending ?? 'succeeded',
      error: nextEnding?.error ?? null,
      isExpired: false,
      outputs: nextOutputs,
      missing: nextMissing,
    };
    nextEnding = undefined;
    nextOutputs = 1;
    nextMissing = 0;
    jobs.set(id, job);
    return { status: 201, body: show(job) };
  }

  const isKnownKey = (request: EmulatorRequest) =>
    request.headers.get('authorization') === `Bearer ${REPLICATE_TEST_KEY}`;
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      isKnownKey(request)
        ? handle(request, parts)
        : { status: 401, body: { title: 'Unauthenticated', detail: 'You did not pass a valid token', status: 401 } };
  };
  const withJob = (work: (job: Job) => EmulatorAnswer): EmulatorRoute['handle'] =>
    guarded((_request, [id]) => {
      const job = jobs.get(id ?? '');
      return job ? work(job) : { status: 404, body: { detail: 'The requested resource could not be found.' } };
    });

  const routes: EmulatorRoute[] = [
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/account$/,
      handle: guarded(() => ({ status: 200, body: { type: 'user', username: 'studio' } })),
    },
    {
      name: 'secret',
      method: 'GET',
      path: /^\/v1\/webhooks\/default\/secret$/,
      handle: guarded(() => ({ status: 200, body: { key: SECRET } })),
    },
    {
      name: 'submit',
      method: 'POST',
      path: /^\/v1\/models\/([\w.-]+\/[\w.-]+)\/predictions$/,
      handle: guarded((request, [model]) => create(request, model ?? '')),
    },
    {
      name: 'submit',
      method: 'POST',
      path: /^\/v1\/predictions$/,
      handle: guarded((request) => create(request, null)),
    },
    {
      name: 'upload',
      method: 'POST',
      path: /^\/v1\/files$/,
      handle: guarded(() => ({ status: 201, body: { id: 'f', urls: { get: `${server.url}/v1/files/f` } } })),
    },
    {
      name: 'list',
      method: 'GET',
      path: /^\/v1\/predictions$/,
      handle: guarded((request) => {
        const from = Number(request.query.get('cursor') ?? 0);
        const all = [...jobs.values()].reverse();
        const next = from + PAGE < all.length ? `${server.url}/v1/predictions?cursor=${from + PAGE}` : null;
        return { status: 200, body: { previous: null, next, results: all.slice(from, from + PAGE).map(show) } };
      }),
    },
    {
      name: 'cancel',
      method: 'POST',
      path: /^\/v1\/predictions\/(\w+)\/cancel$/,
      handle: withJob((job) => {
        if (Date.now() < job.endsAt) Object.assign(job, { ending: 'canceled', endsAt: Date.now() });
        return { status: 200, body: show(job) };
      }),
    },
    {
      name: 'poll',
      method: 'GET',
      path: /^\/v1\/predictions\/(\w+)$/,
      handle: withJob((job) => ({ status: 200, body: show(job) })),
    },
    {
      name: 'output',
      method: 'GET',
      path: /^\/delivery\/(\w+)\/out-(\d+)\.(?:png|mp4)$/,
      handle: (_request, [id]) => {
        const job = jobs.get(id ?? '');
        if (!job || job.isExpired) return { status: 404, body: { detail: 'expired' } };
        if (isFilm(job)) return { status: 200, headers: { 'content-type': 'video/mp4' }, body: options.film };
        return {
          status: 200,
          headers: { 'content-type': 'image/png' },
          // Two models never make the same picture of one seed.
          body:
            options.draw?.(job.input) ??
            drawPng(width, height, Number(job.input['seed'] ?? 1) + (job.model?.length ?? 0)),
        };
      },
    },
  ];
  const server = await startEmulatorServer(routes);
  const newest = () => [...jobs.values()].at(-1);

  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    key: REPLICATE_TEST_KEY,
    submissions: () => [...jobs.values()].map((job) => ({ id: job.id, mark: JSON.stringify(job.input) })),
    charges: () => {
      for (const job of jobs.values()) statusOf(job);
      return [...charges];
    },
    setWorkMs(ms) {
      workMs = ms;
    },
    refuseNext(kind) {
      if (kind === 'moderated')
        nextEnding = {
          ending: 'failed',
          error: 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
        };
      else nextEnding = { ending: 'failed', error: 'CUDA out of memory' };
    },
    setCredit(has) {
      hasCredit = has;
    },
    setOutputs(count) {
      nextOutputs = count;
    },
    spoilNext(count) {
      nextMissing = count;
    },
    expire: (id) => void Object.assign(jobs.get(id)!, { isExpired: true }),
    endNow: (id) => void Object.assign(jobs.get(id)!, { endsAt: Date.now() }),
    signWebhook(
      remoteId,
      { id = randomBytes(8).toString('hex'), atSeconds = Math.floor(Date.now() / 1000), isForged = false } = {},
    ) {
      const job = jobs.get(remoteId) ?? newest()!;
      const rawBody = Buffer.from(JSON.stringify(show(job)));
      const timestamp = String(atSeconds);
      const signature = signReplicateWebhook(isForged ? `whsec_${Buffer.from('wrong').toString('base64')}` : SECRET, {
        id,
        timestamp,
        rawBody,
      });
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
      return { url: job.webhook, headers, rawBody };
    },
  };
}
