/**
 * A socket to a vendor's address, under the same guard as `SafeHttp`. What comes over it is told as it comes; the promise ends
 * with the socket, whatever ended it: whoever listens here is told of progress and of nothing that matters.
 */
export type SafeSocket = (request: {
  /** `ws:` or `wss:`. */
  url: string;
  headers: Record<string, string>;
  maximumBytes: number;
  signal: AbortSignal;
  onMessage(message: string | Uint8Array): void;
}) => Promise<void>;

/** What a watched job tells on its way. */
export type Watched = { kind: 'share'; share: number } | { kind: 'preview'; bytes: Uint8Array };
