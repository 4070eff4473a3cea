import { openFormat } from './input.ts';
import {
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  avGetPixFmtName,
  Codec,
  Filter,
  getFFmpegInfo,
  Packet,
  type Stream,
} from './libraries.ts';

/** Version, filters and encoders of the libraries inside the addon. */
export function describeLibraries(): { version: string; filters: string[]; encoders: string[] } {
  return {
    version: getFFmpegInfo().version,
    filters: Filter.getList().flatMap((filter) => filter.name ?? []),
    encoders: Codec.getCodecList().flatMap((codec) => (codec.isEncoder() && codec.name ? [codec.name] : [])),
  };
}

// Names as FFmpeg prints them, by the numbers of ISO/IEC 23091-2 that it uses; the addon offers no function for them.
const PRIMARIES: Record<number, string> = {
  1: 'bt709',
  4: 'bt470m',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  9: 'bt2020',
  11: 'smpte431',
  12: 'smpte432',
};
const TRANSFERS: Record<number, string> = {
  1: 'bt709',
  4: 'bt470m',
  5: 'bt470bg',
  6: 'smpte170m',
  8: 'linear',
  13: 'iec61966-2-1',
  14: 'bt2020-10',
  16: 'smpte2084',
  18: 'arib-std-b67',
};
const MATRICES: Record<number, string> = {
  0: 'gbr',
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  9: 'bt2020nc',
  10: 'bt2020c',
};
const RANGES: Record<number, string> = { 1: 'tv', 2: 'pc' };
const ATTACHED_PICTURE = 0x0400;
const DISPLAY_MATRIX = 5;

/** Looks at a file and writes what ffprobe would print, so that one reader serves both engines. */
export async function probeFile(path: string): Promise<unknown> {
  const format = await openFormat(path);
  try {
    const streams = format.streams;
    const packets = streams.some(needsCounting) ? await countPackets(format) : new Map<number, number>();
    const duration = Number(format.duration) / 1_000_000;
    return {
      format: {
        format_name: format.iformat?.name ?? 'unknown',
        ...(duration > 0 ? { duration } : {}),
        ...(format.bitRate > 0n ? { bit_rate: Number(format.bitRate) } : {}),
      },
      streams: streams.map((stream) => describeStream(stream, packets.get(stream.index))),
    };
  } finally {
    await format.closeInput();
  }
}

function needsCounting(stream: Stream): boolean {
  return stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && stream.nbFrames <= 0n;
}

async function countPackets(format: Awaited<ReturnType<typeof openFormat>>): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const packet = new Packet();
  packet.alloc();
  while ((await format.readFrame(packet)) >= 0) {
    counts.set(packet.streamIndex, (counts.get(packet.streamIndex) ?? 0) + 1);
    packet.unref();
  }
  packet.free();
  return counts;
}

function describeStream(stream: Stream, packets: number | undefined): Record<string, unknown> {
  const { codecpar } = stream;
  const duration =
    stream.duration > 0n ? (Number(stream.duration) * stream.timeBase.num) / stream.timeBase.den : undefined;
  const codec = Codec.findDecoder(codecpar.codecId);
  const common = {
    codec_name: codec?.name ?? 'unknown',
    duration,
    bit_rate: codecpar.bitRate > 0n ? Number(codecpar.bitRate) : undefined,
  };
  if (codecpar.codecType === AVMEDIA_TYPE_AUDIO) {
    return { codec_type: 'audio', ...common, sample_rate: codecpar.sampleRate, channels: codecpar.channels };
  }
  if (codecpar.codecType !== AVMEDIA_TYPE_VIDEO) return { codec_type: 'other' };
  const rotation = readRotation(stream);
  return {
    codec_type: 'video',
    ...common,
    profile: codec?.profiles?.find((profile) => profile.profile === codecpar.profile)?.name,
    pix_fmt: avGetPixFmtName(codecpar.format as Parameters<typeof avGetPixFmtName>[0]) ?? undefined,
    width: codecpar.width,
    height: codecpar.height,
    r_frame_rate: `${stream.rFrameRate.num}/${stream.rFrameRate.den}`,
    avg_frame_rate: `${stream.avgFrameRate.num}/${stream.avgFrameRate.den}`,
    nb_frames: stream.nbFrames > 0n ? Number(stream.nbFrames) : undefined,
    nb_read_packets: packets,
    color_range: RANGES[codecpar.colorRange],
    color_space: MATRICES[codecpar.colorSpace],
    color_transfer: TRANSFERS[codecpar.colorTrc],
    color_primaries: PRIMARIES[codecpar.colorPrimaries],
    disposition: { attached_pic: (stream.disposition & ATTACHED_PICTURE) === 0 ? 0 : 1 },
    ...(rotation === null ? {} : { side_data_list: [{ rotation }] }),
  };
}

/** Counter-clockwise degrees from the display matrix: nine 32-bit integers, the first two as 16.16 fixed point. */
function readRotation(stream: Stream): number | null {
  const matrix = stream.codecpar.getCodedSideData(
    DISPLAY_MATRIX as Parameters<typeof stream.codecpar.getCodedSideData>[0],
  );
  if (!matrix || matrix.length < 36) return null;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  return -Math.round((Math.atan2(b, a) * 180) / Math.PI);
}
