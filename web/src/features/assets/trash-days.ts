import type { Asset } from '../../api/index.ts';

const DAY_MS = 86_400_000;

/** Whole days a file stays in the trash, none on its last; `now` in ms. */
export function daysLeft({ deletedAt }: Pick<Asset, 'deletedAt'>, trashDays: number, now: number): number {
  if (deletedAt === null) return trashDays;
  return Math.max(0, Math.ceil((Date.parse(deletedAt) + trashDays * DAY_MS - now) / DAY_MS));
}
