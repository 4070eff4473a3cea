import { projectId, type SceneDescription, say, shotId } from '@kinora/contract';
import { z } from 'zod';
import { defineLeaf } from '../../studio.ts';
import type { FilmDependencies } from '../dependencies.ts';
import { askChain } from '../orders/ask.ts';
import { findMadeWith, findShot } from '../orders/find-shot.ts';
import { toPictureRequest } from '../orders/picture-request.ts';
import { readRecipe } from '../orders/read-pictures.ts';
import { routeChain } from '../orders/route-order.ts';
import { photoSubject } from '../planner/pictures.ts';

export const shotOrderInput = z.object({
  projectId,
  shotId,
  shotKey: z.string(),
  code: z.string(),
  ...routeChain,
  seed: z.int().nonnegative(),
  /** With the words and seed of what it shows now. */
  isAgain: z.boolean().default(false),
});
export const shotOrderOutput = z.object({
  assetId: z.string(),
  madeBy: z.string(),
  seconds: z.number(),
  attempt: z.int(),
});

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
    async run(context, input) {
      const started = context.now();
      const { films, assets } = context.ports;
      const found = await findShot(context.ports, input);
      const before = input.isAgain ? readRecipe(await findMadeWith(context.ports, found.shot)) : null;
      const made = await askChain(context, input, {
        name: 'picture',
        fileName: `shot-${found.shot.code}-picture`,
        projectId: input.projectId,
        toRequest: (facts) => toPictureRequest(context.ports, facts, { ...found, seed: input.seed, before }),
      });
      const file = made.files[0]!;
      const { analysis } = await parser.parse('analysis', file.path, context.temporaryFolder, {
        signal: context.signal,
      });
      context.signal.throwIfAborted();
      await assets.saveAnalysis({ ...analysis, hash: file.hash });
      const { shot } = await findShot(context.ports, input);
      await films.saveShotScene(
        input.shotId,
        showPicture(shot.scene, photoSubject(file.assetId, { ...analysis, hash: file.hash })),
      );
      const seconds = (context.now() - started) / 1000;
      return { assetId: file.assetId, madeBy: made.madeBy, seconds, attempt: context.attempt };
    },
  });
}

/** The picture whole, moved by the built-in engine; words, ground and beats stay as they were planned. */
function showPicture(scene: SceneDescription, subject: SceneDescription['subjects'][number]): SceneDescription {
  const { staging: _staging, ...rest } = scene;
  return { ...rest, kind: 'photo', move: 'push_in', subjects: [subject], ground: { ...scene.ground, style: 'set' } };
}
