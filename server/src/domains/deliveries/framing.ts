import {
  type Asset,
  type FramingSheet,
  FULL_SIZES,
  KinoraError,
  type Ratio,
  type SceneDescription,
  type ShotFraming,
  type Storyboard,
} from '@kinora/contract';
import { planShotCrop } from '@kinora/media-core';
import type { Transaction } from '../../platform/database/index.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { findAssets, toAsset } from '../assets/index.ts';
import { composeStoryboard, findStoryboard, listShots, listTakes } from '../projects/index.ts';
import { readShaping } from '../timelines/index.ts';

type ShotRecord = Awaited<ReturnType<typeof listShots>>[number];
type Cropped = { shot: ShotRecord; startFrame: number; crop: ReturnType<typeof planShotCrop> };

/** Which part of each shot's picture the film of one shape shows. */
export async function readFramings(
  transaction: Transaction,
  projectId: string,
  ratio: Ratio,
  links: SignedLinks,
): Promise<FramingSheet> {
  const plan = await findStoryboard(transaction, projectId);
  if (!plan) throw new KinoraError('project.no_storyboard', `project ${projectId} has no plan`);
  const shots = await listShots(transaction, projectId);
  const takes = new Map((await listTakes(transaction, { projectId })).map((take) => [take.id, take]));
  const { look } = composeStoryboard(plan.document, shots);
  const sceneOf = (shot: ShotRecord) => takes.get(shot.selected_video_take_id ?? '')?.scene ?? shot.scene;
  const cropped = placeShots(shots, (shot) => cropOf(sceneOf(shot), look, ratio));
  const { framings } = await readShaping(transaction, projectId);
  const pictures = await findAssets(transaction, [...new Set(cropped.flatMap(keyOf))]);
  return {
    ratio,
    items: cropped.map((entry) => {
      const [key] = keyOf(entry);
      const picture = key === undefined ? undefined : pictures.get(key);
      const own = framings.find((row) => row.shotId === entry.shot.id && row.ratio === ratio);
      return toShotFraming(entry, own?.path ?? [], picture && toAsset(picture, links));
    }),
  };
}

function cropOf(scene: SceneDescription, look: Storyboard['look'], ratio: Ratio) {
  return planShotCrop({ scene, look, size: FULL_SIZES[ratio] });
}

function placeShots(shots: readonly ShotRecord[], toCrop: (shot: ShotRecord) => Cropped['crop']): Cropped[] {
  let startFrame = 0;
  return shots.map((shot) => {
    const entry = { shot, startFrame, crop: toCrop(shot) };
    startFrame += shot.length_frames;
    return entry;
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const keyOf = ({ crop }: Cropped): string[] =>
  crop && UUID.test(crop.subject.pictureKey) ? [crop.subject.pictureKey] : [];

function toShotFraming({ shot, startFrame, crop }: Cropped, path: ShotFraming['path'], picture?: Asset): ShotFraming {
  return {
    shotId: shot.id as ShotFraming['shotId'],
    code: shot.code,
    startFrame,
    lengthFrames: shot.length_frames,
    planned: crop && picture ? crop.crop : null,
    path,
    source:
      crop && picture
        ? {
            kind: crop.subject.use === 'video' ? 'film' : 'picture',
            url: picture.url,
            width: crop.subject.width,
            height: crop.subject.height,
            inFrame: crop.subject.inFrame,
          }
        : null,
  };
}
