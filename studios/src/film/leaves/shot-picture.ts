import { readFile } from 'node:fs/promises';
import {
  type Capability,
  KinoraError,
  projectId,
  type SceneDescription,
  type StoryboardShot,
  say,
  shotId,
} from '@kinora/contract';
import { recognise } from '@kinora/media-node';
import type { PictureInput } from '@kinora/providers';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { mainRatioOf } from '../assemble.ts';
import type { FilmDependencies } from '../dependencies.ts';
import { photoSubject } from '../planner/pictures.ts';
import { shotsOf } from '../timeline/shots.ts';

export const shotPictureInput = z.object({
  projectId,
  shotId,
  shotKey: z.string(),
  code: z.string(),
  connection: z.string(),
  model: z.string(),
  seed: z.int().nonnegative(),
});
type ShotPictureInput = z.infer<typeof shotPictureInput>;

/** Asks a vendor for a shot's picture, in the words of its prompt, and makes it what the shot shows. */
export function createShotPictureLeaf({ parser }: Pick<FilmDependencies, 'parser'>) {
  return defineLeaf({
    kind: 'film/shot-picture',
    slot: 'provider',
    stepName: say('step.picture'),
    priceKey: 'picture',
    timeoutMs: 1_800_000,
    input: shotPictureInput,
    output: z.object({ assetId: z.string(), madeBy: z.string(), seconds: z.number(), attempt: z.int() }),
    title: (input) => say('piece.picture', { shot: input.code }),
    async run(context, input) {
      const started = context.now();
      const { films, assets } = context.ports;
      const made = await generate(context, input);
      const file = made.files[0]!;
      const { analysis } = await parser.parse('analysis', file.path, context.temporaryFolder, {
        signal: context.signal,
      });
      context.signal.throwIfAborted();
      await assets.saveAnalysis({ ...analysis, hash: file.hash });
      const { shot } = await findShot(context, input);
      await films.saveShotScene(
        input.shotId,
        showPicture(shot.scene, photoSubject(file.assetId, { ...analysis, hash: file.hash })),
      );
      const seconds = (context.now() - started) / 1000;
      return { assetId: file.assetId, madeBy: made.madeBy, seconds, attempt: context.attempt };
    },
  });
}

async function generate(context: LeafContext, input: ShotPictureInput) {
  const { shot, film } = await findShot(context, input);
  const route = { connection: input.connection, model: input.model };
  const facts = await context.ports.routes.find(route);
  return context.generate({
    name: 'picture',
    route,
    fileName: `shot-${shot.code}-picture`,
    projectId: film.projectId,
    request: {
      capability: requirePicture(facts),
      prompt: shot.picturePrompt,
      negativePrompt: facts.model.limits.takesNegativePrompt ? shot.negativePrompt : '',
      ratio: mainRatioOf(film.input.ratios),
      seed: input.seed,
      pictures: await readReferences(context, shot.scene, facts),
    },
  });
}

/** @throws where the model makes no pictures */
export function requirePicture({ model }: Pick<RouteFacts, 'model'>): Extract<Capability, 'image' | 'image-edit'> {
  if (model.capability === 'image' || model.capability === 'image-edit') return model.capability;
  throw new KinoraError('generation.unknown_model', `${model.id} makes ${model.capability}, no pictures`);
}

async function findShot({ ports }: LeafContext, { projectId: id, shotKey, code }: ShotPictureInput) {
  const film = await ports.films.get(id);
  const shot = film.storyboard ? shotsOf(film.storyboard).find(({ key }) => key === shotKey) : undefined;
  if (!shot) throw new KinoraError('film.shot_missing', `shot ${code} is not in the project`);
  return { film, shot: shot satisfies StoryboardShot };
}

/** What the shot shows now goes along to models that change pictures: the product stays the product. */
async function readReferences(
  { ports }: LeafContext,
  scene: SceneDescription,
  { model }: RouteFacts,
): Promise<PictureInput[]> {
  if (model.capability !== 'image-edit') return [];
  const pictures = scene.subjects.filter(({ use }) => use === 'photo' || use === 'cutout');
  const hashes = [...new Set(pictures.map(({ hash }) => hash))].slice(0, model.limits.pictures.most);
  return Promise.all(
    hashes.map(async (sha256) => {
      const bytes = await readFile(await ports.assets.openByHash(sha256));
      const seen = await recognise(bytes.subarray(0, 64 * 1024));
      const mediaType = seen.kind === 'known' ? seen.file.mediaType : 'image/png';
      return { name: `${sha256.slice(0, 12)}.${mediaType.split('/')[1]}`, mediaType, bytes, sha256 };
    }),
  );
}

/** The picture whole, moved by the built-in engine; words, ground and beats stay as they were planned. */
function showPicture(scene: SceneDescription, subject: SceneDescription['subjects'][number]): SceneDescription {
  const { staging: _staging, ...rest } = scene;
  return { ...rest, kind: 'photo', move: 'push_in', subjects: [subject], ground: { ...scene.ground, style: 'set' } };
}
