import type { MediaRole, ProductKind } from '../../api/index.ts';
import type { AnswerOf } from '../../api/types.ts';

export type ProposedGroup = AnswerOf<'groupProductFiles'>['groups'][number];

/** Files that make one product, as a person may still change them. `index` is the file's place in the drop. */
export type DropGroup = {
  key: string;
  name: string;
  isWanted: boolean;
  /** The product they are added to; null makes a new one. */
  existing: { id: string; name: string } | null;
  files: { index: number; role: MediaRole }[];
};
export type DropPlan = { kind: ProductKind; groups: DropGroup[] };

export function toPlan(groups: readonly ProposedGroup[], kind: ProductKind): DropPlan {
  return {
    kind,
    groups: groups.map(({ key, name, existing, files }) => ({
      key,
      name,
      isWanted: true,
      existing,
      // A product that is there keeps its hero until a person says otherwise.
      files: files.map(({ index, role }) => ({ index, role: existing && role === 'hero' ? 'detail' : role })),
    })),
  };
}

/** A new product after all, with a hero of its own. */
export function makeNew(plan: DropPlan, key: string): DropPlan {
  const next = changeGroup(plan, key, { existing: null });
  const files = next.groups.find((group) => group.key === key)?.files ?? [];
  const [first] = files;
  return first && !files.some(({ role }) => role === 'hero') ? setRole(next, key, first.index, 'hero') : next;
}

export function changeGroup(plan: DropPlan, key: string, changes: Partial<DropGroup>): DropPlan {
  return { ...plan, groups: plan.groups.map((group) => (group.key === key ? { ...group, ...changes } : group)) };
}

/** A second hero becomes a front view: a product has one. */
export function setRole(plan: DropPlan, key: string, index: number, role: MediaRole): DropPlan {
  const group = plan.groups.find((one) => one.key === key);
  const files = (group?.files ?? []).map((file) => {
    if (file.index === index) return { ...file, role };
    return role === 'hero' && file.role === 'hero' ? { ...file, role: 'front' as const } : file;
  });
  return changeGroup(plan, key, { files });
}

/** Takes a file out of its group into another; a group without files goes. The group that takes it keeps its hero. */
export function moveFile(plan: DropPlan, index: number, toKey: string): DropPlan {
  const moved = plan.groups.flatMap(({ files }) => files).find((file) => file.index === index);
  if (!moved) return plan;
  const groups = plan.groups.map((group) => {
    const files = group.files.filter((file) => file.index !== index);
    if (group.key !== toKey) return { ...group, files };
    const hasHero = files.some(({ role }) => role === 'hero');
    return {
      ...group,
      files: [...files, moved.role === 'hero' && hasHero ? { ...moved, role: 'front' as const } : moved],
    };
  });
  return { ...plan, groups: groups.filter(({ files }) => files.length > 0) };
}

/** Two groups that are one product after all. */
export function joinGroups(plan: DropPlan, fromKey: string, toKey: string): DropPlan {
  const from = plan.groups.find(({ key }) => key === fromKey);
  return (from?.files ?? []).reduce((next, { index }) => moveFile(next, index, toKey), plan);
}

export function wantedGroups(plan: DropPlan): DropGroup[] {
  return plan.groups.filter(({ isWanted, name }) => isWanted && name.trim() !== '');
}
