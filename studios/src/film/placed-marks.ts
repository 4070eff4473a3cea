import type { PlacedMark, RenderPlan } from '@kinora/contract';
import { planWatermark, type SegmentFacts } from '@kinora/media-core';

/**
 * What stands over the picture once each shot has settled, in shares of the frame. A shot shown in a transition too is told
 * once. Nothing is said where a part was drawn before places were kept: half of them would pass for all.
 */
export function toPlaced(
  plan: Pick<RenderPlan, 'size' | 'watermark' | 'disclosure'>,
  facts: readonly (SegmentFacts | null)[],
): { placed?: PlacedMark[] } {
  if (facts.some((one) => one === null)) return {};
  const { width, height } = plan.size;
  const share = (value: number) => Math.round(value * 10_000) / 10_000;
  const toMark = (kind: PlacedMark['kind'], text: string, box: Omit<PlacedMark['box'], 'kind'>): PlacedMark => ({
    kind,
    text,
    box: {
      x: share(box.x / width),
      y: share(box.y / height),
      width: share(box.width / width),
      height: share(box.height / height),
    },
  });
  const words = facts.flatMap((one) => one?.textBoxes ?? []).map((box) => toMark('words', box.text, box));
  const logos = facts.flatMap((one) => one?.logoBoxes ?? []).map((box) => toMark('logo', '', box));
  const marks = plan.watermark ? [toMark('watermark', '', planWatermark(plan.watermark, plan.size))] : [];
  const labels = facts.flatMap((one) =>
    one?.labelBox && plan.disclosure ? [toMark('label', plan.disclosure.text, one.labelBox)] : [],
  );
  const all = [...words, ...logos, ...marks, ...labels];
  return { placed: [...new Map(all.map((mark) => [JSON.stringify(mark), mark])).values()] };
}
