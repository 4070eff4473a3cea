import { z } from 'zod';
import type { ProviderFault } from '../contract/fault.ts';
import { toDataUri } from '../contract/inline-pictures.ts';
import type { Output, PollOutcome, ProviderCall, Remote, SubmitOutcome } from '../contract/provider.ts';
import { type PictureInput, type StoredRequest, wantsSound } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { normaliseOpenRouterError } from './errors.ts';
import type { OpenRouterModel } from './models.ts';

/** Its guide asks for half a minute; the caller shortens by up to a fifth. */
const POLL_MS = 30_000;
const FETCH_MS = 120_000;
const FRAMES = ['first_frame', 'last_frame'];

/** How films are asked for; the account's key goes along, and no redirect is followed. */
export type SendFilmCall = (call: ProviderCall, request: { path: string; timeoutMs?: number }) => Promise<SafeAnswer>;

export function toFilmBody(
  model: OpenRouterModel,
  request: Extract<StoredRequest, { capability: 'video' }>,
  pictures: readonly PictureInput[],
) {
  return {
    model: model.id,
    prompt: request.prompt,
    duration: request.seconds,
    aspect_ratio: request.ratio,
    ...(pictures.length > 0 ? { frame_images: pictures.map(toFrame) } : {}),
    generate_audio: wantsSound(request),
    seed: request.seed,
    // Another house would be another try: one wish is one try.
    provider: { allow_fallbacks: false },
    ...model.extra,
  };
}

function toFrame(picture: PictureInput, index: number) {
  return { type: 'image_url', image_url: { url: toDataUri(picture) }, frame_type: FRAMES[index] };
}

const begun = z.object({ id: z.string().min(1) });
export function readBegun(bytes: Uint8Array): SubmitOutcome {
  const read = begun.safeParse(readJson(bytes)).data;
  return read
    ? { kind: 'accepted', remote: { id: read.id, urls: {} } }
    : { kind: 'unknown', reason: 'taken without a job' };
}

const film = z.object({
  status: z.string(),
  unsigned_urls: z.array(z.string()).nullish(),
  usage: z.object({ cost: z.number().nonnegative().nullish() }).nullish(),
  error: z.union([z.string(), z.object({ message: z.string().nullish() })]).nullish(),
});
type Film = z.infer<typeof film>;

/**
 * Looks at a job and, when it is done, brings its films: their addresses want the key, which is never given to a download.
 * A film that cannot be brought now is looked for again.
 */
export async function pollFilm(send: SendFilmCall, call: ProviderCall, remote: Remote): Promise<PollOutcome> {
  const path = `/videos/${encodeURIComponent(remote.id)}`;
  const answer = await send(call, { path });
  if (answer.kind !== 'answered') return unreachable(answer.reason);
  if (answer.status !== 200) return readFault(normaliseOpenRouterError(answer, call.now()));
  const read = film.safeParse(readJson(answer.bytes)).data;
  if (!read) return unreachable('no job in the answer');
  if (read.status !== 'completed') return readOpen(read);
  return bring(send, call, { path, film: read });
}

function readOpen({ status, error }: Film): PollOutcome {
  if (status === 'cancelled') return { kind: 'cancelled' };
  if (status === 'expired') return failed('failed', 'it waited too long there');
  if (status !== 'failed') return { kind: 'working', share: null, pollAfterMs: POLL_MS };
  const message = (typeof error === 'string' ? error : error?.message) || 'it failed';
  return failed(/content.?policy|moderat|flagged|safety/i.test(message) ? 'moderated' : 'failed', message);
}

async function bring(
  send: SendFilmCall,
  call: ProviderCall,
  { path, film: { unsigned_urls: addresses, usage } }: { path: string; film: Film },
): Promise<PollOutcome> {
  if (!addresses?.length) return failed('failed', 'completed without a film');
  const outputs: Output[] = [];
  for (const index of addresses.keys()) {
    const answer = await send(call, { path: `${path}/content?index=${index}`, timeoutMs: FETCH_MS });
    if (answer.kind !== 'answered') return unreachable(answer.reason);
    if (answer.status === 404 || answer.status === 410) return failed('expired', `film ${index} is gone`);
    if (answer.status !== 200) return readFault(normaliseOpenRouterError(answer, call.now()));
    const mediaType = answer.headers.get('content-type')?.split(';')[0]?.trim() || 'video/mp4';
    outputs.push({ kind: 'bytes', bytes: answer.bytes, mediaType });
  }
  const cost = usage?.cost;
  const costMicros = typeof cost === 'number' ? Math.round(cost * 1_000_000) : null;
  return { kind: 'finished', made: { outputs, seed: null, costMicros, words: null } };
}

/** What a look was answered is no word about the job, unless there is no such job. */
function readFault(fault: ProviderFault): PollOutcome {
  return { kind: fault.kind === 'not_found' ? 'failed' : 'unreachable', fault };
}

function failed(kind: ProviderFault['kind'], message: string): PollOutcome {
  return { kind: 'failed', fault: { kind, message, retryAfterMs: null } };
}

function unreachable(message: string): PollOutcome {
  return { kind: 'unreachable', fault: { kind: 'provider_down', message, retryAfterMs: null } };
}
