import type { Connection, GenerationIntent, GenerationModel, OfferedModel } from '@kinora/contract';
import type { Provider } from '@kinora/providers';
import type { ConnectionRow, ConnectionUse } from './connection-store.ts';
import { type ConnectionParts, getProvider } from './connections.ts';
import { sentenceOfFault } from './intent.ts';
import type { IntentRow } from './intent-store.ts';

const NO_USE: ConnectionUse = { submissions: 0, finished: 0, cost_micros: 0, in_work: 0 };

function toMonth(use: ConnectionUse = NO_USE): Connection['month'] {
  const { submissions, finished, cost_micros: costMicros, in_work: inWork } = use;
  return { submissions, finished, costMicros, currency: 'USD', inWork };
}

/** Without the key: nobody reads it back, whatever their role. */
export function presentConnection(row: ConnectionRow, provider: Provider, use: ConnectionUse | undefined): Connection {
  return {
    id: row.id,
    provider: row.provider,
    providerTitle: provider.title,
    name: row.name,
    isOperators: false,
    baseUrl: row.base_url,
    isAgent: row.is_agent,
    lastFour: row.last_four,
    isEnabled: row.is_enabled,
    limits: {
      concurrent: row.max_concurrent ?? provider.limits.concurrent,
      submissionsPerMinute: row.submissions_per_minute ?? provider.limits.submissionsPerMinute,
    },
    account: row.account,
    health: { state: row.health, fault: row.health_fault, checkedAt: row.checked_at?.toISOString() ?? null },
    month: toMonth(use),
    createdAt: row.created_at.toISOString(),
  };
}

/** The operator's connections, of whose keys an organization is told nothing. */
export function presentOperators(parts: ConnectionParts, use: ReadonlyMap<string, ConnectionUse>): Connection[] {
  return [...parts.operator.keys()].map((id) => {
    const { title, limits } = getProvider(parts, id);
    return {
      id: `operator:${id}`,
      provider: id,
      providerTitle: title,
      name: title,
      isOperators: true,
      baseUrl: null,
      isAgent: false,
      lastFour: '',
      isEnabled: true,
      limits,
      account: null,
      health: { state: 'unknown' as const, fault: null, checkedAt: null },
      month: toMonth(use.get(`operator:${id}`)),
      createdAt: null,
    };
  });
}

type Offering = { id: string; name: string; provider: string; models: string[] | null; isOperators: boolean };

/** The operator's connections take models with a known price only: credits are made from it. */
export function presentModel(model: GenerationModel, provider: Provider, offerings: readonly Offering[]): OfferedModel {
  const fitting = offerings
    .filter((one) => one.provider === provider.id && (!one.isOperators || model.price !== null))
    .filter((one) => one.models === null || one.models.includes(model.id));
  return {
    ...model,
    providerTitle: provider.title,
    connections: fitting.map(({ id, name, isOperators }) => ({ id, name, isOperators })),
  };
}

export function presentIntent(row: IntentRow): GenerationIntent {
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: row.id,
    jobId: row.job_id,
    name: row.name,
    number: row.number,
    provider: row.provider,
    model: row.model,
    capability: row.capability,
    state: row.state,
    sends: row.sends,
    remoteId: row.remote_id,
    placement: row.placement,
    fault:
      row.fault_kind === null
        ? null
        : {
            kind: row.fault_kind,
            sentence: sentenceOfFault({ kind: row.fault_kind, message: row.fault_message ?? '' }),
          },
    cost: row.cost_micros === null ? null : { currency: 'USD', micros: row.cost_micros },
    createdAt: row.created_at.toISOString(),
    sentAt: iso(row.sent_at),
    nextPollAt: iso(row.next_poll_at),
    finishedAt: iso(row.finished_at),
  };
}
