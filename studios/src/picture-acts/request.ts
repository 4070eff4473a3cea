import { KinoraError, PICTURE_ACT_CAPABILITIES, type PictureAct } from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import { readPictures } from '../film/orders/read-pictures.ts';
import type { RouteFacts } from '../generation.ts';
import type { AssetPort, OpenedAsset } from '../ports.ts';

/** The pictures an act is about, in the order its model takes them. */
export function picturesOfAct(act: PictureAct): string[] {
  return act.act === 'cut_out' ? [act.assetId] : [act.personAssetId, act.garmentAssetId];
}

/** @throws `picture_act.no_picture` where one of them is none */
export async function openPictures(assets: Pick<AssetPort, 'open'>, act: PictureAct): Promise<OpenedAsset[]> {
  const opened = await Promise.all(picturesOfAct(act).map((id) => assets.open(id)));
  const other = opened.find(({ kind }) => kind !== 'image');
  if (other) throw new KinoraError('picture_act.no_picture', `asset ${other.assetId} is ${other.kind}`);
  return opened;
}

/** @throws where the model does something else */
export function requireAct({ model }: Pick<RouteFacts, 'model'>, { act }: PictureAct): void {
  if (model.capability === PICTURE_ACT_CAPABILITIES[act]) return;
  throw new KinoraError('generation.unknown_model', `${model.id} makes ${model.capability}, not ${act}`);
}

export async function toActRequest(
  assets: AssetPort,
  act: PictureAct,
  { opened, seed }: { opened: readonly OpenedAsset[]; seed: number },
): Promise<GenerateRequest> {
  const pictures = await readPictures(
    assets,
    opened.map(({ hash }) => hash),
  );
  const common = { prompt: '', seed, pictures };
  if (act.act === 'cut_out') return { ...common, capability: 'background-removal' };
  return { ...common, capability: 'try-on', garment: act.garment };
}
