import { framesPerSecond, type SceneDescription, say } from '@kinora/contract';
import { defineLeaf } from '../../studio.ts';
import { toVideo } from '../material.ts';
import { askChain } from '../orders/ask.ts';
import { findMadeWith, findShot } from '../orders/find-shot.ts';
import { toMotionRequest } from '../orders/motion-request.ts';
import { readRecipe } from '../orders/read-pictures.ts';
import { videoSubject } from '../planner/pictures.ts';
import { shotOrderInput, shotOrderOutput } from './shot-picture.ts';

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
  async run(context, input) {
    const started = context.now();
    const { films, assets } = context.ports;
    const found = await findShot(context.ports, input);
    const before = input.isAgain ? readRecipe(await findMadeWith(context.ports, found.shot)) : null;
    const made = await askChain(context, input, {
      name: 'motion',
      fileName: `shot-${found.shot.code}-motion`,
      projectId: input.projectId,
      toRequest: (facts) => toMotionRequest(context.ports, facts, { ...found, seed: input.seed, before }),
    });
    const { assetId } = made.files[0]!;
    const film = toVideo(await assets.open(assetId), framesPerSecond(found.film.storyboard!.rate));
    const { shot } = await findShot(context.ports, input);
    await films.saveShotScene(input.shotId, showFilm(shot.scene, videoSubject(film, 0)));
    return { assetId, madeBy: made.madeBy, seconds: (context.now() - started) / 1000, attempt: context.attempt };
  },
});

/** The film whole, from its first frame; words, ground and beats stay as they were planned. */
function showFilm(scene: SceneDescription, subject: SceneDescription['subjects'][number]): SceneDescription {
  const { staging: _staging, ...rest } = scene;
  return { ...rest, kind: 'video', subjects: [subject], ground: { ...scene.ground, style: 'blurred' } };
}
