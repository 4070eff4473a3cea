import { framesPerSecond, KinoraError, type StoryboardShot } from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import type { RouteFacts } from '../../generation.ts';
import type { Film, StudioPorts } from '../../ports.ts';
import { mainRatioOf } from '../assemble.ts';
import type { FoundShot } from './find-shot.ts';
import { planLength } from './plan-length.ts';
import { findFirstFrame, readPictures, type StoredOrder } from './read-pictures.ts';

/**
 * A shot's motion as one model is asked for it: from the picture the shot shows where the model takes one, else from words
 * alone. The film has its own sound, so models are asked for none unless the film is to hear its clips under it.
 */
export async function toMotionRequest(
  { assets }: Pick<StudioPorts, 'assets'>,
  facts: RouteFacts,
  { film, shot, seed, before }: FoundShot & { seed: number; before: StoredOrder | null },
): Promise<GenerateRequest> {
  const { limits } = facts.model;
  requireFilm(facts);
  const first = limits.pictures.most > 0 ? await findFirstFrame(assets, shot.scene) : null;
  if (first === null && limits.pictures.least > 0)
    throw new KinoraError('film.no_first_frame', `shot ${shot.code} shows no picture`);
  return {
    capability: 'video',
    prompt: before?.prompt ?? wordsOf(shot, first !== null),
    negativePrompt: limits.takesNegativePrompt ? before?.negativePrompt || shot.negativePrompt : '',
    ratio: mainRatioOf(film.input.ratios),
    seconds: planLength(limits.seconds, secondsOf(film, shot)).seconds,
    ...soundOf(facts, film),
    seed: before?.seed ?? seed,
    pictures: first === null ? [] : await readPictures(assets, [first]),
  };
}

/** Models that make no sound are not asked for it. */
export function soundOf({ model }: Pick<RouteFacts, 'model'>, { input }: Pick<Film, 'input'>): { withSound?: true } {
  return input.clipSound === 'under' && model.limits.makesSound ? { withSound: true } : {};
}

/** With a first frame the words of its motion are enough; without one nobody would know what moves. */
export function wordsOf(shot: Pick<StoryboardShot, 'motionPrompt' | 'picturePrompt'>, hasPicture: boolean): string {
  const words = hasPicture ? [shot.motionPrompt || shot.picturePrompt] : [shot.picturePrompt, shot.motionPrompt];
  return [...words.filter(Boolean).join(' ')].slice(0, 1000).join('');
}

export function secondsOf({ storyboard }: Pick<Film, 'storyboard'>, shot: Pick<StoryboardShot, 'lengthFrames'>) {
  return storyboard ? shot.lengthFrames / framesPerSecond(storyboard.rate) : 0;
}

/** @throws where the model makes no films */
export function requireFilm({ model }: Pick<RouteFacts, 'model'>): void {
  if (model.capability !== 'video')
    throw new KinoraError('generation.unknown_model', `${model.id} makes ${model.capability}, no films`);
}
