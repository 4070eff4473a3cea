import type {
  ClipSound,
  FilmReport,
  Language,
  ProjectStatus,
  Ratio,
  SceneDescription,
  StoryBeat,
} from '@kinora/contract';

/** One row of `projects` with what lists and pages show beside it. */
export type ProjectRecord = {
  id: string;
  organization_id: string;
  name: string;
  status: ProjectStatus;
  brief: string;
  language: Language;
  seconds: number;
  fps: number;
  ratios: Ratio[];
  brand_id: string | null;
  owner_user_id: string | null;
  owner_name: string | null;
  form: unknown;
  sound: unknown;
  report: FilmReport | null;
  delivery_number: number;
  delivered_mark: string | null;
  delivered_clip_sound: ClipSound | null;
  revision: number;
  is_sample: boolean;
  created_at: Date;
  updated_at: Date;
  archived_at: Date | null;
  shot_count: number;
  ready_shot_count: number;
  stale_shot_count: number;
  active_job_id: string | null;
  poster: FileRef | null;
  film: FileRef | null;
};

/** As much of an asset as a link needs; built by `json_build_object` in SQL. */
export type FileRef = { sha256: string; mediaType: string; name: string };

export type SceneRecord = {
  id: string;
  key: string;
  number: number;
  beat: StoryBeat;
  title: string;
  summary: string;
};

export type ShotRecord = {
  id: string;
  project_id: string;
  scene_id: string;
  key: string;
  code: string;
  position: number;
  title: string;
  length_frames: number;
  picture_prompt: string;
  motion_prompt: string;
  negative_prompt: string;
  narration: string;
  scene: SceneDescription;
  inputs_hash: string;
  state: 'planned' | 'queued' | 'making' | 'ready' | 'failed';
  failure: string | null;
  active_job_id: string | null;
  is_job_active: boolean;
  selected_image_take_id: string | null;
  selected_video_take_id: string | null;
  revision: number;
};

export type TakeRecord = {
  id: string;
  shot_id: string;
  kind: 'image' | 'video';
  number: number;
  state: 'ready' | 'failed';
  inputs_hash: string;
  scene: SceneDescription;
  length_frames: number;
  asset_id: string;
  clip: FileRef;
  poster: FileRef;
  made_by: string;
  seed: number | null;
  created_at: Date;
};
