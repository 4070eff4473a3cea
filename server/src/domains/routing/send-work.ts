import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '@kinora/contract';
import { estimateMicros, ProviderRefusal, type Submission, type SubmitOutcome } from '@kinora/providers';
import { MustWait } from '../jobs/index.ts';
import type { CallEnd } from './circuit.ts';
import { saveHealth } from './connection-store.ts';
import { finish } from './finish-work.ts';
import { planResend } from './intent.ts';
import {
  beginSending,
  endIntent,
  type IntentRow,
  markAccepted,
  markResend,
  markUnknown,
  saveInputs,
} from './intent-store.ts';
import { moveToFree } from './pool-work.ts';
import { expectIntentCost } from './spend.ts';
import { type GenerationParts, keep, LONGEST_POLL_MS, noteCall, type Work, waitFor, whoWorks, write } from './work.ts';

const BUSY_MS = 1000;

const PATIENCE_MS = 10_000;

/**
 * Between the commit that allows the call and the call itself; far below what vendors that can be asked are given until a
 * submission counts as absent (60 s).
 */
const HESITATION_MS = 10_000;

/** A longer pause of a connection is not waited for: a person is told, and may choose another. */
const LONGEST_PAUSE_MS = 120_000;

/** @returns whether this call made the paid call, and has moved the intent on with its answer */
export async function trySend(work: Work, intent: IntentRow): Promise<boolean> {
  const { parts, scope, connection } = work;
  const inputs = intent.inputs ?? (await prepare(work, intent));
  if (inputs === null) return false;
  const waitMs = intent.send_after.getTime() - parts.now();
  if (waitMs > patienceOf(parts)) throw new MustWait('capacity');
  if (waitMs > 0) {
    await waitFor(work, intent.id, Math.min(waitMs, LONGEST_POLL_MS));
    return false;
  }
  const askedAtMs = parts.now();
  const permit = await write(work, async (transaction) => {
    const given = await beginSending(transaction, intent, { limits: connection.limits, nowMs: parts.now() });
    if (given.kind === 'go') await expectIntentCost(transaction, intent, estimateMicros(work.model, intent.request));
    return given;
  });
  if (work.isPool && permit.kind !== 'go' && (await moveToFree(work, intent))) return false;
  if (permit.kind === 'off') throw new MustWait('connection_off');
  if (permit.kind === 'draining') throw new MustWait('server_draining');
  if (permit.kind === 'paused') {
    await pause(work, intent, permit);
    return false;
  }
  if (permit.kind !== 'go') {
    scope.progress(0, say('progress.provider_busy', { provider: connection.provider.title }));
    if (permit.kind === 'busy') giveWay(work);
    await sleep(BUSY_MS * (0.5 + parts.random()), undefined, { signal: scope.signal });
    return false;
  }
  if (parts.now() - askedAtMs > (parts.hesitationMs ?? HESITATION_MS)) {
    await dropPermit(work, intent);
    return false;
  }
  scope.progress(0, whoWorks(work));
  await send(
    work,
    { ...intent, sends: intent.sends + 1 },
    {
      intentId: intent.id,
      model: intent.model,
      request: intent.request,
      inputs,
      pictures: work.order.request.pictures,
      webhookUrl: intent.webhook_url,
    },
  );
  return true;
}

/**
 * A process that stood still after its commit (stopped, swapped out, a database that came back late) may have been taken for
 * dead: another has looked for the submission by now, found nothing, and sent it. So nothing is sent on an old permit; where
 * nobody took the intent up meanwhile, it is asked for anew.
 */
async function dropPermit(work: Work, intent: IntentRow): Promise<void> {
  const from = { state: 'sending' as const, sends: intent.sends + 1 };
  await keep(work, (transaction) => markResend(transaction, intent.id, from, { waitMs: 0, fault: null }));
}

/**
 * Nothing is sent while the connection is paused. A short pause is waited for; where it is long, or another route is named,
 * this one ends as certainly not taken.
 */
async function pause(
  work: Work,
  intent: IntentRow,
  permit: { untilMs: number; why: 'open' | 'limited' },
): Promise<void> {
  const { parts, scope, connection } = work;
  const { title: provider } = connection.provider;
  const waitMs = permit.untilMs - parts.now();
  if (work.mayGiveWay || waitMs > LONGEST_PAUSE_MS) {
    const kind = permit.why === 'open' ? ('provider_down' as const) : ('rate_limited' as const);
    const fault = { kind, message: `paused for ${Math.round(waitMs / 1000)} s, nothing was sent` };
    await write(work, (transaction) =>
      endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'intent', sends: intent.sends } }),
    );
    return;
  }
  scope.progress(
    0,
    permit.why === 'open'
      ? say('progress.provider_paused', { provider })
      : say('progress.provider_limited', { provider }),
  );
  giveWay(work);
  // With some spread, so that not everybody asks in the same moment.
  await waitFor(work, intent.id, Math.max(50, Math.min(waitMs, LONGEST_POLL_MS)) * (1 + parts.random() / 10));
}

const patienceOf = (parts: GenerationParts) => parts.patienceMs ?? PATIENCE_MS;

/**
 * A leaf that waits for room gives its slot back: those that fill the connection may need one themselves to get on, after
 * a crash or a fault, and would otherwise wait for the waiting. The keeper brings it back when there is room.
 */
function giveWay(work: Work): void {
  work.busySinceMs ??= performance.now();
  if (performance.now() - work.busySinceMs >= patienceOf(work.parts)) throw new MustWait('capacity');
}

async function prepare(work: Work, intent: IntentRow): Promise<Submission['inputs'] | null> {
  const { connection, order } = work;
  try {
    const inputs = await connection.provider.prepareInputs(connection.call, intent.model, order.request);
    await write(work, (transaction) => saveInputs(transaction, intent.id, inputs));
    return inputs;
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    const { fault } = error;
    await write(work, (transaction) =>
      endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'intent', sends: intent.sends } }),
    );
    return null;
  }
}

/** The paid call and its answer. Not aborted by a cancel: half a call would leave nobody knowing. */
async function send(work: Work, intent: IntentRow, submission: Submission): Promise<void> {
  const { connection, parts } = work;
  const outcome = await connection.provider.submit(connection.call, submission);
  await noteCall(work, intent, toCallEnd(outcome));
  switch (outcome.kind) {
    case 'accepted':
      await keep(work, (transaction) => markAccepted(transaction, intent.id, outcome.remote));
      return;
    case 'finished':
      await finish(work, intent, outcome.made);
      return;
    case 'unknown':
      await keep(work, (transaction) =>
        markUnknown(transaction, intent.id, { reason: outcome.reason, checkAfterMs: 0 }),
      );
      return;
    case 'refused': {
      const { fault } = outcome;
      const resend = planResend(fault, intent.sends, parts.random);
      await keep(work, async (transaction) => {
        // People see at the connection that its key or its account is the matter, not only at the job.
        if (connection.connectionId !== null && (fault.kind === 'auth' || fault.kind === 'no_credit'))
          await saveHealth(transaction, connection.connectionId, { state: 'refused', fault: fault.kind });
        const { sends } = intent;
        if (resend) await markResend(transaction, intent.id, { state: 'sending', sends }, { ...resend, fault });
        else await endIntent(transaction, intent.id, { state: 'refused', fault, of: { from: 'sending', sends } });
      });
    }
  }
}

function toCallEnd(outcome: SubmitOutcome): CallEnd {
  if (outcome.kind === 'unknown') return { kind: 'failed' };
  if (outcome.kind !== 'refused') return { kind: 'answered' };
  const { kind, retryAfterMs } = outcome.fault;
  if (kind === 'rate_limited' || retryAfterMs !== null) return { kind: 'limited', retryAfterMs };
  return { kind: kind === 'provider_down' ? 'failed' : 'answered' };
}
