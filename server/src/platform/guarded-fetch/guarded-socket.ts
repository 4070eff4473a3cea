import { WebSocket } from 'undici';
import { createResolver, type GuardedFetchOptions, pinAgent } from './resolve.ts';

export type SocketRequest = {
  /** `ws:` or `wss:`. */
  url: string;
  headers: Record<string, string>;
  /** A message that is larger ends the socket. */
  maximumBytes: number;
  signal: AbortSignal;
  onMessage(message: string | Uint8Array): void;
};
/** Ends with the socket, whatever ended it. */
export type GuardedSocket = (request: SocketRequest) => Promise<void>;

const MOST_HEADER_MS = 10_000;

/** A socket to an address that came from outside, judged and pinned like a fetch. */
export function createGuardedSocket(options: GuardedFetchOptions): GuardedSocket {
  const resolve = createResolver(options);
  return async ({ url, headers, maximumBytes, signal, onMessage }) => {
    const agent = pinAgent(await resolve(new URL(url)));
    try {
      if (signal.aborted) return;
      const socket = new WebSocket(url, { dispatcher: agent, headers });
      socket.binaryType = 'arraybuffer';
      const close = () => socket.close();
      const late = setTimeout(() => socket.readyState === WebSocket.CONNECTING && close(), MOST_HEADER_MS);
      signal.addEventListener('abort', close, { once: true });
      await new Promise<void>((done) => {
        socket.addEventListener('message', ({ data }: { data: unknown }) => {
          const message = data instanceof ArrayBuffer ? new Uint8Array(data) : String(data);
          if (message.length > maximumBytes) close();
          else onMessage(message);
        });
        socket.addEventListener('close', () => done());
        socket.addEventListener('error', () => done());
        signal.addEventListener('abort', () => done(), { once: true });
      });
      clearTimeout(late);
      signal.removeEventListener('abort', close);
    } finally {
      await agent.destroy();
    }
  };
}
