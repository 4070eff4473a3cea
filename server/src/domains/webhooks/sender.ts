import { webhookEventType } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type Fact, type Listener, listFacts } from '../../platform/events/index.ts';
import { type SendParts, sendClaimed } from './send.ts';
import { claimDue, insertDelivery, listDue, listUntold, lockUntold, setTold, type UntoldWebhook } from './store.ts';

export type WebhookSender = { wake(): void; stop(): Promise<void> };
export type SenderParts = SendParts & {
  database: Database;
  listener: Pick<Listener, 'on' | 'onConnected'>;
  onError: (error: unknown) => void;
  pollMs?: number;
};

const FACTS_AT_ONCE = 500;
const MESSAGES_AT_ONCE = 16;
/** So that receivers who let one organization wait do not take every place. */
const MESSAGES_OF_ONE = 4;
const POLL_MS = 2000;
/** At a stop a message under way may still be answered. */
const GRACE_MS = 2000;

/**
 * Turns events into messages and sends those that are due, woken by events and by the clock. Several processes may run one:
 * webhooks and messages are taken by row locks, each by one of them.
 */
export function startWebhookSender(parts: SenderParts): WebhookSender {
  const breakOff = new AbortController();
  let isStopped = false;
  let round: Promise<void> | undefined;
  let isWanted = false;

  async function work(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await tellAll(parts);
      if ((await sendDue(parts, breakOff.signal)) > 0) isWanted = true;
    }
  }
  function wake(): void {
    isWanted = true;
    round ??= work()
      .catch(parts.onError)
      .finally(() => {
        round = undefined;
        // Asked for while the last look was ending.
        if (isWanted && !isStopped) wake();
      });
  }

  const stops = [parts.listener.on('kinora_events', wake), parts.listener.onConnected(wake)];
  const timer = setInterval(wake, parts.pollMs ?? POLL_MS);
  timer.unref();
  wake();
  return {
    wake,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      for (const stop of stops) stop();
      const grace = setTimeout(() => breakOff.abort(), GRACE_MS);
      await round;
      clearTimeout(grace);
    },
  };
}

async function tellAll({ database }: Pick<SenderParts, 'database'>): Promise<void> {
  for (const organizationId of await listUntold(database.jobs))
    await database.inOrganization(organizationId, async (transaction) => {
      for (const webhook of await lockUntold(transaction)) await tell(transaction, organizationId, webhook);
    });
}

/** One burst of events as messages; what is left follows in the next round. */
async function tell(transaction: Transaction, organizationId: string, webhook: UntoldWebhook): Promise<void> {
  const facts = await listFacts(transaction, webhook.told_seq, FACTS_AT_ONCE);
  for (const fact of facts.filter(({ type }) => wants(webhook, type)))
    await insertDelivery(transaction, {
      organizationId,
      webhookId: webhook.id,
      eventSeq: fact.seq,
      type: fact.type,
      body: toBody(organizationId, fact),
      waitSeconds: 0,
    });
  const last = facts.at(-1);
  if (last) await setTold(transaction, webhook.id, last);
}

function wants({ event_types: chosen }: UntoldWebhook, type: string): boolean {
  return webhookEventType.safeParse(type).success && (chosen.length === 0 || chosen.includes(type));
}

function toBody(organizationId: string, { id, type, at, projectId, jobId, data }: Fact): object {
  const about = { ...(projectId ? { projectId } : {}), ...(jobId ? { jobId } : {}) };
  return { type, timestamp: at, data: { ...data, ...about, organizationId, eventId: id } };
}

/** @returns how many were due */
async function sendDue(parts: SenderParts, signal: AbortSignal): Promise<number> {
  const due = await listDue(parts.database.jobs, { atOnce: MESSAGES_AT_ONCE, perOrganization: MESSAGES_OF_ONE });
  const sent = await Promise.allSettled(
    due.map(async ({ organization_id: organizationId, id }) => {
      const claimed = await parts.database.inOrganization(organizationId, (transaction) => claimDue(transaction, id));
      if (claimed) await sendClaimed(parts, organizationId, claimed, signal);
    }),
  );
  for (const one of sent) if (one.status === 'rejected') parts.onError(one.reason);
  return due.length;
}
