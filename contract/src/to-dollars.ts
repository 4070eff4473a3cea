/** @param micros millionths of a dollar. Below a cent four places are told, or a cheap answer would read as free. */
export function toDollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(micros < 10_000 ? 4 : 2)}`;
}
