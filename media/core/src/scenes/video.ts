import type { Picture } from '../canvas/toolkit.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import type { Box } from '../type/box.ts';
import { cropAt } from './crop-path.ts';
import { requireSubject } from './hero.ts';
import { type PhotoLayout, planPhotoLayout } from './photo.ts';
import { defineScene, groundColour } from './scene.ts';

/** A recording that ends before its shot is held, and the held picture draws nearer: it may not stand still. */
const HELD_DRIFT_PER_SECOND = 0.025;

/**
 * An uploaded film as a shot: framed like a photograph, never stretched, at the speed it was recorded with. Frames are
 * fetched by `seek` before they are drawn; past the recording's end its last one stays, so nothing ever turns black.
 */
export const videoScene = defineScene<PhotoLayout>({
  kind: 'video',
  planLayout: planPhotoLayout,
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { box, crop } = layout.framing;
    const scale = Math.min(1, box.width / crop.width);
    const maximum = {
      width: Math.max(2, Math.round((subject.width * scale) / 2) * 2),
      height: Math.max(2, Math.round((subject.height * scale) / 2) * 2),
    };
    const ground = layout.framing.isFull
      ? undefined
      : await paintWall(toolkit, input.size, { colour: groundColour(input) });
    const vignette = await paintVignette(toolkit, input.size, 0.14);
    const framesPerSecond = input.framesPerSecond;
    const lastFrame = subject.lengthFrames === undefined ? Number.POSITIVE_INFINITY : subject.lengthFrames - 1;
    const frameAt = (seconds: number) => subject.inFrame + Math.max(0, Math.round(seconds * framesPerSecond));
    let shown: { frame: number; picture: Picture } | undefined;
    const seek = async (seconds: number) => {
      const frame = Math.min(lastFrame, frameAt(seconds));
      if (shown?.frame === frame) return;
      shown = { frame, picture: await toolkit.loadVideoFrame(subject.hash, frame, maximum) };
    };
    await seek(0);
    return {
      enlargements: [{ use: 'video', factor: box.width / crop.width }],
      seek,
      draw(context, seconds) {
        if (ground) drawCover(context, ground, { x: 0, y: 0, ...input.size });
        const { picture } = shown!;
        const place = cropAt(layout.framing, subject, seconds * framesPerSecond);
        // Each side by itself: sizes are rounded, and a picture short of a line would show the ground there.
        const scaleX = picture.width / subject.width;
        const scaleY = picture.height / subject.height;
        const held = Math.max(0, frameAt(seconds) - lastFrame) / framesPerSecond;
        const seen = shrinkAboutCentre(place, 1 / (1 + HELD_DRIFT_PER_SECOND * held));
        insideBox(context, box, () =>
          context.drawImage(
            picture.source,
            seen.x * scaleX,
            seen.y * scaleY,
            seen.width * scaleX,
            seen.height * scaleY,
            box.x,
            box.y,
            box.width,
            box.height,
          ),
        );
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

function shrinkAboutCentre(box: Box, factor: number): Box {
  return {
    x: box.x + (box.width * (1 - factor)) / 2,
    y: box.y + (box.height * (1 - factor)) / 2,
    width: box.width * factor,
    height: box.height * factor,
  };
}
