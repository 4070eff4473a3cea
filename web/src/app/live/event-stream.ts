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

/** Whether the studio can be reached. `false` shows the offline bar and holds paid buttons. */
export const useConnection = create<{ isOnline: boolean }>()(() => ({ isOnline: true }));

export type StreamHandlers = {
  event: (event: StreamEvent) => void;
  /** Events may have been missed: what is on screen is asked for again. */
  gap: () => void;
  /** The studio answers but does not let us listen: the session may have ended. */
  refused: () => void;
};

/** What the tab that reads tells the others. */
type Told = { event: StreamEvent } | { moment: 'gap' | 'refused' } | { isOnline: boolean };

/**
 * One connection for all tabs of a browser: the tab that holds the lock reads the stream and tells the others. When it
 * closes, the lock passes on and the next tab connects; `EventSource` resumes with `Last-Event-ID` by itself. Without
 * locks (plain http on a network) each tab reads for itself.
 */
export function startEvents(organizationId: string, on: StreamHandlers): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(`kinora-events-${organizationId}`);
  const take = (told: Told) => {
    if ('event' in told) on.event(told.event);
    else if ('isOnline' in told) useConnection.setState(told);
    else on[told.moment]();
  };
  channel.onmessage = ({ data }) => take(data as Told);
  const lead = () =>
    readStream(stop.signal, (told) => {
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

const RECONNECT_MS = 2000;

/** Reads until told to stop. The browser reconnects after a cut; after a refusal it gives up, then we start anew. */
function readStream(signal: AbortSignal, tell: (told: Told) => void): Promise<void> {
  return new Promise((resolve) => {
    let lastId: string | undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const receive = (message: MessageEvent<string>) => {
      if (message.lastEventId) lastId = message.lastEventId;
      tell({ event: JSON.parse(message.data) as StreamEvent });
    };
    const open = () => {
      source = new EventSource(`${API_BASE}/events${lastId ? `?after=${encodeURIComponent(lastId)}` : ''}`);
      source.onopen = () => {
        if (!useConnection.getState().isOnline) tell({ moment: 'gap' });
        tell({ isOnline: true });
      };
      source.onmessage = receive;
      for (const name of EVENT_NAMES) source.addEventListener(name, receive);
      source.onerror = () => {
        tell({ isOnline: false });
        if (source?.readyState !== EventSource.CLOSED) return;
        tell({ moment: 'refused' });
        timer = setTimeout(open, RECONNECT_MS);
      };
    };
    const close = () => {
      clearTimeout(timer);
      source?.close();
    };
    // A network that goes away leaves an open connection hanging without a word, so the browser's own word is taken.
    addEventListener('offline', () => tell({ isOnline: false }), { signal });
    addEventListener(
      'online',
      () => {
        close();
        open();
      },
      { signal },
    );
    signal.addEventListener('abort', () => {
      close();
      resolve();
    });
    open();
  });
}
