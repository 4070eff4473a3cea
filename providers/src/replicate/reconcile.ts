import { isDeepStrictEqual } from 'node:util';
import type { LostSubmission, ProviderCall, ReconcileOutcome } from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { findReplicateModel } from './models.ts';
import { ENDED, type Prediction, prediction, predictionPage, toRemote } from './protocol.ts';

/** The vendor's clock and ours may differ by this much before its list is read wrongly. */
const CLOCK_MS = 60_000;
const MOST_PAGES = 30;
const ASK_AGAIN_MS = 5000;

type Parts = { settleMs: number; ask(call: ProviderCall, url: string): Promise<SafeAnswer> };

/**
 * Looks for a lost submission in the account's list, newest first. It is ours when it carries our webhook address (which
 * holds the intent's id), or else when model and whole input are the same, seed included, and no other intent owns it.
 *
 * Absence is believed only after `settleMs`: a request whose line broke may still be on its way through the gateway.
 */
export function createReconcile({ settleMs, ask }: Parts) {
  return async function reconcile(call: ProviderCall, lost: LostSubmission): Promise<ReconcileOutcome> {
    const isSettled = call.now() - lost.sentAtMs >= settleMs;
    const listed = await listSince(call, lost.sentAtMs - CLOCK_MS, ask);
    if (listed === null) return { kind: 'not_yet', askAfterMs: ASK_AGAIN_MS };
    for (const candidate of listed) {
      if (isSame(candidate, lost) && !(await lost.isKnown(candidate.id)))
        return { kind: 'found', remote: toRemote(candidate) };
    }
    if (!isSettled) return { kind: 'not_yet', askAfterMs: Math.max(1, lost.sentAtMs + settleMs - call.now()) };
    return hidesInputs(listed, lost) ? { kind: 'cannot_tell' } : { kind: 'absent' };
  };
}

/** Every prediction made since, or null where the list could not be read to its end: half a list proves nothing. */
async function listSince(call: ProviderCall, sinceMs: number, ask: Parts['ask']): Promise<Prediction[] | null> {
  const found: Prediction[] = [];
  let url: string | null = `${call.baseUrl}/predictions`;
  for (let pages = 0; url !== null && pages < MOST_PAGES; pages += 1) {
    const answer: SafeAnswer = await ask(call, url);
    if (answer.kind !== 'answered' || answer.status !== 200) return null;
    const page: ReturnType<typeof predictionPage.safeParse> = predictionPage.safeParse(readJson(answer.bytes));
    if (!page.success) return null;
    const results = page.data.results.map((one) => prediction.parse(one));
    found.push(...results.filter((one) => createdAt(one) >= sinceMs));
    if (results.some((one) => createdAt(one) < sinceMs)) return found;
    const next: string | null = page.data.next ?? null;
    if (next === null) return found;
    if (new URL(next, url).origin !== new URL(call.baseUrl).origin) return null;
    url = new URL(next, url).href;
  }
  return null;
}

/** Without a time it may be the one looked for. */
function createdAt({ created_at: at }: Prediction): number {
  const time = at ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

function isSame(candidate: Prediction, lost: LostSubmission): boolean {
  if (lost.webhookUrl !== null && candidate.webhook) return candidate.webhook === lost.webhookUrl;
  const model = findReplicateModel(lost.model);
  if (!model || !isModel(candidate, model)) return false;
  return isDeepStrictEqual(candidate.input, model.toInput(lost.request, lost.inputs));
}

function isModel(candidate: Prediction, model: { id: string; version: string | null }): boolean {
  return model.version === null ? candidate.model === model.id : candidate.version === model.version;
}

/** Inputs of finished predictions are removed in time; one of our model that hides them might be the one. */
function hidesInputs(listed: readonly Prediction[], lost: LostSubmission): boolean {
  const model = findReplicateModel(lost.model);
  return listed.some(
    (one) =>
      model !== undefined && isModel(one, model) && ENDED.has(one.status) && (one.data_removed === true || !one.input),
  );
}
