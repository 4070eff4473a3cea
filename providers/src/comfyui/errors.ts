import type { FaultKind } from '@kinora/contract';
import { z } from 'zod';
import { type ProviderFault, readRetryAfter } from '../contract/fault.ts';
import { readJson, readText } from '../contract/safe-http.ts';

const detail = z.object({ type: z.string(), message: z.string().nullish(), details: z.string().nullish() });
const nodeError = z.object({ class_type: z.string().nullish(), errors: z.array(detail) });
const refusal = z.object({
  error: z.union([z.string(), detail]),
  // A list without entries where a node's kind itself is unknown.
  node_errors: z.union([z.record(z.string(), nodeError), z.array(z.unknown())]).nullish(),
});

/** ComfyUI says what is wrong node by node; the first of it is the reason. Keys, limits and money are those of a door in front. */
export function normaliseComfyError(
  answer: { status: number; headers: Headers; bytes: Uint8Array },
  nowMs: number,
): ProviderFault {
  const found = refusal.safeParse(readJson(answer.bytes)).data;
  const first = firstNodeError(found?.node_errors);
  const whole = typeof found?.error === 'string' ? found.error : (found?.error.message ?? found?.error.type);
  const text = first ? `${first.node}: ${first.type}: ${first.details}` : whole;
  const message = (text || readText(answer.bytes) || `HTTP ${answer.status}`).slice(0, 500);
  return {
    kind: kindOf(answer.status, first?.type, message),
    message,
    retryAfterMs: readRetryAfter(answer.headers, nowMs),
  };
}

function firstNodeError(errors: z.infer<typeof refusal>['node_errors']) {
  if (!errors || Array.isArray(errors)) return undefined;
  for (const { class_type: node, errors: list } of Object.values(errors)) {
    const [first] = list;
    if (first) return { node: node ?? 'node', type: first.type, details: first.details ?? first.message ?? '' };
  }
  return undefined;
}

/** A file that is gone since it was chosen, or an add-on that was removed, is not there; the rest is our request's fault. */
function kindOf(status: number, type: string | undefined, message: string): FaultKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'no_credit';
  if (status === 404 || type === 'value_not_in_list' || /node .*does not exist|not found/i.test(message))
    return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'provider_down' : 'invalid_input';
}
