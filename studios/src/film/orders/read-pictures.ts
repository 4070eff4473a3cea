import { readFile } from 'node:fs/promises';
import type { SceneDescription } from '@kinora/contract';
import { recognise } from '@kinora/media-node';
import type { PictureInput } from '@kinora/providers';
import { z } from 'zod';
import type { AssetPort } from '../../ports.ts';

const storedRecipe = z.object({
  request: z.object({
    capability: z.enum(['image', 'image-edit', 'video']),
    prompt: z.string(),
    negativePrompt: z.string().default(''),
    seed: z.int(),
    seconds: z.number().optional(),
    pictureHashes: z.array(z.string()),
  }),
});
export type StoredOrder = z.infer<typeof storedRecipe>['request'];

/** Files as they go along with a request. */
export function readPictures(assets: AssetPort, hashes: readonly string[]): Promise<PictureInput[]> {
  return Promise.all(
    hashes.map(async (sha256) => {
      const bytes = await readFile(await assets.openByHash(sha256));
      const seen = await recognise(bytes.subarray(0, 64 * 1024));
      const mediaType = seen.kind === 'known' ? seen.file.mediaType : 'image/png';
      return { name: `${sha256.slice(0, 12)}.${mediaType.split('/')[1]}`, mediaType, bytes, sha256 };
    }),
  );
}

/** Photographs that the shot shows, without repeats. */
export function shownHashes(scene: SceneDescription): string[] {
  const pictures = scene.subjects.filter(({ use }) => use === 'photo' || use === 'cutout');
  return [...new Set(pictures.map(({ hash }) => hash))];
}

/**
 * The picture that motion begins with: what the shot shows, whole. A cut-out is no first frame, so its photograph is taken;
 * a film that a vendor made before begins again with the picture it began with.
 */
export async function findFirstFrame(assets: AssetPort, scene: SceneDescription): Promise<string | null> {
  const shown = scene.subjects.find(({ use }) => use !== 'macro') ?? scene.subjects[0];
  if (!shown) return null;
  if (shown.use === 'photo') return shown.hash;
  const source = await assets.open(shown.pictureKey);
  if (shown.use !== 'video') return source.hash;
  return readRecipe(source.recipe)?.pictureHashes[0] ?? null;
}

/** The request a vendor's file was made with; null for what people brought or the engine drew. */
export function readRecipe(recipe: Record<string, unknown> | null): StoredOrder | null {
  const stored = storedRecipe.safeParse(recipe);
  return stored.success ? stored.data.request : null;
}
