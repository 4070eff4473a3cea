import type { FaultKind } from '@kinora/contract';

/** A vendor's no or failure, put into one vocabulary. `message` is the vendor's own text, for the log. */
export type ProviderFault = {
  kind: FaultKind;
  message: string;
  /** When the vendor said how long to wait. */
  retryAfterMs: number | null;
};

/** Whether the same request may be taken later without a change. Only asked where nothing was accepted. */
export function mayBeTakenLater({ kind }: ProviderFault): boolean {
  return kind === 'rate_limited' || kind === 'provider_down';
}

/**
 * `Retry-After` in both its forms, seconds and a date; null where it is absent or makes no sense.
 * @param nowMs milliseconds since 1970
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
