/** A connection and a model of it as one value of a list. */
export function toRouteValue({ connection, model }: { connection: string; model: string }): string {
  return `${connection} ${model}`;
}
