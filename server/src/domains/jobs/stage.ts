/** A parent's bar: each stage owns a part of it, and the leaves started in it share that part by their weights. */
export type StageBar = {
  setStage(from: number, to: number): number;
  addLeaf(key: string, weight: number): number;
  setLeaf(key: string, progress: number): number;
};

/** Pure bookkeeping; every call answers the parent's share (0–1). The bar never moves back within a run. */
export function createStageBar(): StageBar {
  let from = 0;
  let to = 1;
  let highest = 0;
  let leaves = new Map<string, { weight: number; progress: number }>();

  function share(): number {
    let total = 0;
    let done = 0;
    for (const { weight, progress } of leaves.values()) {
      total += weight;
      done += weight * progress;
    }
    highest = Math.max(highest, from + (total === 0 ? 0 : (done / total) * (to - from)));
    return highest;
  }

  return {
    setStage(nextFrom, nextTo) {
      from = nextFrom;
      to = nextTo;
      leaves = new Map();
      return share();
    },
    addLeaf(key, weight) {
      leaves.set(key, { weight, progress: 0 });
      return share();
    },
    setLeaf(key, progress) {
      const leaf = leaves.get(key);
      if (leaf) leaf.progress = progress;
      return share();
    },
  };
}
