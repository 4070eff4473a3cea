import { storyBeat } from '@kinora/contract';
import { z } from 'zod';
import { toStrictSchema } from './strict-schema.ts';

export const shotWriting = z.strictObject({
  /** Key of a shot the built-in planner has measured. */
  shot: z.string().min(1).max(24),
  seconds: z.number().min(0.3).max(60),
  /** Read on screen; empty where the shot shows none. */
  line: z.string().max(60),
  narration: z.string().max(200),
  picturePrompt: z.string().min(1).max(1000),
  motionPrompt: z.string().min(1).max(1000),
});
export type ShotWriting = z.infer<typeof shotWriting>;

/**
 * What a language model decides of a film: which of the possible shots, in which order, how long, and every word. What a
 * shot can show is measured and not its to say (docs/decisions/0210).
 */
export const planWriting = z.strictObject({
  title: z.string().min(1).max(120),
  scenes: z
    .array(
      z.strictObject({
        beat: storyBeat,
        title: z.string().min(1).max(120),
        summary: z.string().min(1).max(600),
        shots: z.array(shotWriting).min(1).max(26),
      }),
    )
    .min(1)
    .max(24),
});
export type PlanWriting = z.infer<typeof planWriting>;

export const PLAN_WRITING_SCHEMA = toStrictSchema(planWriting);

export function writtenShots({ scenes }: PlanWriting): ShotWriting[] {
  return scenes.flatMap(({ shots }) => shots);
}
