import type { PlannerKit } from './kit.ts';
import type { PlannerPicture } from './pictures.ts';

/** What a planner works from, read once. */
export type PlannerMaterial = {
  pictures: readonly PlannerPicture[];
  kit: PlannerKit | null;
  logo: { hash: string; width: number; height: number } | null;
  /** The same for dark grounds. */
  logoOnDark?: { hash: string; width: number; height: number } | null;
};
