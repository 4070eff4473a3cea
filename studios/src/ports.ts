import type {
  AssetKind,
  BriefFacts,
  ClipSound,
  FilmInput,
  FilmReport,
  FramingPath,
  KitFace,
  PictureAnalysis,
  ProductTemplate,
  Ratio,
  SceneDescription,
  Storyboard,
  Timeline,
  Watermark,
} from '@kinora/contract';
import type { Script } from '@kinora/media-core';
import type { RoutePort } from './generation.ts';

/**
 * What studios need from the place they run in. The server implements these on SQL and storage, bound to one
 * organization; the testing harness on a plain folder. Every method is safe to call twice with the same arguments.
 * Ids are plain text here: studios hand them through and never make one up.
 */

export type OpenedAsset = {
  assetId: string;
  hash: string;
  name: string;
  kind: AssetKind;
  mediaType: string;
  /** Local file, READ ONLY, valid until the leaf or step ends. */
  path: string;
  width: number | null;
  height: number | null;
  /** Frames and seconds of a film or sound; null for pictures. */
  frames: number | null;
  durationSeconds: number | null;
  /** Whether a film can be heard too. */
  hasSound: boolean;
  /** Who made it, as people read it; null for what people brought. */
  madeBy: string | null;
  /** What it was made from and how (`StoreAsset.recipe`); null for what people brought. */
  recipe: Record<string, unknown> | null;
};

export type StoreAsset = {
  name: string;
  kind: AssetKind;
  /** Who made it, as people read it: "Built-in engine". */
  madeBy: string;
  projectId?: string;
  /** What it was made from and how: versions, seeds, hashes. Small JSON. */
  recipe?: Record<string, unknown>;
  parentAssetId?: string;
  /**
   * `deliverable`: a finished file people download. `take`: belongs to a shot. `working`: cut-outs, stems, word times;
   * kept, but not listed among people's files.
   */
  role: 'deliverable' | 'take' | 'working';
};
export type StoredAsset = { assetId: string; hash: string; sizeBytes: number };

export interface AssetPort {
  /** Rejects with `media.asset_missing` when it is not there. */
  open(assetId: string): Promise<OpenedAsset>;
  /** Local read-only path of a stored file by its content hash; for toolkits and mixers. */
  openByHash(hash: string): Promise<string>;
  /** Copies the file in by its content. The same content and name in one project is one asset. */
  store(path: string, details: StoreAsset): Promise<StoredAsset>;
  /** What the engine found out about a picture, by the hash of the original. */
  findAnalysis(hash: string): Promise<PictureAnalysis | null>;
  saveAnalysis(analysis: PictureAnalysis): Promise<void>;
}

/** Drawn pieces of film by the hash of everything that decides their pixels (RenderSegment.contentHash). */
export interface SegmentCachePort {
  /** Local read-only path, or null when it must be drawn. */
  find(contentHash: string): Promise<string | null>;
  /** Takes a finished file over (moves or copies it) and answers its local read-only path. */
  put(contentHash: string, path: string): Promise<string>;
}

export type FilmKit = {
  brandId: string;
  /** Counts the changes of what shots show; a plan states which one it follows. */
  revision: number;
  name: string;
  /** `#rrggbb`, most important first. */
  colours: readonly string[];
  logoAssetId: string | null;
  /** The logo for dark grounds. */
  logoOnDarkAssetId: string | null;
  /** Families by role and script; null leaves the choice to the engine. */
  fonts: KitFamilies;
  /** The brand's own fonts among those families. */
  faces: readonly KitFace[];
  /** Taken where a brief gives none. */
  tone: BriefFacts['tone'] | null;
  wordsToUse: readonly string[];
  wordsToAvoid: readonly string[];
  /** Added to every picture's prompts. */
  prompt: string;
  negativePrompt: string;
  callToAction: string | null;
  legalLine: string | null;
  /** Without hash and size, which come from the pictures named; null when it is off. */
  watermark: KitWatermark | null;
};
export type KitFamilies = Readonly<Record<'display' | 'text', Readonly<Record<Script, string | null>>>>;
export type KitWatermark = Pick<Watermark, 'anchor' | 'offsetX' | 'offsetY' | 'scale' | 'opacity' | 'margin'> & {
  assetId: string;
  onDarkAssetId: string | null;
};

export type FilmTake = {
  takeId: string;
  inputsHash: string;
  /** What was drawn: every ratio is drawn from it, also after the shot itself was edited. */
  scene: SceneDescription;
  clipAssetId: string;
  /** Who made what it shows, with “ + ” between. */
  madeBy: string;
};

export type FilmShot = {
  shotId: string;
  /** `storyboardShot.key`. */
  key: string;
  code: string;
  selectedTake: FilmTake | null;
};

export type Film = {
  projectId: string;
  name: string;
  input: FilmInput;
  kit: FilmKit | null;
  /** The plan as it stands, people's edits to shots included; null before the first plan. */
  storyboard: Storyboard | null;
  shots: readonly FilmShot[];
  /** The cut as it stands, people's edits included; null before the first cut. */
  timeline: Timeline | null;
  report: FilmReport | null;
  /** The watermark its newest files were cut with (`markOf`); null before the first, or where nobody knows. */
  deliveredMark: string | null;
  /** What people set for the films of each shape. */
  shaping: FilmShaping;
  /** The shaping its newest files were cut with. */
  deliveredShaping: ShapingHashes;
  /** Whether its newest files were cut with what vendors' clips sound like; null before the first, or where nobody knows. */
  deliveredClipSound: ClipSound | null;
  /** Sounds of the film as last made. */
  sound: FilmSound;
};

/** Paths of crops by shape and shot key, and the shapes that say on the picture that models took part. */
export type FilmShaping = {
  framings: Readonly<Partial<Record<Ratio, Readonly<Record<string, FramingPath>>>>>;
  labelled: readonly Ratio[];
};

/** Of each shape where something is set (`shapingHashes`). */
export type ShapingHashes = Readonly<Partial<Record<Ratio, string>>>;

export type FilmSound = {
  /** Asset of the spoken lines (JSON: per shot the sound's hash, its length and its word times); null without a voice. */
  voice: { linesAssetId: string; inputsHash: string } | null;
  music: FilmMusic | null;
};
export type FilmMusic = {
  assetId: string;
  hash: string;
  lengthSeconds: number;
  inputsHash: string;
  /** A provider's, as loud as that made it. */
  isFromElsewhere?: boolean | undefined;
  /** The chosen provider certainly did not take it, and the built-in music plays as the quote had said. */
  insteadOf?: { maker: string; why: string } | undefined;
};

export type NewTake = {
  shotId: string;
  inputsHash: string;
  scene: SceneDescription;
  clipAssetId: string;
  posterAssetId: string;
  /** Up to five small frames in order, for the strip. */
  previewAssetIds: readonly string[];
  madeBy: string;
  seed: number;
  /** True makes it the shot's selected video take. */
  isSelected: boolean;
  jobId: string;
};

export type Delivery = { name: string; kind: string; ratio?: Ratio; assetId: string };

export interface FilmPort {
  get(projectId: string): Promise<Film>;
  /**
   * Project of a job: the input's own when given, else one made for this job. The same job always gets the same project.
   * Stores the input as the project's form.
   */
  open(jobId: string, input: FilmInput, name: string): Promise<{ projectId: string }>;
  /** One of the organization's own templates as it is now, archived or not; null when there is none of that id. */
  findTemplate(templateId: string): Promise<ProductTemplate | null>;
  /** Kit of the input's brand, or null. For `loadMaterial`, where no project exists yet. */
  findKit(brandId: string): Promise<FilmKit | null>;
  /**
   * Writes scenes and shots by their keys: known keys keep their id and takes, missing ones are removed.
   * @param kitRevision revision of the kit it was planned with
   */
  saveStoryboard(
    projectId: string,
    storyboard: Storyboard,
    kitRevision: number | null,
  ): Promise<{ shots: readonly { shotId: string; key: string }[] }>;
  setStatus(projectId: string, status: 'storyboard' | 'scene_generation' | 'stitching' | 'completed'): Promise<void>;
  setShotState(
    shotId: string,
    state: 'queued' | 'making' | 'ready' | 'failed',
    details?: { jobId?: string; sentence?: string },
  ): Promise<void>;
  /** Idempotent by (shotId, inputsHash, jobId). Sets the shot to ready. */
  createTake(take: NewTake): Promise<{ takeId: string }>;
  /** What a shot shows from now on; people's words and edits elsewhere stay. Its takes of before are then out of date. */
  saveShotScene(shotId: string, scene: SceneDescription): Promise<void>;
  /** A shot's words for the makers; what was made before stays as it is. */
  saveShotPrompt(shotId: string, prompt: { picturePrompt?: string; motionPrompt?: string }): Promise<void>;
  saveSound(projectId: string, sound: Partial<FilmSound>): Promise<void>;
  saveTimeline(projectId: string, timeline: Timeline): Promise<{ revision: number }>;
  /** One finished ratio. Idempotent by (projectId, ratio, planHash). */
  saveRender(
    projectId: string,
    render: { ratio: Ratio; planHash: string; assetId: string; jobId: string },
  ): Promise<void>;
  /** The whole set of finished files replaces the one before as the current one. */
  saveDelivery(
    projectId: string,
    delivery: {
      files: readonly Delivery[];
      report: FilmReport;
      mark: string | null;
      shapings?: ShapingHashes | undefined;
      clipSound?: ClipSound | undefined;
      jobId: string;
    },
  ): Promise<void>;
}

export type StudioPorts = { assets: AssetPort; films: FilmPort; segments: SegmentCachePort; routes: RoutePort };
