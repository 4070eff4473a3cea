import type { Picture } from '../canvas/toolkit.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { requireSubject } from './hero.ts';
import { type PhotoLayout, planPhotoLayout } from './photo.ts';
import { defineScene, groundColour } from './scene.ts';

/**
 * An uploaded film as a shot: framed like a photograph, never stretched. Frames are fetched by `seek` before they are
 * drawn; a frame past the film's end shows its last one, so a transition out of it never turns black.
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
    const lastFrame = Math.max(0, Math.round(input.seconds * framesPerSecond) - 1);
    let shown: { frame: number; picture: Picture } | undefined;
    const seek = async (seconds: number) => {
      const frame = subject.inFrame + Math.max(0, Math.min(lastFrame, Math.round(seconds * framesPerSecond)));
      if (shown?.frame === frame) return;
      shown = { frame, picture: await toolkit.loadVideoFrame(subject.hash, frame, maximum) };
    };
    await seek(0);
    return {
      enlargements: [{ use: 'video', factor: box.width / crop.width }],
      seek,
      draw(context) {
        if (ground) drawCover(context, ground, { x: 0, y: 0, ...input.size });
        const { picture } = shown!;
        const factor = picture.width / subject.width;
        insideBox(context, box, () =>
          context.drawImage(
            picture.source,
            crop.x * factor,
            crop.y * factor,
            crop.width * factor,
            crop.height * factor,
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
