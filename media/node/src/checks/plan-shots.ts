import type { RenderPlan } from '@kinora/contract';

/** Shots in film order with their place; a transition's two layers belong to the shot that comes in. */
export function shotsOf(plan: RenderPlan): { shotKey: string; startFrame: number; lengthFrames: number }[] {
  const shots: { shotKey: string; startFrame: number; lengthFrames: number }[] = [];
  for (const segment of plan.segments) {
    const shotKey = segment.layers.at(-1)?.shotKey ?? '';
    const last = shots.at(-1);
    if (last?.shotKey === shotKey) last.lengthFrames += segment.lengthFrames;
    else shots.push({ shotKey, startFrame: segment.startFrame, lengthFrames: segment.lengthFrames });
  }
  return shots;
}
