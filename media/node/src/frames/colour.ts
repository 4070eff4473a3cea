import type { MediaProbe } from '../probe/media-probe.ts';

/**
 * RGBA of a canvas is full range and has no matrix. Left alone, FFmpeg converts with BT.601 and writes no tag, and reds
 * shift in every player: so convert with BT.709 and write it down, in the frames and in the stream.
 */
export const TO_BT709_YUV = 'scale=in_range=full:out_range=tv:out_color_matrix=bt709:flags=bicubic,format=yuv420p';
export const TAG_BT709 = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709';
export const BT709_STREAM_OPTIONS = {
  color_range: 'tv',
  color_primaries: 'bt709',
  color_trc: 'bt709',
  colorspace: 'bt709',
} as const;

/** Matrix to read a film with: its own tag, else what players assume (BT.709 from 720 lines up, BT.601 below). */
export function readMatrix(video: NonNullable<MediaProbe['video']>): string {
  const { matrix } = video.colour;
  if (matrix === 'bt709' || matrix === 'smpte170m' || matrix === 'bt470bg' || matrix === 'smpte240m') return matrix;
  if (matrix === 'bt2020nc' || matrix === 'bt2020c') return 'bt2020';
  return Math.min(video.size.width, video.size.height) >= 720 ? 'bt709' : 'smpte170m';
}

/** Filters that stand a telephone's picture upright. */
export function uprightFilters(rotation: number): string[] {
  if (rotation === 90) return ['transpose=clock'];
  if (rotation === 270) return ['transpose=cclock'];
  return rotation === 180 ? ['hflip', 'vflip'] : [];
}
