import { z } from 'zod';
import type { Remote } from '../contract/provider.ts';

/** What Replicate answers, as little of it as is read; everything else may change without notice. */
export const prediction = z.object({
  id: z.string().min(1),
  model: z.string().nullish(),
  version: z.string().nullish(),
  status: z.string(),
  input: z.record(z.string(), z.unknown()).nullish(),
  output: z.unknown(),
  error: z.unknown(),
  logs: z.string().nullish(),
  created_at: z.string().nullish(),
  data_removed: z.boolean().nullish(),
  webhook: z.string().nullish(),
  urls: z.object({ get: z.string().nullish(), cancel: z.string().nullish() }).nullish(),
});
export type Prediction = z.infer<typeof prediction>;

export const predictionPage = z.object({ next: z.string().nullish(), results: z.array(z.unknown()) });
export const account = z.object({ username: z.string().nullish(), name: z.string().nullish() });
export const uploadedFile = z.object({ urls: z.object({ get: z.string() }) });
export const webhookSecret = z.object({ key: z.string() });

/** No status after these changes any more. `aborted` was stopped before it began and costs nothing. */
export const ENDED = new Set(['succeeded', 'failed', 'canceled', 'aborted']);

/** Outputs are one address, a list of them, or an object holding some. */
export function listOutputUrls(output: unknown): string[] {
  if (typeof output === 'string') return URL.canParse(output) ? [output] : [];
  if (Array.isArray(output)) return output.flatMap(listOutputUrls);
  return output !== null && typeof output === 'object' ? Object.values(output).flatMap(listOutputUrls) : [];
}

/** Safety refusals have no status of their own: a failed prediction says it in its text. */
export function isModerated(text: string): boolean {
  return /flagged as sensitive|\(E005\)|nsfw content/i.test(text);
}

export function toRemote({ id, urls }: Prediction): Remote {
  return { id, urls: { ...(urls?.get ? { get: urls.get } : {}), ...(urls?.cancel ? { cancel: urls.cancel } : {}) } };
}
