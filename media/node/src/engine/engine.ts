import type { MediaProbe } from '../probe/media-probe.ts';
import type { EngineRequest, EngineResult, EngineRunOptions } from './request.ts';

/** Name and version of the FFmpeg that makes pixels; part of every segment's content hash. */
export type EngineIdentity = { readonly name: 'node-av' | 'ffmpeg'; readonly version: string };

export type EngineDescription = EngineIdentity & {
  readonly filters: readonly string[];
  readonly encoders: readonly string[];
  /** What Kinora needs and this engine lacks, as `filter xfade` or `encoder libx264`. Empty = usable. */
  readonly missing: readonly string[];
};

/** One FFmpeg, wherever it runs. Made by `openEngine`; `close` ends idle children. */
export interface MediaEngine {
  readonly identity: EngineIdentity;
  describe(): Promise<EngineDescription>;
  probe(path: string, options?: Pick<EngineRunOptions, 'signal' | 'timeLimitMs'>): Promise<MediaProbe>;
  run(request: EngineRequest, options?: EngineRunOptions): Promise<EngineResult>;
  close(): Promise<void>;
}

/** Where the engine comes from. Plain data, so that it can be handed to a render worker in another process. */
export type EngineChoice = {
  /** A system FFmpeg (≥ 5.1) used instead of the built-in one. */
  readonly ffmpegPath?: string;
  /** Default: `ffprobe` beside `ffmpegPath`. */
  readonly ffprobePath?: string;
};

/** Filters and encoders that some plan of ours names. The check at start and `doctor` read this list. */
export const REQUIRED_FILTERS: readonly string[] = [
  'scale',
  'fps',
  'format',
  'setparams',
  'trim',
  'select',
  'setpts',
  'transpose',
  'hflip',
  'vflip',
  'aresample',
  'aformat',
  'asetnsamples',
  'atrim',
  'asetpts',
  'apad',
  'adelay',
  'afade',
  'volume',
  'amix',
  'asplit',
  'anull',
  'sidechaincompress',
  'alimiter',
  'ebur128',
  'xfade',
  'ass',
  'loudnorm',
];
export const REQUIRED_ENCODERS: readonly string[] = ['libx264', 'aac', 'pcm_f32le', 'pcm_s16le'];

export function listMissing(filters: readonly string[], encoders: readonly string[]): string[] {
  const known = { filters: new Set(filters), encoders: new Set(encoders) };
  return [
    ...REQUIRED_FILTERS.filter((name) => !known.filters.has(name)).map((name) => `filter ${name}`),
    ...REQUIRED_ENCODERS.filter((name) => !known.encoders.has(name)).map((name) => `encoder ${name}`),
  ];
}
