import type { EventType } from '@kinora/contract';
import { create } from 'zustand';
import { API_BASE, type StreamEvent } from '../../api/index.ts';

const EVENT_NAMES: readonly EventType[] = [
  'job.updated',
  'job.completed',
  'job.failed',
  'job.cancelled',
  'job.progress',
  'job.preview',
  'queue.updated',
  'audit.updated',
  'picture_check.ended',
  'credits.updated',
  'budget.updated',
  'billing.updated',
  'take.created',
  'shot.updated',
  'storyboard.updated',
  'project.updated',
  'timeline.changed',
  'render.completed',
  'asset.created',
  'asset.updated',
  'asset.deleted',
  'brand.updated',
  'delivery.recorded',
  'product.created',
  'product.updated',
  'product.deleted',
  'product_import.updated',
  'product_import.progress',
  'notification.created',
  'presence.changed',
  'server.health',
  'stream.reset',
];

/**
 * Whether the studio can be reached; `isOnline: false` shows the offline bar and holds paid buttons. `retryAt` is when it
 * is tried next, on the clock of `Date.now`; missing while it is being tried.
 */
type Connection = { isOnline: boolean; retryAt?: number | undefined };
export const useConnection = create<Connection>()(() => ({ isOnline: true }));

export type StreamHandlers = {
  /** How far the organization's events had come before anything else was asked: what happens until the stream is open is told too. */
  after: string | undefined;
  event: (event: StreamEvent) => void;
  /** Events may have been missed: what is on screen is asked for again. */
  gap: () => void;
  /** The studio answers but does not let us listen: the session may have ended. */
  refused: () => void;
};

/** What the tab that reads tells the others. */
type Told = { event: StreamEvent; id: string } | { moment: 'gap' | 'refused' } | Connection;
/** What any tab asks of the one that reads. */
type Asked = { ask: 'now' };

/** How far each organization's events were read in this tab, by whichever of the tabs. */
const readTo = new Map<string, string>();

/** Tries to reach the studio at once; nothing while nobody listens. */
let tryAtOnce = () => {};
export const tryNow = () => tryAtOnce();

/**
 * One connection for all tabs of a browser: the tab that holds the lock reads the stream and tells the others. When it
 * closes, the lock passes on, and the next tab reads on from what it was told last. Without
 * locks (plain http on a network) each tab reads for itself.
 */
export function startEvents(organizationId: string, on: StreamHandlers): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`kinora-events-${organizationId}`);
  const take = (told: Told) => {
    if ('event' in told) {
      if (told.id) readTo.set(organizationId, told.id);
      on.event(told.event);
    } else if ('isOnline' in told) useConnection.setState({ retryAt: undefined, ...told });
    else on[told.moment]();
  };
  const asked = new EventTarget();
  channel.onmessage = ({ data }: MessageEvent<Told | Asked>) => {
    if ('ask' in data) asked.dispatchEvent(new Event('now'));
    else take(data);
  };
  tryAtOnce = () => {
    asked.dispatchEvent(new Event('now'));
    channel.postMessage({ ask: 'now' } satisfies Asked);
  };
  // The further one: who comes back to an organization has just been answered anew. Ids are numbers that only grow.
  if (Number(on.after ?? -1) > Number(readTo.get(organizationId) ?? -1)) readTo.set(organizationId, on.after!);
  const readFrom = () => readTo.get(organizationId);
  const lead = () =>
    readStream({ signal: stop.signal, asked, readFrom }, (told) => {
      channel.postMessage(told);
      take(told);
    });
  if (navigator.locks) {
    const held = navigator.locks.request(`kinora-events-${organizationId}`, { signal: stop.signal }, lead);
    held.catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  } else void lead();
  return () => {
    stop.abort();
    channel.close();
  };
}

/** Seconds between tries: soon at first, for a studio that restarts, then calmly. */
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30] as const;

export function retryDelayMs(failures: number): number {
  return (RETRY_SECONDS[Math.min(failures, RETRY_SECONDS.length - 1)] ?? 30) * 1000;
}

/**
 * Reads until told to stop. After a cut or a refusal it tries again by its own clock, as a browser's own is told to
 * nobody; what came last is named, so that nothing is missed.
 */
function readStream(
  { signal, asked, readFrom }: { signal: AbortSignal; asked: EventTarget; readFrom: () => string | undefined },
  tell: (told: Told) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const receive = (message: MessageEvent<string>) => {
      tell({ event: JSON.parse(message.data) as StreamEvent, id: message.lastEventId });
    };
    const close = () => {
      clearTimeout(timer);
      source?.close();
    };
    const open = () => {
      close();
      const lastId = readFrom();
      source = new EventSource(`${API_BASE}/events${lastId ? `?after=${encodeURIComponent(lastId)}` : ''}`);
      source.onopen = () => {
        failures = 0;
        if (!useConnection.getState().isOnline) tell({ moment: 'gap' });
        tell({ isOnline: true });
      };
      source.onmessage = receive;
      for (const name of EVENT_NAMES) source.addEventListener(name, receive);
      source.onerror = () => {
        // A refusal closes it, a cut leaves it connecting.
        if (source?.readyState === EventSource.CLOSED) tell({ moment: 'refused' });
        wait();
      };
    };
    const wait = () => {
      close();
      const delayMs = retryDelayMs(failures);
      failures += 1;
      tell({ isOnline: false, retryAt: Date.now() + delayMs });
      timer = setTimeout(open, delayMs);
    };
    const openAgain = () => {
      if (useConnection.getState().isOnline) return;
      tell({ isOnline: false });
      open();
    };
    // A network that goes away leaves an open connection hanging without a word, so the browser's own word is taken.
    addEventListener('offline', wait, { signal });
    addEventListener('online', openAgain, { signal });
    asked.addEventListener('now', openAgain, { signal });
    signal.addEventListener('abort', () => {
      close();
      resolve();
    });
    open();
  });
}
