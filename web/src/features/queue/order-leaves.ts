import type { Job } from '../../api/index.ts';

/** Pieces as a person counts them: kinds in the order in which they began, and within a kind shot 2 before shot 10. */
export function orderLeaves<Leaf extends Pick<Job, 'kind' | 'title'>>(leaves: readonly Leaf[]): Leaf[] {
  const kinds = [...new Set(leaves.map(({ kind }) => kind))];
  return leaves.toSorted(
    (left, right) =>
      kinds.indexOf(left.kind) - kinds.indexOf(right.kind) ||
      left.title.localeCompare(right.title, undefined, { numeric: true }),
  );
}
