import { type Capability, KinoraError } from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import { mainRatioOf } from '../assemble.ts';
import type { FoundShot } from './find-shot.ts';
import { readPictures, type StoredOrder, shownHashes } from './read-pictures.ts';

/**
 * A shot's picture as one model is asked for it. What the shot shows now goes along to models that change pictures: the
 * product stays the product. Made again (`before`), its words and seed are those it was made with.
 */
export async function toPictureRequest(
  { assets }: Pick<StudioPorts, 'assets'>,
  facts: RouteFacts,
  { film, shot, seed, before }: FoundShot & { seed: number; before: StoredOrder | null },
): Promise<GenerateRequest> {
  const { limits } = facts.model;
  const capability = requirePicture(facts);
  const hashes = capability === 'image-edit' ? shownHashes(shot.scene).slice(0, limits.pictures.most) : [];
  return {
    capability,
    prompt: before?.prompt ?? shot.picturePrompt,
    negativePrompt: limits.takesNegativePrompt ? before?.negativePrompt || shot.negativePrompt : '',
    ratio: mainRatioOf(film.input.ratios),
    seed: before?.seed ?? seed,
    pictures: await readPictures(assets, hashes),
  };
}

/** @throws where the model makes no pictures */
export function requirePicture({ model }: Pick<RouteFacts, 'model'>): Extract<Capability, 'image' | 'image-edit'> {
  if (model.capability === 'image' || model.capability === 'image-edit') return model.capability;
  throw new KinoraError('generation.unknown_model', `${model.id} makes ${model.capability}, no pictures`);
}
