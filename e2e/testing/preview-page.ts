import type { FilmLook, RenderSegment, SceneDescription, Size } from '@kinora/contract';
import { type CompositorPlan, createTextMeasure, prepareSegment, sceneOf } from '@kinora/media-core';
import { createFilmToolkit, loadFontShelf } from '../../web/src/ui/media/film-toolkit.ts';

export type PreviewTask = { plan: CompositorPlan; segment: RenderSegment; frames: readonly number[] };
export type PlacedText = { text: string; x: number; y: number; width: number; height: number };
export type LayoutTask = { scene: SceneDescription; look: FilmLook; size: Size };

/** What the page of the preview's test offers: the compositor as a screen would use it. */
const page = {
  loadFonts: () => loadFontShelf((face) => `/font/${encodeURIComponent(face.family)}`),
  /** Frames as RGBA in base64, drawn one after another on one canvas. */
  async drawFrames({ plan, segment, frames }: PreviewTask): Promise<string[]> {
    const toolkit = createFilmToolkit({
      urlOf: (hash) => `/file/${hash}`,
      framesPerSecond: plan.rate.numerator / plan.rate.denominator,
    });
    const prepared = await prepareSegment(plan, segment, toolkit);
    const { width, height } = plan.size;
    const { context } = toolkit.createSurface(width, height);
    const drawn: string[] = [];
    for (const frame of frames) {
      await prepared.seek?.(frame);
      prepared.drawFrame(context, frame);
      drawn.push(toBase64(new Uint8Array(context.getImageData(0, 0, width, height).data)));
    }
    return drawn;
  },
  layOut(tasks: readonly LayoutTask[]): PlacedText[][] {
    const measure = createTextMeasure(createFilmToolkit({ urlOf: String, framesPerSecond: 30 }));
    return tasks.map((task) => placeTexts(task, measure));
  },
};

/** Where a scene's words stand, in pixels. */
export function placeTexts(
  { scene, look, size }: LayoutTask,
  measure: ReturnType<typeof createTextMeasure>,
): PlacedText[] {
  const input = { scene, look, size, seconds: 2, framesPerSecond: 30, beatSeconds: [0.5, 1, 1.5], measure };
  return sceneOf(scene.kind)
    .planLayout(input)
    .lines.map(({ text, box }) => ({ text, x: box.x, y: box.y, width: box.width, height: box.height }));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export type PreviewPage = typeof page;
if (typeof window !== 'undefined') Object.assign(window, { preview: page });
