import type { StreamEvent } from '@kinora/contract';
import type { Database } from '../database/index.ts';
import type { Listener } from './listener.ts';
import { parseLive } from './live.ts';
import { type Fact, getCounter, listFacts, listLastSeqs } from './store.ts';

/** Facts carry `seq`; live messages do not. */
export type Delivered = StreamEvent & { seq?: number };
export type Subscriber = (event: Delivered) => void;

export type EventHub = {
  /** From now on; answers a function that stops it. */
  subscribe(organizationId: string, subscriber: Subscriber): Promise<() => void>;
  replay(organizationId: string, afterSeq: number): AsyncGenerator<Fact[]>;
  /** True when a reader that stopped there can still be told all it missed. */
  canResume(organizationId: string, afterSeq: number): Promise<boolean>;
  close(): void;
};

type Watch = { subscribers: Set<Subscriber>; lastSeq: number; isPumping: boolean; isWanted: boolean };
const REPLAY_ROWS = 500;

export type EventHubOptions = {
  database: Database;
  listener: Listener;
  onError: (error: unknown) => void;
  /** Adds what may not travel by NOTIFY, which every login of the database can hear: signed links. */
  present?: (organizationId: string, event: StreamEvent) => StreamEvent;
  pollMs?: number;
};

/**
 * Hands the organization's events to whoever is connected to this process. One query per organization and burst, however
 * many screens are open; organizations without an open screen here cost nothing.
 */
export function createEventHub(options: EventHubOptions): EventHub {
  const { database, listener } = options;
  const watches = new Map<string, Watch>();

  async function pump(organizationId: string, watch: Watch): Promise<void> {
    watch.isWanted = true;
    if (watch.isPumping) return;
    watch.isPumping = true;
    try {
      while (watch.isWanted) {
        watch.isWanted = false;
        const facts = await read(organizationId, watch.lastSeq);
        for (const fact of facts) {
          watch.lastSeq = fact.seq;
          for (const tell of watch.subscribers) tell(fact);
        }
        if (facts.length === REPLAY_ROWS) watch.isWanted = true;
      }
    } finally {
      watch.isPumping = false;
    }
  }

  function read(organizationId: string, afterSeq: number): Promise<Fact[]> {
    return database.inOrganization(organizationId, (transaction) => listFacts(transaction, afterSeq, REPLAY_ROWS));
  }

  function wake(organizationId: string): void {
    const watch = watches.get(organizationId);
    if (watch) pump(organizationId, watch).catch(options.onError);
  }

  async function poll(): Promise<void> {
    if (watches.size === 0) return;
    const seqs = await listLastSeqs(database.jobs, [...watches.keys()]);
    for (const [organizationId, seq] of seqs)
      if (seq > (watches.get(organizationId)?.lastSeq ?? seq)) wake(organizationId);
  }

  const stops = [
    listener.on('kinora_events', wake),
    listener.on('kinora_live', (payload) => {
      const { organizationId, event } = parseLive(payload);
      const watch = watches.get(organizationId);
      if (!watch) return;
      const presented = options.present?.(organizationId, event) ?? event;
      for (const tell of watch.subscribers) tell(presented);
    }),
    listener.onConnected(() => void poll().catch(options.onError)),
  ];
  const timer = setInterval(() => void poll().catch(options.onError), options.pollMs ?? 1000);
  timer.unref();

  return {
    async subscribe(organizationId, subscriber) {
      let watch = watches.get(organizationId);
      if (!watch) {
        const counter = await database.inOrganization(organizationId, getCounter);
        // Somebody else may have been faster during the question.
        watch = watches.get(organizationId) ?? {
          subscribers: new Set(),
          lastSeq: counter.lastSeq,
          isPumping: false,
          isWanted: false,
        };
        watches.set(organizationId, watch);
      }
      const kept = watch;
      kept.subscribers.add(subscriber);
      return () => {
        kept.subscribers.delete(subscriber);
        if (kept.subscribers.size === 0 && watches.get(organizationId) === kept) watches.delete(organizationId);
      };
    },
    async *replay(organizationId, afterSeq) {
      for (let last = afterSeq; ; ) {
        const facts = await read(organizationId, last);
        if (facts.length > 0) yield facts;
        if (facts.length < REPLAY_ROWS) return;
        last = facts.at(-1)!.seq;
      }
    },
    async canResume(organizationId, afterSeq) {
      const counter = await database.inOrganization(organizationId, getCounter);
      return afterSeq <= counter.lastSeq && afterSeq + 1 >= counter.firstKeptSeq;
    },
    close() {
      clearInterval(timer);
      for (const stop of stops) stop();
      watches.clear();
    },
  };
}
