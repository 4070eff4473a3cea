import { randomBytes } from 'node:crypto';
import { type ProviderCall, ProviderRefusal } from '../contract/provider.ts';
import type { PictureInput } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { encodeMultipart } from '../multipart.ts';
import { normaliseRunwayError } from './errors.ts';
import { uploadSlot } from './protocol.ts';

const ANSWER_BYTES = 1_000_000;
const UPLOAD_MS = 120_000;

/**
 * Puts a picture where Runway's models read it, for a day: a place is asked for, then filled by a form. The form goes to
 * another host and is signed by its fields, so the key stays here.
 * @returns a `runway://` address
 */
export async function uploadPicture(
  call: ProviderCall,
  picture: PictureInput,
  ask: (body: string) => Promise<SafeAnswer>,
): Promise<string> {
  const answer = await ask(JSON.stringify({ filename: picture.name, type: 'ephemeral' }));
  if (answer.kind !== 'answered') throw down(answer.reason);
  const slot = uploadSlot.safeParse(readJson(answer.bytes));
  if (answer.status >= 300 || !slot.success) throw new ProviderRefusal(normaliseRunwayError(answer, call.now()));
  const fields = Object.entries(slot.data.fields).map(([name, value]) => ({ name, value }));
  const file = { name: 'file', fileName: picture.name, mediaType: picture.mediaType, bytes: picture.bytes };
  const { contentType, body } = encodeMultipart(fields, [file], `kinora-${randomBytes(12).toString('hex')}`);
  const put = await call.http({
    method: 'POST',
    url: slot.data.uploadUrl,
    headers: { 'content-type': contentType },
    body,
    maximumBytes: ANSWER_BYTES,
    timeoutMs: UPLOAD_MS,
    maximumRedirects: 0,
  });
  if (put.kind !== 'answered') throw down(put.reason);
  if (put.status >= 300) throw new ProviderRefusal(normaliseRunwayError(put, call.now()));
  return slot.data.runwayUri;
}

function down(message: string): ProviderRefusal {
  return new ProviderRefusal({ kind: 'provider_down', message, retryAfterMs: null });
}
