import type { BriefFacts, KitFace, Lch } from '@kinora/contract';
import type { KitFamilies } from '../../ports.ts';

/** What the planner reads of a brand's kit. */
export type PlannerKit = {
  name: string;
  /** Brand colours, most important first. */
  colours: readonly Lch[];
  fonts: KitFamilies;
  faces: readonly KitFace[];
  tone: BriefFacts['tone'] | null;
  wordsToUse: readonly string[];
  wordsToAvoid: readonly string[];
  prompt: string;
  negativePrompt: string;
  callToAction: string | null;
  legalLine: string | null;
};
