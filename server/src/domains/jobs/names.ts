import { hashInput } from '../credits/index.ts';

/**
 * Names that stay the same whenever the same run is played again. A leaf is named by its kind and input, not by the order
 * of calls: a studio may start its pieces side by side, where the order depends on which answers first.
 */
export function createNames() {
  const used = new Map<string, number>();
  const unique = (name: string) => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  };
  return {
    ofStep: (name: string) => unique(name),
    ofLeaf: (kind: string, input: unknown) => unique(`${kind}:${hashInput(input).slice(0, 24)}`),
  };
}

export type Names = ReturnType<typeof createNames>;
