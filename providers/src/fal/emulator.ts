import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { toSignedMessage } from './webhook.ts';

const KEY = 'fal-emulated';
/** What an endpoint refuses to go without; the others want words. */
const NEEDED: Readonly<Record<string, string[]>> = {
  'fal-ai/bria': ['image_url'],
  'fal-ai/birefnet': ['image_url'],
  'fal-ai/fashn': ['model_image', 'garment_image'],
};
type Job = {
  id: string;
  input: Record<string, unknown>;
  webhook: string | null;
  endsAt: number;
  ending: 'made' | 'moderated' | 'failed' | 'cancelled';
  isExpired: boolean;
  outputs: number;
  /** So many of them hidden by its rules. */
  hidden: number;
};

/** fal's queue: submit, status, result, cancel, uploads, public keys and signed calls. Its addresses drop the sub-path, as fal's do. */
export async function startFalEmulator(): Promise<VendorEmulator> {
  const jobs = new Map<string, Job>();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519').privateKey;
  let workMs = 0;
  let nextEnding: Job['ending'] = 'made';
  let nextOutputs = 1;
  let nextHidden = 0;
  let hasCredit = true;

  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('authorization') === `Key ${KEY}`
        ? handle(request, parts)
        : { status: 401, body: { detail: 'Cannot access application.' } };
  };
  const withJob = (work: (job: Job) => EmulatorAnswer) =>
    guarded((_request, [id]) => {
      const job = jobs.get(id ?? '');
      return job ? work(job) : { status: 404, body: { detail: 'Request not found' } };
    });
  const isOver = (job: Job) => Date.now() >= job.endsAt;

  function submit(request: EmulatorRequest, alias: string): EmulatorAnswer {
    if (!hasCredit)
      return { status: 403, body: { detail: 'User is locked. Reason: Exhausted balance. Top up your balance.' } };
    const input = request.json as Record<string, unknown> | undefined;
    const missing = (NEEDED[alias] ?? ['prompt']).find((field) => !input?.[field]);
    if (!input || missing !== undefined)
      return { status: 422, body: { detail: [{ loc: ['body', missing], msg: 'field required', type: 'missing' }] } };
    const id = randomUUID();
    jobs.set(id, {
      id,
      input,
      webhook: request.query.get('fal_webhook'),
      endsAt: Date.now() + workMs,
      ending: nextEnding,
      isExpired: false,
      outputs: nextOutputs,
      hidden: nextHidden,
    });
    nextEnding = 'made';
    nextOutputs = 1;
    nextHidden = 0;
    const base = `${server.url}/${alias}/requests/${id}`;
    const addresses = { response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
    return {
      status: 200,
      body: { status: 'IN_QUEUE', request_id: id, queue_position: 0, ...addresses, gateway_request_id: id },
    };
  }

  function result(job: Job): EmulatorAnswer {
    if (!isOver(job)) return { status: 400, body: { detail: 'Request is still in progress' } };
    if (job.ending === 'moderated')
      return {
        status: 422,
        body: {
          detail: [{ loc: ['body', 'prompt'], msg: 'flagged by a content checker', type: 'content_policy_violation' }],
        },
      };
    if (job.ending !== 'made') return { status: 500, body: { detail: 'Internal Server Error' } };
    const images = Array.from({ length: job.outputs }, (_, index) => ({
      url: `${server.url}/files/${job.id}/${index}.png`,
      content_type: 'image/png',
    }));
    return {
      status: 200,
      body: { images, seed: job.input['seed'], has_nsfw_concepts: images.map((_, index) => index < job.hidden) },
    };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'POST',
      path: /^\/storage\/upload\/initiate$/,
      handle: guarded(() => ({
        status: 200,
        body: { upload_url: `${server.url}/put/f`, file_url: `${server.url}/files/f` },
      })),
    },
    { name: 'upload', method: 'PUT', path: /^\/put\/f$/, handle: () => ({ status: 200 }) },
    {
      name: 'keys',
      method: 'GET',
      path: /^\/\.well-known\/jwks\.json$/,
      handle: () => ({ status: 200, body: { keys: [{ ...publicKey.export({ format: 'jwk' }) }] } }),
    },
    {
      name: 'poll',
      method: 'GET',
      path: /^\/[\w-]+\/[\w-]+\/requests\/([\w-]+)\/status$/,
      handle: withJob((job) => ({ status: 200, body: { status: isOver(job) ? 'COMPLETED' : 'IN_PROGRESS' } })),
    },
    {
      name: 'cancel',
      method: 'PUT',
      path: /^\/[\w-]+\/[\w-]+\/requests\/([\w-]+)\/cancel$/,
      handle: withJob((job) => {
        if (isOver(job)) return { status: 400, body: { status: 'ALREADY_COMPLETED' } };
        Object.assign(job, { ending: 'cancelled', endsAt: Date.now() });
        return { status: 202, body: { status: 'CANCELLATION_REQUESTED' } };
      }),
    },
    { name: 'result', method: 'GET', path: /^\/[\w-]+\/[\w-]+\/requests\/([\w-]+)$/, handle: withJob(result) },
    {
      name: 'submit',
      method: 'POST',
      path: /^\/([\w-]+\/[\w-]+)(?:\/[\w./-]+)?$/,
      handle: guarded((request, [alias]) => submit(request, alias ?? '')),
    },
    {
      name: 'output',
      method: 'GET',
      path: /^\/files\/([\w-]+)\/\d+\.png$/,
      handle: (_request, [id]) => {
        const job = jobs.get(id ?? '');
        return !job || job.isExpired
          ? { status: 404 }
          : {
              status: 200,
              headers: { 'content-type': 'image/png' },
              body: drawPng(64, 64, Number(job.input['seed'] ?? 1)),
            };
      },
    },
  ]);

  return {
    ...server,
    baseUrl: server.url,
    key: KEY,
    submissions: () => [...jobs.values()].map((job) => ({ id: job.id, mark: JSON.stringify(job.input) })),
    charges: () => [...jobs.values()].filter((job) => isOver(job) && job.ending === 'made').map(({ id }) => id),
    setWorkMs(ms) {
      workMs = ms;
    },
    refuseNext(kind) {
      nextEnding = kind;
    },
    setCredit(has) {
      hasCredit = has;
    },
    setOutputs(count) {
      nextOutputs = count;
    },
    spoilNext(count) {
      nextHidden = count;
    },
    expire: (id) => void Object.assign(jobs.get(id)!, { isExpired: true }),
    endNow: (id) => void Object.assign(jobs.get(id)!, { endsAt: Date.now() }),
    signWebhook(remoteId, { id = 'call', atSeconds = Math.floor(Date.now() / 1000), isForged = false } = {}) {
      const rawBody = Buffer.from(
        JSON.stringify({ request_id: remoteId, gateway_request_id: remoteId, status: 'OK', payload: {} }),
      );
      const head = { requestId: id, userId: 'user', timestamp: String(atSeconds) };
      const signature = sign(null, toSignedMessage(head, rawBody), isForged ? other : privateKey).toString('hex');
      const headers = {
        'x-fal-webhook-request-id': head.requestId,
        'x-fal-webhook-user-id': head.userId,
        'x-fal-webhook-timestamp': head.timestamp,
        'x-fal-webhook-signature': signature,
      };
      return { url: jobs.get(remoteId)?.webhook ?? null, headers, rawBody };
    },
  };
}
