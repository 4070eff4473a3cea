import type { ComfyServer } from '../../api/index.ts';

const GIGABYTE = 1024 ** 3;

/** Memory of all its cards together, in use and there is; null for a machine without a card. */
export function planMemory(devices: ComfyServer['devices']): { used: string; total: string } | null {
  const total = devices.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const free = devices.reduce((sum, { freeBytes }) => sum + freeBytes, 0);
  if (total === 0) return null;
  return { used: ((total - free) / GIGABYTE).toFixed(1), total: (total / GIGABYTE).toFixed(1) };
}
