import type { JobStatus, WaitingFor, WaitingReason } from '@kinora/contract';

/** What the operator has set for the whole studio. */
export type QueueMode = 'open' | 'paused' | 'draining';

type Ahead = { own: number; raised: number; others: number };

/** What is known of a job that does not run, as the scheduler sees it at this moment. */
export type WaitFacts = {
  status: JobStatus;
  reason: WaitingReason | null;
  isPaused: boolean;
  mode: QueueMode;
  /** Its run has begun: a drain lets it end. */
  isBegun: boolean;
  /** Set while its next try is not due yet. */
  dueAt: Date | null;
  /** The kind of place it takes; `total` is null where nobody offers it. */
  slot: { kind: string; used: number; total: number | null };
  /** `raised` are those of `own` with a higher priority. */
  ahead: Ahead | null;
  /** What its organization has in work and may have; null where the operator set no limit. */
  organization: { running: number; total: number } | null;
  /** A paid answer of it that is not sent yet, with what its account has in work and may have. */
  connection: { name: string; open: number; recent: number; maxOpen: number; maxRecent: number } | null;
};

/** The first limit that holds the job, in the order in which the scheduler asks; undefined when nothing does. */
export function explainWait(facts: WaitFacts): WaitingFor | undefined {
  if (facts.status === 'processing' && facts.reason === null) return explainConnection(facts.connection);
  if (facts.status === 'pending') return explainPending(facts);
  if (facts.reason === null) return undefined;
  return { limit: facts.reason === 'scheduled' ? 'schedule' : facts.reason };
}

function explainConnection(connection: WaitFacts['connection']): WaitingFor | undefined {
  if (!connection) return undefined;
  const { name, open, recent, maxOpen, maxRecent } = connection;
  return open >= maxOpen || recent >= maxRecent ? { limit: 'connection', connection: name } : undefined;
}

function explainPending(facts: WaitFacts): WaitingFor {
  if (facts.mode === 'paused') return { limit: 'studio_paused' };
  if (facts.mode === 'draining' && !facts.isBegun) return { limit: 'studio_draining' };
  if (facts.isPaused) return { limit: 'paused' };
  if (facts.dueAt) return { limit: 'schedule', until: facts.dueAt.toISOString() };
  const { kind, used, total } = facts.slot;
  if (total === null) return { limit: 'no_worker', slot: { kind, used: 0, total: 0 } };
  // What an organization may not start now stands in no order.
  if (facts.organization && !facts.ahead) return { limit: 'organization', organization: facts.organization };
  return explainTurn({ kind, used, total }, facts.ahead ?? { own: 0, raised: 0, others: 0 });
}

function explainTurn(slot: { kind: string; used: number; total: number }, ahead: Ahead): WaitingFor {
  const isNext = ahead.own + ahead.others < slot.total - slot.used;
  return { limit: isNext ? 'starting' : limitOfTurn(ahead), slot, ahead };
}

/** What people put before it they can put behind it again, so that is said before the turns of others, which nobody here changes. */
function limitOfTurn({ raised, others }: Ahead): 'priority' | 'share' | 'slot' {
  if (raised > 0) return 'priority';
  return others > 0 ? 'share' : 'slot';
}
