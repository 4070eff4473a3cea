import type { Notification } from '../../api/index.ts';

export type Group = { key: string; projectName: string | null; items: Notification[] };

/** A project's notifications together, where its newest stands; what belongs to none stays alone. */
export function groupByProject(notifications: readonly Notification[]): Group[] {
  const groups = new Map<string, Group>();
  for (const each of notifications) {
    const key = each.projectId ?? each.id;
    const group = groups.get(key) ?? { key, projectName: each.projectName, items: [] };
    group.items.push(each);
    groups.set(key, group);
  }
  return [...groups.values()];
}
