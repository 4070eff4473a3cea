import type { EngineInput } from '../request.ts';
import {
  AV_NOPTS_VALUE,
  AV_PIX_FMT_RGBA,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_RGB,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
  avRescaleQ,
  Codec,
  CodecContext,
  check,
  Dictionary,
  FormatContext,
  Frame,
  InputFormat,
  Packet,
  Rational,
  type Stream,
} from './libraries.ts';

const MICROSECONDS = { num: 1, den: 1_000_000 };
export type Media = 'video' | 'audio';

/** What an input hands on, in the order it arrives. `end` comes once for each decoded stream. */
export type InputSink = {
  /** Does not take over the frame. */
  frame(media: Media, frame: Frame): Promise<void>;
  end(media: Media): Promise<void>;
  /** Does not take over the packet. Times count from the input's start point. */
  packet(media: Media, packet: Packet, timeBase: Rational): Promise<void>;
};

/** An opened input. `step` hands on what one packet (or one raw frame) gives; false once everything was handed on. */
export interface OpenInput {
  /** Seconds reached so far: the pump feeds the input that is furthest behind, so that little waits in the graph. */
  readonly reachedSeconds: number;
  step(sink: InputSink): Promise<boolean>;
  stream(media: Media): Stream | null;
  close(): Promise<void>;
}

export type StreamUse = { readonly decode: ReadonlySet<Media>; readonly copy: ReadonlySet<Media> };

export async function openFileInput(input: Extract<EngineInput, { kind: 'file' }>, use: StreamUse): Promise<OpenInput> {
  const format = await openFormat(input.path, input.format, input.options);
  const readers = new Map<number, StreamReader>();
  try {
    const startMicroseconds = await seekTo(format, input.startSeconds);
    for (const media of ['video', 'audio'] as const) {
      if (!use.decode.has(media) && !use.copy.has(media)) continue;
      const index = format.findBestStream(media === 'video' ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO);
      const stream = format.streams[index];
      if (index < 0 || !stream) throw new Error(`${input.path} has no ${media} stream`);
      readers.set(index, await openReader({ media, stream, startMicroseconds, isDecoded: use.decode.has(media) }));
    }
  } catch (error) {
    for (const reader of readers.values()) reader.close();
    await format.closeInput();
    throw error;
  }
  return new FileInput(format, readers, input.startSeconds !== undefined);
}

/** Opens a container with the file protocol only: a playlist or a subtitle inside it cannot reach the network. */
export async function openFormat(
  path: string,
  formatName?: string,
  options: Readonly<Record<string, string>> = {},
): Promise<FormatContext> {
  const format = new FormatContext();
  const demuxer = formatName === undefined ? null : InputFormat.findInputFormat(formatName);
  const dictionary = Dictionary.fromObject({ protocol_whitelist: 'file', ...options });
  try {
    check(await format.openInput(`file:${path}`, demuxer, dictionary), `open ${path}`);
  } finally {
    dictionary.free();
  }
  try {
    check(await format.findStreamInfo(), `read the streams of ${path}`);
    return format;
  } catch (error) {
    await format.closeInput();
    throw error;
  }
}

/** Jumps to the key frame at or before the moment; what lies between is decoded and dropped. Returns the moment. */
async function seekTo(format: FormatContext, startSeconds: number | undefined): Promise<bigint> {
  const fileStart = format.startTime === AV_NOPTS_VALUE ? 0n : format.startTime;
  if (startSeconds === undefined || startSeconds <= 0) return fileStart;
  const target = fileStart + BigInt(Math.round(startSeconds * 1_000_000));
  check(await format.seekFrame(-1, target, AVSEEK_FLAG_BACKWARD), 'seek');
  return target;
}

type StreamReader = {
  media: Media;
  stream: Stream;
  decoder: CodecContext | null;
  /** Start moment in the stream's own time base. */
  startTime: bigint;
  reached: bigint;
  close(): void;
};

async function openReader(options: {
  media: Media;
  stream: Stream;
  startMicroseconds: bigint;
  isDecoded: boolean;
}): Promise<StreamReader> {
  const { media, stream } = options;
  const startTime = avRescaleQ(options.startMicroseconds, MICROSECONDS, stream.timeBase);
  const decoder = options.isDecoded ? await openDecoder(stream) : null;
  return { media, stream, decoder, startTime, reached: 0n, close: () => decoder?.freeContext() };
}

async function openDecoder(stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new Error('no decoder for this stream');
  const context = new CodecContext();
  context.allocContext3(codec);
  check(context.parametersToContext(stream.codecpar), 'set up the decoder');
  context.pktTimebase = stream.timeBase;
  context.threadCount = 0;
  check(await context.open2(codec, null), 'open the decoder');
  return context;
}

class FileInput implements OpenInput {
  readonly #format: FormatContext;
  readonly #readers: Map<number, StreamReader>;
  readonly #dropsEarlier: boolean;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  #isDone = false;

  constructor(format: FormatContext, readers: Map<number, StreamReader>, dropsEarlier: boolean) {
    this.#format = format;
    this.#readers = readers;
    this.#dropsEarlier = dropsEarlier;
    this.#packet.alloc();
    this.#frame.alloc();
  }

  get reachedSeconds(): number {
    if (this.#isDone) return Number.POSITIVE_INFINITY;
    return Math.min(
      ...[...this.#readers.values()].map(
        (reader) => (Number(reader.reached) * reader.stream.timeBase.num) / reader.stream.timeBase.den,
      ),
    );
  }

  stream(media: Media): Stream | null {
    return [...this.#readers.values()].find((reader) => reader.media === media)?.stream ?? null;
  }

  async step(sink: InputSink): Promise<boolean> {
    if (this.#isDone) return false;
    const code = await this.#format.readFrame(this.#packet);
    if (code === AVERROR_EOF) {
      this.#isDone = true;
      for (const reader of this.#readers.values()) await this.#finish(reader, sink);
      return false;
    }
    check(code, 'read the file');
    const reader = this.#readers.get(this.#packet.streamIndex);
    if (reader) await this.#handOn(reader, sink);
    this.#packet.unref();
    return true;
  }

  async #handOn(reader: StreamReader, sink: InputSink): Promise<void> {
    const { decoder } = reader;
    const { dts, pts } = this.#packet;
    const time = dts === AV_NOPTS_VALUE ? pts : dts;
    if (time !== AV_NOPTS_VALUE) reader.reached = time - reader.startTime;
    if (!decoder) {
      if (pts !== AV_NOPTS_VALUE) this.#packet.pts = pts - reader.startTime;
      if (dts !== AV_NOPTS_VALUE) this.#packet.dts = dts - reader.startTime;
      return sink.packet(reader.media, this.#packet, reader.stream.timeBase);
    }
    const sent = await decoder.sendPacket(this.#packet);
    // A damaged packet is skipped, as FFmpeg's own program does; a file with nothing readable gives no frame at all.
    if (sent < 0 && sent !== AVERROR_EAGAIN) return;
    await this.#receive(reader, sink);
  }

  async #finish(reader: StreamReader, sink: InputSink): Promise<void> {
    if (!reader.decoder) return;
    await reader.decoder.sendPacket(null);
    await this.#receive(reader, sink);
    await sink.end(reader.media);
  }

  async #receive(reader: StreamReader, sink: InputSink): Promise<void> {
    for (;;) {
      const code = (await reader.decoder?.receiveFrame(this.#frame)) ?? AVERROR_EOF;
      if (code < 0) return;
      const stamp =
        this.#frame.bestEffortTimestamp === AV_NOPTS_VALUE ? this.#frame.pts : this.#frame.bestEffortTimestamp;
      this.#frame.pts = stamp - reader.startTime;
      this.#frame.timeBase = reader.stream.timeBase;
      if (!this.#dropsEarlier || this.#frame.pts >= 0n) await sink.frame(reader.media, this.#frame);
      this.#frame.unref();
    }
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) reader.close();
    this.#packet.free();
    this.#frame.free();
    await this.#format.closeInput();
  }
}

/** Raw RGBA frames from the caller. Asking the iterator only when the pump wants a frame is the whole back-pressure. */
export function openFramesInput(
  input: Extract<EngineInput, { kind: 'frames' }>,
  frames: AsyncIterable<Uint8Array>,
): OpenInput {
  const iterator = frames[Symbol.asyncIterator]();
  const timeBase = new Rational(input.rate.denominator, input.rate.numerator);
  const { width, height } = input.size;
  let count = 0;
  let isDone = false;
  return {
    get reachedSeconds() {
      return isDone ? Number.POSITIVE_INFINITY : (count * timeBase.num) / timeBase.den;
    },
    stream: () => null,
    async step(sink) {
      if (isDone) return false;
      const next = await iterator.next();
      if (next.done) {
        isDone = true;
        await sink.end('video');
        return false;
      }
      const bytes = next.value;
      if (bytes.length !== width * height * 4)
        throw new Error(`frame ${count} has ${bytes.length} bytes, not ${width * height * 4}`);
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const frame = Frame.fromVideoBuffer(view, {
        width,
        height,
        format: AV_PIX_FMT_RGBA,
        timeBase,
        pts: BigInt(count),
      });
      frame.colorRange = AVCOL_RANGE_JPEG;
      frame.colorSpace = AVCOL_SPC_RGB;
      frame.sampleAspectRatio = new Rational(1, 1);
      try {
        await sink.frame('video', frame);
      } finally {
        frame.free();
      }
      count += 1;
      return true;
    },
    async close() {
      await iterator.return?.();
    },
  };
}
