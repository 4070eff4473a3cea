import type { RenderSegment, Size } from '@kinora/contract';
import { directionOf } from '@kinora/contract';
import type { Surface, Toolkit } from '../canvas/toolkit.ts';
import { type PreparedScene, prepareScene } from '../scenes/prepare-scene.ts';
import { drawGrain, paintGrain } from '../sets/grain.ts';
import { createTextMeasure } from '../type/measure.ts';
import { shelveFaces } from '../type/shelf.ts';
import { drawCaptions, planCaption } from './captions.ts';
import type { CompositorPlan, PreparedSegment, PrepareSegment, SegmentFacts } from './compositor.ts';
import { drawDisclosure, planDisclosure } from './disclosure.ts';
import { drawTransition } from './transitions.ts';
import { drawWatermark, prepareWatermark } from './watermark.ts';

/** Prepares one segment for drawing: its shots, transition, captions, watermark and grain, in that order of paint. */
export const prepareSegment: PrepareSegment = async (plan, segment, toolkit, signal) => {
  const { faces = [] } = plan.look;
  shelveFaces(faces);
  await toolkit.loadFaces(faces);
  const shots: PreparedScene[] = [];
  for (const layer of segment.layers) {
    signal?.throwIfAborted();
    shots.push(await prepareScene(layer, plan, toolkit));
  }
  signal?.throwIfAborted();
  const measure = createTextMeasure(toolkit);
  const captions = segment.captions.map((caption) => planCaption(caption, plan.size, measure));
  const grain = plan.look.grain > 0 ? await paintGrain(toolkit) : [];
  const drawShots = planShots(plan, segment, shots, toolkit);
  const seek = shots.some((shot) => shot.seek) ? (frame: number) => seekShots(segment, shots, frame) : undefined;
  const drawSettled = async (surface: Surface) => {
    const frame = Math.floor(segment.lengthFrames * SETTLED_SHARE);
    await seek?.(frame);
    resetContext(surface.context, plan.size);
    drawShots(surface.context, frame);
  };
  const mark = plan.watermark ? await prepareWatermark(plan.watermark, plan.size, { toolkit, drawSettled }) : undefined;
  const facts = mergeFacts(shots.map((shot) => shot.facts));
  const label =
    plan.disclosure &&
    planDisclosure(plan.disclosure, plan.size, measure, [
      ...facts.textBoxes,
      ...captions.map(({ box }) => box),
      ...(mark ? [mark.box] : []),
    ]);
  if (label) facts.labelBox = label.box;
  const prepared: PreparedSegment = {
    drawFrame(context, frame, beforeGrain) {
      resetContext(context, plan.size);
      drawShots(context, frame);
      drawCaptions(context, captions, frame);
      if (mark) drawWatermark(context, mark);
      if (label) drawDisclosure(context, label);
      beforeGrain?.();
      drawGrain(context, grain, plan.size, segment.startFrame + frame, plan.look.grain);
    },
    facts,
  };
  if (seek) prepared.seek = seek;
  return prepared;
};

/** Moment of a segment at which everything has arrived. */
const SETTLED_SHARE = 0.6;
const UNDERLAY = '#17131a';

/** Nothing of an earlier frame or caller may leak into this one: any frame is drawn the same after any other. */
function resetContext(context: CanvasRenderingContext2D, size: Size): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  // Soft edges of fields that meet let what is underneath through: never an older frame.
  context.fillStyle = UNDERLAY;
  context.fillRect(0, 0, size.width, size.height);
}

function planShots(
  plan: CompositorPlan,
  segment: RenderSegment,
  shots: readonly PreparedScene[],
  toolkit: Toolkit,
): (context: CanvasRenderingContext2D, frame: number) => void {
  const drawShot = (index: number, frame: number) => (context: CanvasRenderingContext2D) =>
    shots[index]!.draw(context, frame + segment.layers[index]!.offsetFrames);
  const { transition } = segment;
  if (!transition || shots.length < 2) return (context, frame) => drawShot(0, frame)(context);
  const second = toolkit.createSurface(plan.size.width, plan.size.height).context;
  return (context, frame) => {
    const share = (frame + transition.offsetFrames + 1) / (transition.lengthFrames + 1);
    resetContext(second, plan.size);
    drawTransition(context, transition.kind, share, {
      outgoing: drawShot(0, frame),
      incoming: drawShot(1, frame),
      second,
      size: plan.size,
      isMirrored: directionOf(plan.look.language) === 'rtl',
    });
  };
}

async function seekShots(segment: RenderSegment, shots: readonly PreparedScene[], frame: number): Promise<void> {
  for (const [index, shot] of shots.entries()) await shot.seek?.(frame + segment.layers[index]!.offsetFrames);
}

function mergeFacts(facts: readonly SegmentFacts[]): SegmentFacts {
  const logoBoxes = facts.flatMap((fact) => fact.logoBoxes ?? []);
  return {
    textBoxes: facts.flatMap((fact) => fact.textBoxes),
    productBoxes: facts.flatMap((fact) => fact.productBoxes),
    ...(logoBoxes.length > 0 ? { logoBoxes } : {}),
    enlargements: facts.flatMap((fact) => fact.enlargements),
    notices: [...new Set(facts.flatMap((fact) => fact.notices))],
  };
}
