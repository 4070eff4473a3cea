import { KinoraError, type StoryboardShot } from '@kinora/contract';
import type { AssetPort, Film, OpenedAsset, StudioPorts } from '../../ports.ts';
import { shotsOf } from '../timeline/shots.ts';

export type FoundShot = { film: Film; shot: StoryboardShot };

/** @throws `film.shot_missing` */
export async function findShot(
  { films }: Pick<StudioPorts, 'films'>,
  { projectId, shotKey, code }: { projectId: string; shotKey: string; code: string },
): Promise<FoundShot> {
  const film = await films.get(projectId);
  const shot = film.storyboard ? shotsOf(film.storyboard).find(({ key }) => key === shotKey) : undefined;
  if (!shot) throw new KinoraError('film.shot_missing', `shot ${code} is not in the project`);
  return { film, shot };
}

/** The request that what the shot shows was made with by a vendor; null for everything else. */
export async function findMadeWith(
  { assets }: Pick<StudioPorts, 'assets'>,
  { scene }: Pick<StoryboardShot, 'scene'>,
): Promise<Record<string, unknown> | null> {
  const [shown] = scene.subjects;
  return (shown && (await openIfThere(assets, shown.pictureKey)))?.recipe ?? null;
}

/** Null for a file that is no asset any more: shots go on being drawn from its content. */
export async function openIfThere(assets: AssetPort, assetId: string): Promise<OpenedAsset | null> {
  try {
    return await assets.open(assetId);
  } catch (error) {
    if (error instanceof KinoraError && error.code === 'media.asset_missing') return null;
    throw error;
  }
}
