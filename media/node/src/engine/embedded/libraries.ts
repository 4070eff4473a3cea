// The polyfill has to run before the addon's own modules are evaluated; imports keep their written order.
import './promise-with-resolvers.ts';
import { FFmpegError, PosixError } from 'node-av/lib';

/** FFmpeg's libraries inside the npm addon. Imported only by child processes: a crash in native code takes them, not the server. */
export {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_INFO,
  AV_NOPTS_VALUE,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_RGBA,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_RGB,
  AVERROR_EOF,
  AVFMT_GLOBALHEADER,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
} from 'node-av/constants';
export {
  avGetPixFmtName,
  avGetSampleFmtName,
  avRescaleQ,
  Codec,
  CodecContext,
  Dictionary,
  Filter,
  FilterContext,
  FilterGraph,
  FilterInOut,
  FormatContext,
  Frame,
  getFFmpegInfo,
  InputFormat,
  Log,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib';

export const AVERROR_EAGAIN = FFmpegError.AVERROR(PosixError.EAGAIN);

/** Throws with FFmpeg's own words when a library call answered below zero. */
export function check(code: number, doing: string): number {
  if (code < 0) throw new Error(`${doing}: ${FFmpegError.strerror(code)}`);
  return code;
}
