import { type SceneDescription, type SceneSubject, say } from '@kinora/contract';
import { defineLeaf } from '../../studio.ts';
import type { FilmDependencies } from '../dependencies.ts';
import { toPictureRequest } from '../orders/picture-request.ts';
import { orderForShot, shotOrderInput, shotOrderOutput } from '../orders/shot-order.ts';
import { photoSubject } from '../planner/pictures.ts';

/** Asks a vendor for a shot's picture, in the words of its prompt, and makes it what the shot shows. */
export function createShotPictureLeaf({ parser }: Pick<FilmDependencies, 'parser'>) {
  return defineLeaf({
    kind: 'film/shot-picture',
    slot: 'provider',
    stepName: say('step.picture'),
    priceKey: 'picture',
    timeoutMs: 1_800_000,
    input: shotOrderInput,
    output: shotOrderOutput,
    title: (input) => say('piece.picture', { shot: input.code }),
    run: (context, input) =>
      orderForShot(context, input, {
        name: 'picture',
        toRequest: toPictureRequest,
        async toSubject({ assetId, path, hash }) {
          const { temporaryFolder, signal } = context;
          const { analysis } = await parser.parse('analysis', path, temporaryFolder, { signal });
          signal.throwIfAborted();
          await context.ports.assets.saveAnalysis({ ...analysis, hash });
          return photoSubject(assetId, { ...analysis, hash });
        },
        show: showPicture,
      }),
  });
}

/** The picture whole, moved by the built-in engine; words, ground and beats stay as they were planned. */
function showPicture(scene: SceneDescription, subject: SceneSubject): SceneDescription {
  const { staging: _staging, ...rest } = scene;
  return { ...rest, kind: 'photo', move: 'push_in', subjects: [subject], ground: { ...scene.ground, style: 'set' } };
}
