import { framesPerSecond, type SceneDescription, type SceneSubject, say } from '@kinora/contract';
import { defineLeaf } from '../../studio.ts';
import { toVideo } from '../material.ts';
import { toMotionRequest } from '../orders/motion-request.ts';
import { orderForShot, shotOrderInput, shotOrderOutput } from '../orders/shot-order.ts';
import { videoSubject } from '../planner/pictures.ts';

/** Asks a vendor to move a shot, and makes the film it sends what the shot shows, as if a person had brought it. */
export const shotMotionLeaf = defineLeaf({
  kind: 'film/shot-motion',
  slot: 'provider',
  stepName: say('step.motion'),
  priceKey: 'motion',
  timeoutMs: 3_600_000,
  input: shotOrderInput,
  output: shotOrderOutput,
  title: (input) => say('piece.motion', { shot: input.code }),
  run: (context, input) =>
    orderForShot(context, input, {
      name: 'motion',
      toRequest: toMotionRequest,
      async toSubject({ assetId }, { film }) {
        const asset = await context.ports.assets.open(assetId);
        return videoSubject(toVideo(asset, framesPerSecond(film.storyboard!.rate)), 0);
      },
      show: showFilm,
    }),
});

/** The film whole, from its first frame; words, ground and beats stay as they were planned. */
function showFilm(scene: SceneDescription, subject: SceneSubject): SceneDescription {
  const { staging: _staging, ...rest } = scene;
  return { ...rest, kind: 'video', subjects: [subject], ground: { ...scene.ground, style: 'blurred' } };
}
