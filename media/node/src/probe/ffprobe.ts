import { stat } from 'node:fs/promises';
import type { Rate } from '@kinora/contract';
import { z } from 'zod';
import { type MediaProbe, mediaProbe } from './media-probe.ts';

const number = z.coerce.number();
const optionalNumber = z.preprocess((value) => (value === 'N/A' ? undefined : value), number.optional());

const ffprobeStream = z.looseObject({
  codec_type: z.string(),
  codec_name: z.string().optional(),
  profile: z.union([z.string(), z.number()]).optional(),
  pix_fmt: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  nb_frames: optionalNumber,
  nb_read_packets: optionalNumber,
  duration: optionalNumber,
  bit_rate: optionalNumber,
  sample_rate: optionalNumber,
  channels: z.number().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  disposition: z.looseObject({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).optional(),
});
type FfprobeStream = z.infer<typeof ffprobeStream>;

/** Shape of `ffprobe -print_format json`. The embedded prober writes the same shape, so one reader serves both. */
export const ffprobeOutput = z.looseObject({
  streams: z.array(ffprobeStream),
  format: z.looseObject({ format_name: z.string(), duration: optionalNumber, bit_rate: optionalNumber }),
});
export type FfprobeOutput = z.infer<typeof ffprobeOutput>;

/** Turns a prober's JSON into a `MediaProbe`. Throws a `ZodError` when the file holds nothing we can name. */
export async function toMediaProbe(path: string, raw: unknown): Promise<MediaProbe> {
  const output = ffprobeOutput.parse(raw);
  const { size: sizeBytes } = await stat(path);
  const picture = output.streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  const durationSeconds = output.format.duration ?? picture?.duration ?? 0;
  return mediaProbe.parse({
    container: output.format.format_name,
    durationSeconds,
    sizeBytes,
    bitRate: output.format.bit_rate ?? null,
    video: picture ? toVideoStream(picture, durationSeconds) : null,
    audio: output.streams
      .filter((stream) => stream.codec_type === 'audio')
      .map((stream) => toAudioStream(stream, durationSeconds)),
  });
}

function toVideoStream(stream: FfprobeStream, containerSeconds: number) {
  const nominal = parseRate(stream.r_frame_rate);
  const average = parseRate(stream.avg_frame_rate) ?? nominal;
  const frameCount = stream.nb_frames ?? stream.nb_read_packets ?? 0;
  return {
    codec: stream.codec_name ?? 'unknown',
    profile: stream.profile === undefined ? null : String(stream.profile),
    pixelFormat: stream.pix_fmt ?? null,
    size: { width: stream.width, height: stream.height },
    rotation: toRotation(stream.side_data_list?.find((item) => item.rotation !== undefined)?.rotation ?? 0),
    rate: average ?? { numerator: 1, denominator: 1 },
    frameCount,
    durationSeconds: stream.duration ?? containerSeconds,
    isConstantRate: nominal !== null && average !== null && isSameRate(nominal, average),
    colour: {
      primaries: known(stream.color_primaries),
      transfer: known(stream.color_transfer),
      matrix: known(stream.color_space),
      range: stream.color_range === 'tv' || stream.color_range === 'pc' ? stream.color_range : null,
    },
    bitRate: stream.bit_rate ?? null,
  };
}

function toAudioStream(stream: FfprobeStream, containerSeconds: number) {
  return {
    codec: stream.codec_name ?? 'unknown',
    sampleRate: stream.sample_rate,
    channels: stream.channels,
    durationSeconds: stream.duration ?? containerSeconds,
    bitRate: stream.bit_rate ?? null,
  };
}

/** `30000/1001` to a rational; null for FFmpeg's `0/0`. */
export function parseRate(text: string | undefined): Rate | null {
  const match = /^(\d+)\/(\d+)$/.exec(text ?? '');
  if (!match || Number(match[1]) === 0 || Number(match[2]) === 0) return null;
  return { numerator: Number(match[1]), denominator: Number(match[2]) };
}

/** Within one part in a thousand: short files have an average a hair off their rate. */
function isSameRate(left: Rate, right: Rate): boolean {
  const ratio = (left.numerator * right.denominator) / (left.denominator * right.numerator);
  return Math.abs(ratio - 1) < 0.001;
}

function known(value: string | undefined): string | null {
  return value === undefined || value === 'unknown' || value === 'reserved' ? null : value;
}

/** FFmpeg states the matrix's angle counter-clockwise; players turn the other way round. */
function toRotation(counterClockwise: number): number {
  return (((Math.round(-counterClockwise / 90) * 90) % 360) + 360) % 360;
}
