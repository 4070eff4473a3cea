import { z } from 'zod';
import type { Output, PollOutcome, SubmitOutcome } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { arkError, readItemError } from './errors.ts';

export const created = z.object({ id: z.string().min(1) });
export const task = z.object({
  status: z.string(),
  content: z.object({ video_url: z.string().nullish() }).nullish(),
  error: arkError.nullish(),
});
const pictures = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1).nullish(), error: arkError.nullish() })).min(1),
});

/** Seconds between two looks; Ark asks for ten at least, and the caller shortens by up to a fifth. */
const POLL_MS = 13_000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** What a 200 of the picture call holds: each item is a picture or an error of its own. */
export function readPictures(bytes: Uint8Array): SubmitOutcome {
  const read = pictures.safeParse(readJson(bytes));
  if (!read.success) return { kind: 'unknown', reason: 'HTTP 200 without pictures' };
  const outputs = read.data.data.flatMap(({ b64_json: text }) => (text ? [toOutput(text)] : []));
  if (outputs.length > 0) return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
  const error = read.data.data.find((item) => item.error)?.error;
  if (!error) return { kind: 'unknown', reason: 'HTTP 200 with neither a picture nor an error' };
  return { kind: 'refused', fault: readItemError(error) };
}

/** Older models make JPEG and say nothing about it. */
function toOutput(text: string): Output {
  const bytes = Buffer.from(text, 'base64');
  return { kind: 'bytes', bytes, mediaType: bytes.subarray(0, 4).equals(PNG) ? 'image/png' : 'image/jpeg' };
}

export function readTask({ status, content, error }: z.infer<typeof task>): PollOutcome {
  switch (status) {
    case 'succeeded':
      return readFilm(content?.video_url ?? '');
    case 'failed':
      return { kind: 'failed', fault: readItemError(error ?? {}) };
    case 'expired':
      return { kind: 'failed', fault: { kind: 'failed', message: 'it waited too long there', retryAfterMs: null } };
    case 'cancelled':
      return { kind: 'cancelled' };
    default:
      return { kind: 'working', share: null, pollAfterMs: POLL_MS };
  }
}

function readFilm(url: string): PollOutcome {
  if (url === '')
    return { kind: 'failed', fault: { kind: 'failed', message: 'succeeded without a film', retryAfterMs: null } };
  const outputs = [{ kind: 'link' as const, url, mediaType: 'video/mp4' }];
  return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
}
