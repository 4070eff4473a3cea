import type { Media } from './input.ts';
import {
  AV_NOPTS_VALUE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  avGetSampleFmtName,
  avRescaleQ,
  check,
  Filter,
  type FilterContext,
  FilterGraph,
  FilterInOut,
  Frame,
  Rational,
} from './libraries.ts';

type Pad = {
  label: string;
  rate: Rational | null;
  waiting: Frame[];
  isEnded: boolean;
  source: FilterContext | null;
  timeBase: Rational;
};
type End = { label: string; media: Media; sink: FilterContext | null };

/**
 * A filter graph that configures itself from the first frames. States: *gathering* (frames wait until every pad has
 * one, or has ended), *running* (frames go straight in). A pad that ends without a frame is a file without pictures or
 * sound where the plan expected some, and fails.
 */
export class Graph {
  readonly #text: string;
  readonly #graph = new FilterGraph();
  readonly #pads: Map<string, Pad>;
  readonly #ends: Map<string, End>;
  readonly #frame = new Frame();
  #isRunning = false;

  constructor(text: string, pads: { label: string; rate: Rational | null }[], ends: { label: string; media: Media }[]) {
    this.#text = text;
    this.#graph.alloc();
    this.#frame.alloc();
    this.#pads = new Map(
      pads.map((pad) => [
        pad.label,
        { ...pad, waiting: [], isEnded: false, source: null, timeBase: new Rational(1, 1) },
      ]),
    );
    this.#ends = new Map(ends.map((end) => [end.label, { ...end, sink: null }]));
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  sink(label: string): FilterContext {
    const sink = this.#ends.get(label)?.sink;
    if (!sink) throw new Error(`graph end [${label}] does not exist`);
    return sink;
  }

  async push(label: string, frame: Frame): Promise<void> {
    const pad = this.#pad(label);
    if (!this.#isRunning) {
      const copy = frame.clone();
      if (!copy) throw new Error('out of memory');
      pad.waiting.push(copy);
      return this.#startWhenReady();
    }
    await this.#send(pad, frame);
  }

  async end(label: string): Promise<void> {
    const pad = this.#pad(label);
    pad.isEnded = true;
    if (!this.#isRunning) return this.#startWhenReady();
    await pad.source?.buffersrcAddFrame(null);
  }

  /** Next frame of an end: a frame to use before the next call, `more` when input is needed, `ended`. */
  async pull(label: string): Promise<Frame | 'more' | 'ended'> {
    const sink = this.sink(label);
    this.#frame.unref();
    const code = await sink.buffersinkGetFrame(this.#frame);
    if (code === AVERROR_EAGAIN) return 'more';
    if (code === AVERROR_EOF) return 'ended';
    check(code, `filter ${label}`);
    this.#frame.timeBase = sink.buffersinkGetTimeBase();
    return this.#frame;
  }

  /** Graphs without inputs (generated pictures and sound) start at once. */
  async start(): Promise<void> {
    if (this.#pads.size === 0) await this.#configure();
  }

  close(): void {
    for (const pad of this.#pads.values()) for (const frame of pad.waiting) frame.free();
    this.#frame.free();
    this.#graph.free();
  }

  #pad(label: string): Pad {
    const pad = this.#pads.get(label);
    if (!pad) throw new Error(`graph pad [${label}] does not exist`);
    return pad;
  }

  async #startWhenReady(): Promise<void> {
    const pads = [...this.#pads.values()];
    const empty = pads.find((pad) => pad.isEnded && pad.waiting.length === 0);
    if (empty) throw new Error(`input [${empty.label}] holds nothing that can be decoded`);
    if (pads.some((pad) => pad.waiting.length === 0)) return;
    await this.#configure();
    for (const pad of pads) {
      for (const frame of pad.waiting) {
        await this.#send(pad, frame);
        frame.free();
      }
      pad.waiting = [];
      if (pad.isEnded) await pad.source?.buffersrcAddFrame(null);
    }
  }

  async #configure(): Promise<void> {
    for (const pad of this.#pads.values()) pad.source = this.#createSource(pad);
    const segment = this.#graph.segmentParse(this.#text);
    if (!segment) throw new Error(`filter graph cannot be parsed: ${this.#text}`);
    const inputs = new FilterInOut();
    const outputs = new FilterInOut();
    try {
      check(segment.createFilters(), 'create the filters');
      check(segment.applyOpts(), 'set the filters up');
      check(segment.apply(inputs, outputs), 'link the filters');
      this.#linkSources(inputs);
      this.#linkSinks(outputs);
    } finally {
      inputs.free();
      outputs.free();
      segment.free();
    }
    check(await this.#graph.config(), 'configure the filter graph');
    this.#isRunning = true;
  }

  #linkSources(inputs: FilterInOut): void {
    for (let item: FilterInOut | null = inputs; item?.name; item = item.next) {
      const source = this.#pad(item.name).source;
      if (!source || !item.filterCtx) throw new Error(`graph pad [${item.name}] has no input`);
      check(source.link(0, item.filterCtx, item.padIdx), `link [${item.name}]`);
    }
  }

  #linkSinks(outputs: FilterInOut): void {
    for (let item: FilterInOut | null = outputs; item?.name; item = item.next) {
      const end = this.#ends.get(item.name);
      const filter = Filter.getByName(end?.media === 'audio' ? 'abuffersink' : 'buffersink');
      if (!end || !filter || !item.filterCtx) throw new Error(`graph end [${item.name}] is not used`);
      end.sink = this.#graph.createFilter(filter, `out_${end.label}`, null);
      if (!end.sink) throw new Error('out of memory');
      check(item.filterCtx.link(item.padIdx, end.sink, 0), `link [${item.name}]`);
    }
  }

  #createSource(pad: Pad): FilterContext {
    const [first] = pad.waiting;
    if (!first) throw new Error(`input [${pad.label}] has no frame`);
    const source = first.isVideo() ? this.#createPictureSource(pad, first) : this.#createSoundSource(pad, first);
    return source;
  }

  #createPictureSource(pad: Pad, first: Frame): FilterContext {
    const filter = Filter.getByName('buffer');
    const source = filter && this.#graph.allocFilter(filter, `in_${pad.label}`);
    if (!source) throw new Error('out of memory');
    pad.timeBase = first.timeBase;
    check(
      source.buffersrcParametersSet({
        width: first.width,
        height: first.height,
        format: first.format,
        timeBase: pad.timeBase,
        ...(pad.rate ? { frameRate: pad.rate } : {}),
        sampleAspectRatio: first.sampleAspectRatio,
        colorRange: first.colorRange,
        colorSpace: first.colorSpace,
      }),
      'set up the picture input',
    );
    check(source.init(null), 'open the picture input');
    return source;
  }

  #createSoundSource(pad: Pad, first: Frame): FilterContext {
    const filter = Filter.getByName('abuffer');
    const { mask, nbChannels } = first.channelLayout;
    pad.timeBase = new Rational(1, first.sampleRate);
    const layout = mask === 0n ? `${nbChannels}c` : `0x${mask.toString(16)}`;
    const options = `time_base=1/${first.sampleRate}:sample_rate=${first.sampleRate}:sample_fmt=${avGetSampleFmtName(first.format as Parameters<typeof avGetSampleFmtName>[0])}:channel_layout=${layout}`;
    const source = filter && this.#graph.createFilter(filter, `in_${pad.label}`, options);
    if (!source) throw new Error('the sound input could not be opened');
    return source;
  }

  async #send(pad: Pad, frame: Frame): Promise<void> {
    if (frame.pts !== AV_NOPTS_VALUE) frame.pts = avRescaleQ(frame.pts, frame.timeBase, pad.timeBase);
    frame.duration = avRescaleQ(frame.duration, frame.timeBase, pad.timeBase);
    frame.timeBase = pad.timeBase;
    const code = (await pad.source?.buffersrcAddFrame(frame)) ?? 0;
    // The graph has all it wants of this input: a trim ends long before a file does. The rest is decoded and dropped.
    if (code === AVERROR_EOF) return;
    check(code, `feed [${pad.label}]`);
  }
}
