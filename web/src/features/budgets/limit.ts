const MICROS = 1_000_000;

/** A limit as a person types it: whole credits, or money with at most two decimals. */
export function toAmount(unit: string, limit: number): string {
  return unit === 'credits' ? String(limit) : String(limit / MICROS);
}

/** @returns null for what is no amount of this unit */
export function toLimit(unit: string, text: string): number | null {
  const amount = text.trim().replace(',', '.');
  if (!(unit === 'credits' ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,2})?$/).test(amount)) return null;
  return unit === 'credits' ? Number(amount) : Math.round(Number(amount) * MICROS);
}
