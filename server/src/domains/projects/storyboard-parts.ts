import {
  type SceneDescription,
  type SceneWordsChange,
  type Storyboard,
  type StoryboardShot,
  storyboard,
} from '@kinora/contract';
import type { ShotRecord } from './records.ts';

/** The stored plan with people's edits laid over it, shot by shot; what a studio plans on from. */
export function composeStoryboard(document: Storyboard, shots: readonly ShotRecord[]): Storyboard {
  const byKey = new Map(shots.map((shot) => [shot.key, shot]));
  const scenes = document.scenes.map((scene) => ({
    ...scene,
    shots: scene.shots.map((shot) => withEdits(shot, byKey.get(shot.key))),
  }));
  return storyboard.parse({ ...document, scenes });
}

function withEdits(shot: StoryboardShot, record: ShotRecord | undefined): StoryboardShot {
  if (!record) return shot;
  return {
    ...shot,
    title: record.title,
    picturePrompt: record.picture_prompt,
    motionPrompt: record.motion_prompt,
    negativePrompt: record.negative_prompt,
    narration: record.narration,
    scene: record.scene,
  };
}

export type ShotChange = {
  title?: string | undefined;
  picturePrompt?: string | undefined;
  motionPrompt?: string | undefined;
  negativePrompt?: string | undefined;
  narration?: string | undefined;
  words?: SceneWordsChange | undefined;
  move?: SceneDescription['move'] | undefined;
  seed?: number | undefined;
  selectedVideoTakeId?: string | undefined;
};

/** The shot after an edit; pure, so that the same edit gives the same hash wherever it is made. */
export function applyShotChange(record: ShotRecord, change: ShotChange): ShotRecord {
  const scene = {
    ...record.scene,
    words: withChange(record.scene.words, change.words),
    move: change.move ?? record.scene.move,
    seed: change.seed ?? record.scene.seed,
  };
  return {
    ...record,
    title: change.title ?? record.title,
    picture_prompt: change.picturePrompt ?? record.picture_prompt,
    motion_prompt: change.motionPrompt ?? record.motion_prompt,
    negative_prompt: change.negativePrompt ?? record.negative_prompt,
    narration: change.narration ?? record.narration,
    selected_video_take_id: change.selectedVideoTakeId ?? record.selected_video_take_id,
    scene,
  };
}

/** Words of other slots stay as they are. */
function withChange(words: SceneDescription['words'], change: SceneWordsChange = {}): SceneDescription['words'] {
  const { lines = words.lines, items = words.items, ...texts } = change;
  return { ...words, ...texts, lines, items };
}
