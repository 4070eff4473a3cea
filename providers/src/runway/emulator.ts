import { randomUUID } from 'node:crypto';
import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'key_emulated';
type Job = {
  id: string;
  input: Record<string, unknown>;
  startedAt: number;
  endsAt: number;
  ending: { status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; failure?: string; failureCode?: string };
  isExpired: boolean;
  /** Deleted when it had ended: its record is gone, its bill is not. */
  isForgotten?: true;
  outputs: number;
};
const MADE: Job['ending'] = { status: 'SUCCEEDED' };

/**
 * Runway's tasks: organization, upload places and their forms, films and pictures, look, and the one DELETE that cancels what
 * runs and deletes what has ended. Calls without the version header are refused, as Runway refuses them.
 */
export async function startRunwayEmulator(): Promise<VendorEmulator & { uploads(): string[] }> {
  const jobs = new Map<string, Job>();
  const uploads: string[] = [];
  let workMs = 0;
  let nextEnding = MADE;
  let nextOutputs = 1;
  let hasCredit = true;

  const refuse = (status: number, error: string): EmulatorAnswer => ({ status, body: { error } });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) => {
      if (request.headers.get('authorization') !== `Bearer ${KEY}`) return refuse(401, 'Unauthorized');
      if (request.headers.get('x-runway-version') !== '2024-11-06') return refuse(400, 'X-Runway-Version is required');
      return handle(request, parts);
    };
  };
  const isOver = (job: Job) => Date.now() >= job.endsAt;

  function submit(request: EmulatorRequest): EmulatorAnswer {
    if (!hasCredit) return refuse(400, 'You do not have enough credits to run this task.');
    const input = request.json as Record<string, unknown> | undefined;
    const isFilm = request.path.endsWith('image_to_video');
    const needed = ['model', 'promptText', 'ratio', ...(isFilm ? ['promptImage', 'duration'] : [])];
    if (!input || needed.some((name) => input[name] === undefined)) return refuse(400, 'Validation of body failed');
    const id = randomUUID();
    const now = Date.now();
    jobs.set(id, {
      id,
      input,
      startedAt: now,
      endsAt: now + workMs,
      ending: nextEnding,
      isExpired: false,
      outputs: nextOutputs,
    });
    nextEnding = MADE;
    nextOutputs = 1;
    return { status: 200, body: { id, estimatedCost: { credits: 5 } } };
  }

  function show(job: Job) {
    const head = { id: job.id, createdAt: new Date(job.startedAt).toISOString() };
    if (!isOver(job)) {
      const isQueued = Date.now() - job.startedAt < workMs / 4;
      return { ...head, ...(isQueued ? { status: 'THROTTLED' } : { status: 'RUNNING', progress: 0.5 }) };
    }
    const output = Array.from(
      { length: job.outputs },
      (_, index) => `${server.url}/files/${job.id}/${index}.png?_jwt=signed`,
    );
    return { ...head, ...job.ending, ...(job.ending.status === 'SUCCEEDED' ? { output, cost: { credits: 5 } } : {}) };
  }

  const withJob = (work: (job: Job) => EmulatorAnswer) =>
    guarded((_request, [id]) => {
      const job = jobs.get(id ?? '');
      return job && !job.isForgotten ? work(job) : refuse(404, 'Not found');
    });

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/organization$/,
      handle: guarded(() => ({ status: 200, body: { creditBalance: hasCredit ? 1000 : 0 } })),
    },
    {
      name: 'place',
      method: 'POST',
      path: /^\/v1\/uploads$/,
      handle: guarded(() => {
        const id = randomUUID();
        const fields = { key: `ephemeral/${id}`, policy: 'signed' };
        return { status: 200, body: { uploadUrl: `${server.url}/put/${id}`, fields, runwayUri: `runway://${id}` } };
      }),
    },
    {
      name: 'upload',
      method: 'POST',
      path: /^\/put\/([\w-]+)$/,
      handle: ({ body, headers }, [id]) => {
        const text = body.toString('latin1');
        // The form is signed by its own fields; a key has no business here.
        if (headers.has('authorization') || !text.includes(`ephemeral/${id}`)) return { status: 403 };
        uploads.push(`runway://${id}`);
        return { status: 204 };
      },
    },
    { name: 'submit', method: 'POST', path: /^\/v1\/(?:image_to_video|text_to_image)$/, handle: guarded(submit) },
    {
      name: 'poll',
      method: 'GET',
      path: /^\/v1\/tasks\/([\w-]+)$/,
      handle: withJob((job) => ({ status: 200, body: show(job) })),
    },
    {
      name: 'cancel',
      method: 'DELETE',
      path: /^\/v1\/tasks\/([\w-]+)$/,
      handle: withJob((job) => {
        if (isOver(job)) Object.assign(job, { isForgotten: true });
        else Object.assign(job, { ending: { status: 'CANCELLED' }, endsAt: Date.now() });
        return { status: 204 };
      }),
    },
    {
      name: 'output',
      method: 'GET',
      path: /^\/files\/([\w-]+)\/\d+\.png$/,
      handle: (_request, [id]) => {
        const job = jobs.get(id ?? '');
        if (!job || job.isExpired) return { status: 404 };
        const body = drawPng(64, 64, Number(job.input['seed'] ?? 1));
        return { status: 200, headers: { 'content-type': 'image/png' }, body };
      },
    },
  ]);

  return {
    ...server,
    baseUrl: server.url,
    key: KEY,
    uploads: () => [...uploads],
    submissions: () => [...jobs.values()].map((job) => ({ id: job.id, mark: JSON.stringify(job.input) })),
    charges: () => [...jobs.values()].filter((job) => isOver(job) && job.ending === MADE).map(({ id }) => id),
    setWorkMs(ms) {
      workMs = ms;
    },
    refuseNext(kind) {
      nextEnding =
        kind === 'moderated'
          ? { status: 'FAILED', failure: 'The prompt was refused.', failureCode: 'SAFETY.INPUT.TEXT' }
          : { status: 'FAILED', failure: 'An unexpected error occurred.', failureCode: 'INTERNAL.BAD_OUTPUT.CODE01' };
    },
    setCredit(has) {
      hasCredit = has;
    },
    setOutputs(count) {
      nextOutputs = count;
    },
    expire: (id) => void Object.assign(jobs.get(id)!, { isExpired: true }),
    endNow: (id) => void Object.assign(jobs.get(id)!, { endsAt: Date.now() }),
  };
}
