import { randomUUID } from 'node:crypto';
import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'ark-emulated';
type Ending = { status: 'succeeded' | 'failed' | 'cancelled'; error?: { code: string; message: string } };
type Job = {
  id: string;
  input: Record<string, unknown>;
  startedAt: number;
  endsAt: number;
  ending: Ending;
  isExpired: boolean;
  /** Deleted when it had ended: its record is gone, its bill is not. */
  isForgotten?: true;
};
const MADE: Ending = { status: 'succeeded' };

/** Ark: pictures inside the answer, billed at once, and films as tasks, whose DELETE cancels the queued and forgets the rest. */
export async function startArkEmulator(
  options: { film?: (input: Record<string, unknown>) => Buffer } = {},
): Promise<VendorEmulator> {
  const stills: { id: string; mark: string }[] = [];
  const jobs = new Map<string, Job>();
  let workMs = 0;
  let next: 'made' | 'moderated' | 'failed' = 'made';
  let hasCredit = true;
  let nextStills = { made: 1, refused: 0 };

  const refuse = (status: number, code: string): EmulatorAnswer => ({
    status,
    body: { error: { code, message: `${code}. Request id: 1`, param: '', type: 'BadRequest' } },
  });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('authorization') === `Bearer ${KEY}`
        ? handle(request, parts)
        : refuse(401, 'AuthenticationError');
  };
  const isOver = (job: Job) => Date.now() >= job.endsAt;
  function takeNext() {
    const taken = next;
    next = 'made';
    return taken;
  }

  function draw({ json }: EmulatorRequest): EmulatorAnswer {
    const body = json as { model?: string; prompt?: string; size?: string } | undefined;
    if (!hasCredit) return refuse(403, 'AccountOverdueError');
    if (!body?.model || !body.prompt) return refuse(400, 'InvalidParameter');
    if (takeNext() === 'moderated') return refuse(400, 'InputTextSensitiveContentDetected');
    stills.push({ id: `still-${stills.length + 1}`, mark: JSON.stringify(body) });
    const [width = 64, height = 64] = (body.size ?? '').split('x').map((side) => Number(side) / 32);
    const { made, refused } = nextStills;
    nextStills = { made: 1, refused: 0 };
    const error = { code: 'OutputImageSensitiveContentDetected', message: 'one of them. Request id: 1' };
    const still = { b64_json: drawPng(width, height, stills.length).toString('base64'), size: body.size };
    const data = Array.from({ length: made }, (_, index) => (index < refused ? { error } : still));
    return { status: 200, body: { model: body.model, created: 1, data, usage: { generated_images: 1 } } };
  }

  function film({ json }: EmulatorRequest): EmulatorAnswer {
    const input = json as Record<string, unknown> | undefined;
    if (!hasCredit) return refuse(403, 'AccountOverdueError');
    if (!input?.['model'] || !Array.isArray(input['content'])) return refuse(400, 'InvalidParameter');
    const id = `cgt-${randomUUID()}`;
    const now = Date.now();
    jobs.set(id, { id, input, startedAt: now, endsAt: now + workMs, ending: endingOf(takeNext()), isExpired: false });
    return { status: 200, body: { id } };
  }

  function show(job: Job) {
    const head = { id: job.id, model: job.input['model'] };
    if (!isOver(job)) return { ...head, status: Date.now() - job.startedAt < workMs / 4 ? 'queued' : 'running' };
    const content = { video_url: `${server.url}/files/${job.id}.mp4` };
    return { ...head, ...job.ending, ...(job.ending === MADE ? { content, usage: { completion_tokens: 1 } } : {}) };
  }
  const withJob = (work: (job: Job) => EmulatorAnswer) =>
    guarded((_request, [id]) => {
      const job = jobs.get(id ?? '');
      return job && !job.isForgotten ? work(job) : refuse(404, 'NotFound');
    });
  const path = /^\/api\/v3\/contents\/generations\/tasks\/([\w-]+)$/;

  const server = await startEmulatorServer([
    { name: 'submit', method: 'POST', path: /^\/api\/v3\/images\/generations$/, handle: guarded(draw) },
    { name: 'submit', method: 'POST', path: /^\/api\/v3\/contents\/generations\/tasks$/, handle: guarded(film) },
    { name: 'poll', method: 'GET', path, handle: withJob((job) => ({ status: 200, body: show(job) })) },
    {
      name: 'cancel',
      method: 'DELETE',
      path,
      handle: withJob((job) => {
        if (show(job).status === 'queued') Object.assign(job, { ending: { status: 'cancelled' }, endsAt: Date.now() });
        else Object.assign(job, { isForgotten: true });
        return { status: 200, body: {} };
      }),
    },
    {
      name: 'output',
      method: 'GET',
      path: /^\/files\/([\w-]+)\.mp4$/,
      handle: (_request, [id]) => {
        const job = jobs.get(id ?? '');
        if (!job || job.isExpired) return { status: 404 };
        return { status: 200, body: options.film?.(job.input) ?? drawPng(64, 64, 1) };
      },
    },
  ]);
  const films = () => [...jobs.values()];

  return {
    ...server,
    baseUrl: `${server.url}/api/v3`,
    key: KEY,
    submissions: () => [...stills, ...films().map(({ id, input }) => ({ id, mark: JSON.stringify(input) }))],
    charges: () => [...stills, ...films().filter((job) => isOver(job) && job.ending === MADE)].map(({ id }) => id),
    setWorkMs(ms) {
      workMs = ms;
    },
    refuseNext(kind) {
      next = kind;
    },
    setCredit(has) {
      hasCredit = has;
    },
    // Of pictures; one task is one film.
    setOutputs(count) {
      nextStills = { ...nextStills, made: count };
    },
    spoilNext(count) {
      nextStills = { ...nextStills, refused: count };
    },
    expire: (id) => void Object.assign(jobs.get(id)!, { isExpired: true }),
    endNow: (id) => void Object.assign(jobs.get(id)!, { endsAt: Date.now() }),
  };
}

function endingOf(next: 'made' | 'moderated' | 'failed'): Ending {
  if (next === 'made') return MADE;
  const code = next === 'moderated' ? 'OutputVideoSensitiveContentDetected' : 'InternalServiceError';
  return { status: 'failed', error: { code, message: `${code}.` } };
}
