import { isPriceKey, KinoraError, PRICES, type Preset } from '@kinora/contract';
import type { AnyLeaf, AnyStudio } from '@kinora/studios';

export type StudioRegistry = {
  getStudio(id: string): AnyStudio;
  getLeaf(kind: string): AnyLeaf;
  priceOf(leaf: Pick<AnyLeaf, 'priceKey'>, preset: Preset): number;
};

/** Checked once at start: a leaf that nobody can run or price must stop the program, not a customer's film. */
export function createRegistry(studios: readonly AnyStudio[]): StudioRegistry {
  const byId = new Map<string, AnyStudio>();
  const leaves = new Map<string, AnyLeaf>();
  for (const studio of studios) {
    if (byId.has(studio.id)) throw new KinoraError('jobs.unknown_studio', `studio ${studio.id} is registered twice`);
    byId.set(studio.id, studio);
    for (const leaf of studio.leaves) {
      const known = leaves.get(leaf.kind);
      // Two studios may share a leaf; two leaves may not share a kind.
      if (known && known.run !== leaf.run) throw new KinoraError('jobs.unknown_studio', `two leaves are ${leaf.kind}`);
      leaves.set(leaf.kind, leaf);
      if (!isPriceKey(leaf.priceKey)) {
        throw new KinoraError('jobs.unknown_studio', `${leaf.kind} has no price: ${leaf.priceKey}`);
      }
    }
  }
  return {
    getStudio: (id) => byId.get(id) ?? unknown(`studio ${id}`),
    getLeaf: (kind) => leaves.get(kind) ?? unknown(`leaf ${kind}`),
    priceOf: ({ priceKey }, preset) => (isPriceKey(priceKey) ? PRICES[preset][priceKey] : unknown(`price ${priceKey}`)),
  };
}

function unknown(what: string): never {
  throw new KinoraError('jobs.unknown_studio', `${what} is not registered`);
}
