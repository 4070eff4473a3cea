import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav, type MediaEngine } from '@kinora/media-node';
import { createCanvas } from '@napi-rs/canvas';

export type Recording = {
  name: string;
  width: number;
  height: number;
  framesPerSecond: number;
  seconds: number;
  container: 'mp4' | 'mov' | 'webm';
  encoder: 'libx264' | 'libvpx';
  /** Degrees clockwise a player has to turn the picture, as a telephone held upright writes it down. */
  turn?: 90;
  hasSound?: boolean;
  /** Pitch of its sound. */
  hertz?: number;
};

/** Quarters of the upright picture, by their place: they tell which way up it is, and whether it is mirrored. */
export const QUARTERS = { topLeft: '#c81e1e', topRight: '#1ea01e', bottomLeft: '#1e28c8', bottomRight: '#d2c81e' };
export const DISC = '#d21ed2';
export const CLOCK = '#1ed2d2';
const DISC_SHARE = 0.3;

/** Radius of the clock in parts of the disc's: grows evenly, so one frame shows how far the recording has run. */
export function clockShare(seconds: number, lengthSeconds: number): number {
  return 0.2 + (0.75 * seconds) / lengthSeconds;
}

/**
 * A recording as a person would upload it. It shows four coloured quarters and a disc in the middle that stays round
 * only while nobody stretches it, with a clock inside: a smaller disc that grows with time.
 */
export async function makeRecording(engine: MediaEngine, folder: string, recording: Recording): Promise<string> {
  const path = join(folder, recording.name);
  const { hasSound = false, encoder, container, framesPerSecond } = recording;
  // VP8 knows no other matrix than that of BT.601.
  const matrix = encoder === 'libvpx' ? 'smpte170m' : 'bt709';
  const soundPath = join(folder, `${recording.name}.wav`);
  if (hasSound) await writeFile(soundPath, encodeWav(hum(recording.seconds, recording.hertz)));
  await engine.run(
    {
      inputs: [
        { kind: 'frames', size: codedSize(recording), rate: { numerator: framesPerSecond, denominator: 1 } },
        ...(hasSound ? [{ kind: 'file' as const, path: soundPath }] : []),
      ],
      graph: `[0:v]scale=in_range=full:out_range=tv:out_color_matrix=${matrix},format=yuv420p[picture]${
        hasSound
          ? ';[1:a]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0[sound]'
          : ''
      }`,
      outputs: [
        {
          kind: 'file',
          path,
          container,
          streams: [
            { kind: 'encode', from: 'picture', media: 'video', encoder, options: encoderOptions[encoder] },
            ...(hasSound
              ? [
                  {
                    kind: 'encode' as const,
                    from: 'sound',
                    media: 'audio' as const,
                    encoder: 'aac',
                    options: { b: '96000' },
                  },
                ]
              : []),
          ],
        },
      ],
    },
    { frames: drawRecording(recording) },
  );
  if (recording.turn) await writeTurn(path, recording.height);
  return path;
}

const encoderOptions = {
  libx264: { preset: 'veryfast', crf: '18', colorspace: 'bt709', color_range: 'tv' },
  libvpx: { deadline: 'realtime', 'cpu-used': '8', b: '4M', colorspace: 'smpte170m', color_range: 'tv' },
} as const;

/** A telephone records lying on its side and writes down how to turn the picture. */
function codedSize({ width, height, turn }: Recording) {
  return turn ? { width: height, height: width } : { width, height };
}

async function* drawRecording(recording: Recording): AsyncGenerator<Uint8Array> {
  const { width, height, framesPerSecond, seconds, turn } = recording;
  const size = codedSize(recording);
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (turn) {
    // Lying: a quarter turn clockwise brings the drawing upright again.
    context.translate(0, size.height);
    context.rotate(-Math.PI / 2);
  }
  for (let frame = 0; frame < Math.round(seconds * framesPerSecond); frame += 1) {
    context.fillStyle = QUARTERS.topLeft;
    context.fillRect(0, 0, width / 2, height / 2);
    context.fillStyle = QUARTERS.topRight;
    context.fillRect(width / 2, 0, width / 2, height / 2);
    context.fillStyle = QUARTERS.bottomLeft;
    context.fillRect(0, height / 2, width / 2, height / 2);
    context.fillStyle = QUARTERS.bottomRight;
    context.fillRect(width / 2, height / 2, width / 2, height / 2);
    const radius = Math.min(width, height) * DISC_SHARE;
    for (const [colour, share] of [
      [DISC, 1],
      [CLOCK, clockShare(frame / framesPerSecond, seconds)],
    ] as const) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(width / 2, height / 2, radius * share, 0, 2 * Math.PI);
      context.fill();
    }
    yield new Uint8Array(canvas.data());
  }
}

export function hum(seconds: number, hertz = 220) {
  const sampleRate = 48_000;
  const values = Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, index) => 0.3 * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
  );
  return { sampleRate, channels: [values, values] };
}

/** Bytes from the name of a track's header to its matrix (ISO 14496-12, version 0). */
const MATRIX_OFFSET = 44;

/** Writes a quarter turn clockwise into the track header of an MP4 or MOV, as telephones do. */
async function writeTurn(path: string, codedWidth: number): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf('tkhd') + MATRIX_OFFSET;
  const fixed = (value: number) => value * 0x10000;
  for (const [index, value] of [0, fixed(1), 0, fixed(-1), 0, 0, fixed(codedWidth), 0, 0x40000000].entries())
    bytes.writeInt32BE(value, at + index * 4);
  await writeFile(path, bytes);
}
