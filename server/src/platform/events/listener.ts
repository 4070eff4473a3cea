import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export type ListenerOptions = {
  url: string;
  onError?: (error: Error) => void;
  /** First wait after a lost connection; doubles to two seconds. */
  reconnectMs?: number;
};

export type Listener = {
  /** Answers a function that stops it. */
  on(channel: string, handle: (payload: string) => void): () => void;
  /** Called after each connection, the first included: what was said meanwhile is lost, so look for yourself. */
  onConnected(handle: () => void): () => void;
  close(): Promise<void>;
};

/**
 * One LISTEN connection for the whole process. It is opened anew for as long as the process lives; a notification is only
 * ever a hint, and every listener also looks by itself once a second.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const handlers = new Map<string, Set<(payload: string) => void>>();
  const connectedHandlers = new Set<() => void>();
  let client: pg.Client | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'kinora listener',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    next.on('error', (error) => options.onError?.(error));
    next.on('notification', (message) => {
      for (const handle of handlers.get(message.channel) ?? []) handle(message.payload ?? '');
    });
    await next.connect();
    for (const channel of handlers.keys()) await next.query(`listen ${channel}`);
    client = next;
    next.once('end', () => {
      if (client === next) client = undefined;
      if (!isClosed) void reconnect();
    });
    for (const handle of connectedHandlers) handle();
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = options.reconnectMs ?? 100; !isClosed; waitMs = Math.min(waitMs * 2, 2000)) {
      await sleep(waitMs, undefined, { ref: false });
      if (isClosed) return;
      try {
        return await connect();
      } catch (error) {
        options.onError?.(error as Error);
      }
    }
  }

  await connect();
  return {
    on(channel, handle) {
      if (!/^[a-z_]+$/.test(channel)) throw new TypeError(`not a channel name: ${channel}`);
      const known = handlers.get(channel);
      const set = known ?? new Set();
      handlers.set(channel, set.add(handle));
      if (!known) client?.query(`listen ${channel}`).catch((error: Error) => options.onError?.(error));
      return () => void set.delete(handle);
    },
    onConnected(handle) {
      connectedHandlers.add(handle);
      return () => void connectedHandlers.delete(handle);
    },
    async close() {
      isClosed = true;
      await client?.end();
    },
  };
}
