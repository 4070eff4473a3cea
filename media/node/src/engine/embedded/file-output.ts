import type { EngineOutput, EngineStream } from '../request.ts';
import type { Graph } from './graph.ts';
import type { Media, OpenInput } from './input.ts';
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_NOPTS_VALUE,
  AV_PICTURE_TYPE_NONE,
  AVFMT_GLOBALHEADER,
  avRescaleQ,
  Codec,
  CodecContext,
  check,
  Dictionary,
  FormatContext,
  type Frame,
  Packet,
  Rational,
  type Stream,
} from './libraries.ts';

type FileRequest = Extract<EngineOutput, { kind: 'file' }>;
type EncodeRequest = Extract<EngineStream, { kind: 'encode' }>;
type Track = { stream: Stream; encoder: CodecContext | null; lastDecodeTime: bigint };

/**
 * One file being written. The header needs every encoder, and encoders need the configured graph, so packets that are
 * only copied wait until then.
 */
export class FileOutput {
  readonly request: FileRequest;
  readonly #format = new FormatContext();
  readonly #tracks: Track[] = [];
  readonly #packet = new Packet();
  #waiting: { track: number; packet: Packet; timeBase: Rational }[] = [];
  #hasHeader = false;
  #isOpen = false;
  /** Packets of the first picture track that were written. */
  pictureCount = 0;

  constructor(request: FileRequest) {
    this.request = request;
    this.#packet.alloc();
  }

  get isEncoding(): boolean {
    return this.request.streams.some((stream) => stream.kind === 'encode');
  }

  async begin(graph: Graph | null, inputs: readonly OpenInput[]): Promise<void> {
    check(this.#format.allocOutputContext2(null, this.request.container, this.request.path), 'choose the container');
    for (const stream of this.request.streams) {
      this.#tracks.push(
        stream.kind === 'copy'
          ? this.#addCopy(inputs[stream.input], stream.media)
          : await this.#addEncoder(graph, stream),
      );
    }
    check(await this.#format.openOutput(), `open ${this.request.path}`);
    this.#isOpen = true;
    const options = Dictionary.fromObject({ ...this.request.options });
    check(await this.#format.writeHeader(options), 'write the header');
    options.free();
    this.#hasHeader = true;
    for (const { track, packet, timeBase } of this.#waiting) {
      await this.#write(track, packet, timeBase);
      packet.free();
    }
    this.#waiting = [];
  }

  trackOfEnd(label: string): number {
    return this.request.streams.findIndex((stream) => stream.kind === 'encode' && stream.from === label);
  }

  trackOfCopy(input: number, media: Media): number {
    return this.request.streams.findIndex(
      (stream) => stream.kind === 'copy' && stream.input === input && stream.media === media,
    );
  }

  async copy(track: number, packet: Packet, timeBase: Rational): Promise<void> {
    if (this.#hasHeader) return this.#write(track, packet, timeBase);
    const kept = packet.clone();
    if (!kept) throw new Error('out of memory');
    this.#waiting.push({ track, packet: kept, timeBase });
  }

  /** Encodes a frame of the track's graph end; null flushes the encoder. */
  async encode(track: number, frame: Frame | null): Promise<void> {
    const encoder = this.#tracks[track]?.encoder;
    if (!encoder) throw new Error(`track ${track} has no encoder`);
    if (frame) {
      frame.pts = avRescaleQ(frame.pts, frame.timeBase, encoder.timeBase);
      frame.duration = 0n;
      frame.timeBase = encoder.timeBase;
      // A decoded frame remembers that it was a key frame, and the encoder would make it one again.
      frame.pictType = AV_PICTURE_TYPE_NONE;
    }
    check(await encoder.sendFrame(frame), 'encode');
    while ((await encoder.receivePacket(this.#packet)) >= 0) {
      // The last frame of a file gets its length from here; every other one from the next frame's time.
      if (this.#isPicture(track) && this.#packet.duration <= 0n) this.#packet.duration = 1n;
      await this.#write(track, this.#packet, encoder.timeBase);
    }
  }

  async finish(): Promise<void> {
    check(await this.#format.writeTrailer(), 'finish the file');
    await this.#format.closeOutput();
    this.#isOpen = false;
  }

  async close(): Promise<void> {
    for (const { packet } of this.#waiting) packet.free();
    for (const { encoder } of this.#tracks) encoder?.freeContext();
    this.#packet.free();
    if (this.#isOpen) await this.#format.closeOutput();
    this.#format.freeContext();
  }

  #isPicture(track: number): boolean {
    return this.request.streams[track]?.media === 'video';
  }

  #addCopy(input: OpenInput | undefined, media: Media): Track {
    const source = input?.stream(media);
    if (!source) throw new Error(`nothing to copy: the input has no ${media} stream`);
    const stream = this.#format.newStream(null);
    check(source.codecpar.copy(stream.codecpar), 'copy the stream description');
    stream.codecpar.codecTag = 0;
    stream.timeBase = source.timeBase;
    stream.avgFrameRate = source.avgFrameRate;
    return { stream, encoder: null, lastDecodeTime: AV_NOPTS_VALUE };
  }

  async #addEncoder(graph: Graph | null, request: EncodeRequest): Promise<Track> {
    if (!graph) throw new Error('an encoded stream needs a filter graph');
    const codec = Codec.findEncoderByName(request.encoder as Parameters<typeof Codec.findEncoderByName>[0]);
    if (!codec) throw new Error(`no encoder ${request.encoder}`);
    const encoder = new CodecContext();
    encoder.allocContext3(codec);
    if (request.media === 'video') describePicture(encoder, graph.sink(request.from));
    else describeSound(encoder, graph.sink(request.from));
    if (this.#format.oformat?.hasFlags(AVFMT_GLOBALHEADER)) encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    const options = Dictionary.fromObject({ threads: '0', ...request.options });
    check(await encoder.open2(codec, options), `open the encoder ${request.encoder}`);
    options.free();
    const stream = this.#format.newStream(null);
    check(stream.codecpar.fromContext(encoder), 'describe the stream');
    stream.timeBase = encoder.timeBase;
    if (request.media === 'video') stream.avgFrameRate = encoder.framerate;
    return { stream, encoder, lastDecodeTime: AV_NOPTS_VALUE };
  }

  async #write(track: number, packet: Packet, timeBase: Rational): Promise<void> {
    const target = this.#tracks[track];
    if (!target) throw new Error(`the file has no track ${track}`);
    const { stream } = target;
    packet.streamIndex = stream.index;
    if (packet.dts === AV_NOPTS_VALUE && packet.pts !== AV_NOPTS_VALUE) packet.dts = packet.pts;
    packet.rescaleTs(timeBase, stream.timeBase);
    packet.pos = -1n;
    keepInOrder(packet, target);
    if (this.#isPicture(track)) this.pictureCount += 1;
    check(await this.#format.interleavedWriteFrame(packet), 'write the file');
  }
}

function describePicture(encoder: CodecContext, sink: ReturnType<Graph['sink']>): void {
  const rate = sink.buffersinkGetFrameRate();
  if (rate.num <= 0 || rate.den <= 0) throw new Error('the picture has no frame rate: end its graph with fps');
  encoder.width = sink.buffersinkGetWidth();
  encoder.height = sink.buffersinkGetHeight();
  encoder.pixelFormat = sink.buffersinkGetFormat() as CodecContext['pixelFormat'];
  encoder.sampleAspectRatio = sink.buffersinkGetSampleAspectRatio();
  encoder.framerate = rate;
  encoder.timeBase = new Rational(rate.den, rate.num);
  encoder.colorRange = sink.buffersinkGetColorRange();
  encoder.colorSpace = sink.buffersinkGetColorspace();
}

function describeSound(encoder: CodecContext, sink: ReturnType<Graph['sink']>): void {
  encoder.sampleRate = sink.buffersinkGetSampleRate();
  encoder.sampleFormat = sink.buffersinkGetFormat() as CodecContext['sampleFormat'];
  encoder.channelLayout = sink.buffersinkGetChannelLayout();
  encoder.timeBase = new Rational(1, encoder.sampleRate);
}

/**
 * A joined part of one or two frames has no room for the re-ordering delay that its neighbours have, so its decoding
 * times may repeat theirs. They are moved by one tick, as FFmpeg's program does; the showing time stays on its frame.
 */
function keepInOrder(packet: Packet, track: Track): void {
  if (packet.dts === AV_NOPTS_VALUE) return;
  if (track.lastDecodeTime !== AV_NOPTS_VALUE && packet.dts <= track.lastDecodeTime)
    packet.dts = track.lastDecodeTime + 1n;
  if (packet.pts !== AV_NOPTS_VALUE && packet.pts < packet.dts) packet.pts = packet.dts;
  track.lastDecodeTime = packet.dts;
}
