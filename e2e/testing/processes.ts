import { readdirSync, readFileSync } from 'node:fs';

export type ProcessEntry = { id: number; parentId: number; command: string };

/** Every living process of this machine (procfs: the tests run on Linux). Uncollected ones count as gone. */
export function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

function readProcess(id: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name in brackets may hold anything; state and parent are the words after it.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { id, parentId: Number(parent), command };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

/** Children, their children and so on, nearest first. */
export function listDescendants(rootId: number): ProcessEntry[] {
  const all = listProcesses();
  const found: ProcessEntry[] = [];
  let parents = [rootId];
  while (parents.length > 0) {
    const children = all.filter((one) => parents.includes(one.parentId));
    found.push(...children);
    parents = children.map((one) => one.id);
  }
  return found;
}

export function isRunning(id: number): boolean {
  return readProcess(id) !== undefined;
}
