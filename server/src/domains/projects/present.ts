import {
  type Messages,
  messagesOf,
  type Project,
  type ProjectTree,
  type Ratio,
  type Scene,
  type Shot,
  type Storyboard,
  sentencesOfQuote,
  type Take,
  type Timeline,
} from '@kinora/contract';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { toAsset } from '../assets/index.ts';
import type { DeliveredRecord } from '../renders/index.ts';
import { clipSoundOf } from './clip-sound.ts';
import type { FileRef, ProjectRecord, SceneRecord, ShotRecord, TakeRecord } from './records.ts';
import { deriveShotState, describeStaleness } from './shot-state.ts';
import { listTimeNotes } from './time-notes.ts';

export type Presenter = {
  links: SignedLinks;
  organizationId: string;
  /** The code of a refusal's own sentence, as it is kept on a shot that could not be made. */
  errorCodeOf: (sentence: string) => string | undefined;
};

/** Records into what the contract shows; pure but for the links, which are signed for the moment. */
export function toProject(record: ProjectRecord, presenter: Presenter): Project {
  return {
    id: record.id as Project['id'],
    kind: 'film',
    name: record.name,
    status: record.status,
    brief: record.brief,
    language: record.language,
    seconds: record.seconds,
    fps: record.fps,
    ratios: record.ratios,
    brandId: record.brand_id,
    clipSound: clipSoundOf(record),
    ownerUserId: record.owner_user_id as Project['ownerUserId'],
    ownerName: record.owner_name ?? 'API key',
    posterUrl: record.poster && linkTo(record.poster, presenter),
    filmUrl: record.film && linkTo(record.film, presenter),
    shotCount: record.shot_count,
    readyShotCount: record.ready_shot_count,
    staleShotCount: record.stale_shot_count,
    activeJobId: record.active_job_id as Project['activeJobId'],
    revision: record.revision,
    isSample: record.is_sample,
    createdAt: record.created_at.toISOString(),
    updatedAt: record.updated_at.toISOString(),
    archivedAt: record.archived_at?.toISOString() ?? null,
  };
}

function linkTo(file: FileRef, { links, organizationId }: Presenter): string {
  return links.toLink({ organizationId, hash: file.sha256, name: file.name, mediaType: file.mediaType });
}

export function toShot(shot: ShotRecord, takes: readonly TakeRecord[], presenter: Presenter): Shot {
  const selected = takes.find((take) => take.id === shot.selected_video_take_id);
  const state = deriveShotState({
    stored: shot.state,
    isJobActive: shot.is_job_active,
    inputsHash: shot.inputs_hash,
    selectedInputsHash: selected?.inputs_hash ?? null,
  });
  const fits = !selected || selected.inputs_hash === shot.inputs_hash;
  const failure = state === 'failed' ? shot.failure : null;
  const staleReason = fits ? null : describeStaleness(toDrawn(selected), toDrawn(shot));
  return {
    id: shot.id as Shot['id'],
    sceneId: shot.scene_id as Shot['sceneId'],
    key: shot.key,
    code: shot.code,
    order: shot.position,
    title: shot.title,
    lengthFrames: shot.length_frames,
    picturePrompt: shot.picture_prompt,
    motionPrompt: shot.motion_prompt,
    negativePrompt: shot.negative_prompt,
    narration: shot.narration,
    scene: shot.scene,
    state,
    staleReason,
    selectedVideoTakeId: shot.selected_video_take_id as Shot['selectedVideoTakeId'],
    selectedImageTakeId: shot.selected_image_take_id as Shot['selectedImageTakeId'],
    takes: takes.map((take) => toTake(take, shot, presenter)),
    activeJobId: shot.is_job_active ? (shot.active_job_id as Shot['activeJobId']) : null,
    failure,
    revision: shot.revision,
    messages: { ...messagesOf([staleReason]), ...messagesOfFailure(failure, presenter) },
  };
}

function messagesOfFailure(failure: string | null, { errorCodeOf }: Presenter): Messages | undefined {
  const code = failure ? errorCodeOf(failure) : undefined;
  return failure && code ? { [failure]: { code, values: {} } } : undefined;
}

function toDrawn({ scene, length_frames: lengthFrames }: TakeRecord | ShotRecord) {
  return { scene, lengthFrames };
}

function toTake(take: TakeRecord, shot: ShotRecord, presenter: Presenter): Take {
  return {
    id: take.id as Take['id'],
    shotId: take.shot_id as Take['shotId'],
    kind: take.kind,
    number: take.number,
    state: take.state,
    inputsHash: take.inputs_hash,
    assetId: take.asset_id as Take['assetId'],
    url: linkTo(take.clip, presenter),
    posterUrl: linkTo(take.poster, presenter),
    madeBy: take.made_by,
    seed: take.seed,
    isStale: take.inputs_hash !== shot.inputs_hash,
    createdAt: take.created_at.toISOString(),
  };
}

export type SceneContent = {
  scenes: readonly SceneRecord[];
  shots: readonly Shot[];
  storyboard: Storyboard;
  timeline: Timeline | null;
};

/** Scenes in order with their shots; where a scene starts follows from the lengths before it. */
export function toScenes({ scenes, shots, storyboard, timeline }: SceneContent): Scene[] {
  const framesPerSecond = storyboard.rate.numerator / storyboard.rate.denominator;
  let startFrame = 0;
  return scenes.map((scene) => {
    const own = shots.filter((shot) => shot.sceneId === scene.id);
    const lengthFrames = own.reduce((sum, shot) => sum + shot.lengthFrames, 0);
    const timed = own.map((shot) => ({ ...shot, words: shot.scene.words }));
    const placed = { startFrame, lengthFrames, timeNotes: listTimeNotes(timed, framesPerSecond, timeline) };
    startFrame += lengthFrames;
    return { ...scene, ...placed, id: scene.id as Scene['id'], shots: own };
  });
}

/** A finished file is current until something in the film changes after it was made. */
export function toProjectFile(record: DeliveredRecord, isCurrent: boolean, { links }: Presenter) {
  return {
    name: record.file_name,
    kind: record.file_kind,
    ratio: record.ratio as Ratio | null,
    asset: toAsset(record, links),
    renderedAt: record.rendered_at.toISOString(),
    isCurrent,
  };
}

/** What the studio itself says in a film, but for its shots, which carry their own. */
export function sentencesOfTree(
  tree: Pick<ProjectTree, 'storyboard' | 'scenes' | 'report' | 'refreshQuote'>,
): string[] {
  const checks = tree.report?.checks ?? [];
  return [
    ...(tree.storyboard?.notices ?? []),
    ...tree.scenes.flatMap(({ timeNotes }) => timeNotes),
    ...checks.flatMap(({ title, measured, limit, where }) => [title, measured, limit, ...where]),
    ...(tree.report?.notices ?? []),
    ...(tree.refreshQuote ? sentencesOfQuote(tree.refreshQuote) : []),
  ];
}
