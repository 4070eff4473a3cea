import {
  type EngineOutput,
  type EngineRequest,
  type EngineResult,
  type EngineRunOptions,
  graphEnds,
  graphPads,
} from '../request.ts';
import { FileOutput } from './file-output.ts';
import { Graph } from './graph.ts';
import { type InputSink, type Media, type OpenInput, openFileInput, openFramesInput } from './input.ts';
import { type Frame, Rational } from './libraries.ts';
import { captureLog } from './log.ts';

export type ExecuteOptions = Pick<EngineRunOptions, 'frames' | 'onData' | 'onProgress'>;

/**
 * Runs a request with FFmpeg's libraries in this process. Only child processes call it: the engine's own, and render
 * workers, which draw and encode side by side so that no raw frame crosses a process border.
 *
 * The loop is FFmpeg's own: empty every graph end that has something, then give one more packet to the input that is
 * furthest behind. Flushing both the graph and the encoders at the end is what keeps the last frames.
 */
export async function executeRequest(request: EngineRequest, options: ExecuteOptions = {}): Promise<EngineResult> {
  const log = captureLog();
  const run = new Run(request, options);
  let frames = 0;
  try {
    frames = await run.execute();
  } catch (error) {
    const tail = (await log.release()).trim().split('\n').slice(-6).join('\n');
    throw new Error(tail ? `${(error as Error).message}\n${tail}` : (error as Error).message, { cause: error });
  } finally {
    await run.close();
  }
  return { log: await log.release(), frames };
}

class Run {
  readonly #request: EngineRequest;
  readonly #options: ExecuteOptions;
  readonly #inputs: OpenInput[] = [];
  readonly #files: FileOutput[] = [];
  #graph: Graph | null = null;
  #hasBegun = false;
  #rawFrames = 0;
  #reported = 0;
  readonly #openEnds = new Set<string>();

  constructor(request: EngineRequest, options: ExecuteOptions) {
    this.#request = request;
    this.#options = options;
  }

  get #frames(): number {
    return Math.max(this.#rawFrames, ...this.#files.map((file) => file.pictureCount), 0);
  }

  async execute(): Promise<number> {
    await this.#open();
    await this.#graph?.start();
    for (;;) {
      await this.#beginWhenReady();
      if (this.#graph?.isRunning) await this.#drainEnds(this.#graph);
      if (this.#hasBegun && this.#graph && this.#openEnds.size === 0 && !this.#isCopying()) break;
      if (!(await this.#feedFurthestBehind())) {
        await this.#beginWhenReady();
        if (this.#graph?.isRunning) await this.#drainEnds(this.#graph);
        break;
      }
      this.#report();
    }
    if (this.#openEnds.size > 0)
      throw new Error(`the filter graph never finished [${[...this.#openEnds].join('], [')}]`);
    for (const file of this.#files) await file.finish();
    return this.#frames;
  }

  async close(): Promise<void> {
    // The graph first: measuring filters print their summary when they are freed.
    this.#graph?.close();
    for (const file of this.#files) await file.close();
    for (const input of this.#inputs) await input.close();
  }

  async #open(): Promise<void> {
    const pads = graphPads(this.#request.graph ?? '');
    for (const [index, input] of this.#request.inputs.entries()) {
      const decode = new Set(pads.filter((pad) => pad.input === index).map((pad) => pad.media));
      if (input.kind === 'file')
        this.#inputs.push(await openFileInput(input, { decode, copy: this.#copiedMedia(index) }));
      else if (this.#options.frames) this.#inputs.push(openFramesInput(input, this.#options.frames));
      else throw new Error('the request wants frames, but none were given');
    }
    if (this.#request.graph !== undefined) {
      const ends = graphEnds(this.#request);
      for (const end of ends) this.#openEnds.add(end.label);
      this.#graph = new Graph(
        this.#request.graph,
        pads.map((pad) => ({ label: pad.label, rate: this.#rateOf(pad.input, pad.media) })),
        ends,
      );
    }
    for (const output of this.#request.outputs) if (output.kind === 'file') this.#files.push(new FileOutput(output));
  }

  #copiedMedia(input: number): Set<Media> {
    const streams = this.#request.outputs.flatMap((output) => (output.kind === 'file' ? output.streams : []));
    return new Set(
      streams.flatMap((stream) => (stream.kind === 'copy' && stream.input === input ? [stream.media] : [])),
    );
  }

  #isCopying(): boolean {
    return this.#request.inputs.some((_, index) => this.#copiedMedia(index).size > 0);
  }

  #rateOf(input: number, media: Media): Rational | null {
    const request = this.#request.inputs[input];
    if (media === 'audio') return null;
    if (request?.kind === 'frames') return new Rational(request.rate.numerator, request.rate.denominator);
    const stream = this.#inputs[input]?.stream('video');
    const rate = stream?.rFrameRate.num ? stream.rFrameRate : stream?.avgFrameRate;
    return rate && rate.num > 0 && rate.den > 0 ? rate : null;
  }

  /** Headers can be written once encoders know the graph's ends; files that only copy need no graph. */
  async #beginWhenReady(): Promise<void> {
    if (this.#hasBegun) return;
    if (this.#graph && !this.#graph.isRunning) return;
    for (const file of this.#files) await file.begin(this.#graph, this.#inputs);
    this.#hasBegun = true;
  }

  async #feedFurthestBehind(): Promise<boolean> {
    const waiting = this.#inputs.filter((input) => input.reachedSeconds !== Number.POSITIVE_INFINITY);
    const [first, ...others] = waiting;
    if (!first) return false;
    const behind = others.reduce(
      (lowest, input) => (input.reachedSeconds < lowest.reachedSeconds ? input : lowest),
      first,
    );
    await behind.step(this.#sinkFor(this.#inputs.indexOf(behind)));
    return true;
  }

  #sinkFor(input: number): InputSink {
    const label = (media: Media) => `${input}:${media === 'video' ? 'v' : 'a'}`;
    return {
      frame: async (media, frame) => this.#graph?.push(label(media), frame),
      end: async (media) => this.#graph?.end(label(media)),
      packet: async (media, packet, timeBase) => {
        for (const file of this.#files) {
          const track = file.trackOfCopy(input, media);
          if (track >= 0) await file.copy(track, packet, timeBase);
        }
      },
    };
  }

  async #drainEnds(graph: Graph): Promise<void> {
    for (const output of this.#request.outputs) {
      for (const label of endsOf(output)) {
        while (this.#openEnds.has(label)) {
          const pulled = await graph.pull(label);
          if (pulled === 'more') break;
          if (pulled === 'ended') this.#openEnds.delete(label);
          await this.#deliver(output, label, pulled === 'ended' ? null : pulled);
          this.#report();
        }
      }
    }
  }

  async #deliver(output: EngineOutput, label: string, frame: Frame | null): Promise<void> {
    if (output.kind === 'file') {
      const file = this.#files.find((item) => item.request === output);
      return file?.encode(file.trackOfEnd(label), frame);
    }
    if (!frame) return;
    if (output.kind === 'frames') this.#rawFrames += 1;
    if (output.kind !== 'discard') await this.#options.onData?.(frame.toBuffer());
  }

  #report(): void {
    if (this.#frames === this.#reported) return;
    this.#reported = this.#frames;
    this.#options.onProgress?.({ frames: this.#reported });
  }
}

function endsOf(output: EngineOutput): string[] {
  if (output.kind !== 'file') return [output.from];
  return output.streams.flatMap((stream) => (stream.kind === 'encode' ? [stream.from] : []));
}
