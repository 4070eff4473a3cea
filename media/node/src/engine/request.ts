import type { Rate, Size } from '@kinora/contract';

/**
 * What an engine is asked to do, as data: inputs, one filter graph, outputs. Both runners take exactly this. The
 * embedded one walks FFmpeg's libraries with it, the program one turns it into arguments; nothing else in Kinora
 * knows how FFmpeg is called. Graph pads are named as on FFmpeg's command line: `[0:v]` is the first input's picture.
 */
export type EngineRequest = {
  readonly inputs: readonly EngineInput[];
  /** Filter graph text with labelled ends, such as `[0:v]scale=640:360[picture]`. Absent when streams are only copied. */
  readonly graph?: string;
  readonly outputs: readonly EngineOutput[];
};

export type EngineInput =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** FFmpeg's demuxer name; found from the content when absent. `concat` reads a list written by `joinList`. */
      readonly format?: string;
      readonly options?: Readonly<Record<string, string>>;
      /** Decoding starts here; what follows is counted from this moment. Frames shown earlier are dropped exactly. */
      readonly startSeconds?: number;
    }
  /** Raw RGBA frames handed over by the caller, full range, one `Uint8Array` of width × height × 4 bytes each. */
  | { readonly kind: 'frames'; readonly size: Size; readonly rate: Rate };

export type EngineStream =
  | {
      readonly kind: 'encode';
      /** Label of a graph end, without brackets. */
      readonly from: string;
      readonly media: 'video' | 'audio';
      readonly encoder: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'copy'; readonly input: number; readonly media: 'video' | 'audio' };

export type EngineOutput =
  | {
      readonly kind: 'file';
      readonly path: string;
      /** FFmpeg's muxer name: `mp4`, `ipod` (m4a), `wav`. */
      readonly container: string;
      readonly options?: Readonly<Record<string, string>>;
      readonly streams: readonly EngineStream[];
    }
  /** Raw bytes for the caller's `onData`: RGBA frames one by one, or interleaved 32-bit float samples in pieces. */
  | { readonly kind: 'frames'; readonly from: string; readonly frameBytes: number }
  | { readonly kind: 'samples'; readonly from: string }
  /** Run the graph for its measurements only. */
  | { readonly kind: 'discard'; readonly from: string; readonly media: 'video' | 'audio' };

export type EngineProgress = { readonly frames: number };

export type EngineRunOptions = {
  /** Stops decoding and encoding within two seconds; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Default 30 minutes. */
  readonly timeLimitMs?: number;
  /** Resident memory of the child, default 4 GiB; beyond it the child is stopped. */
  readonly memoryLimitBytes?: number;
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Frames for the input of kind `frames`. The next one is asked for only when the encoder has room. */
  readonly frames?: AsyncIterable<Uint8Array>;
  /** Receives the bytes of the `frames` or `samples` output; the engine waits for a returned promise. */
  readonly onData?: (bytes: Uint8Array) => void | Promise<void>;
};

export type EngineResult = {
  /** FFmpeg's own messages, the last 64 KiB. Measuring filters print their summary here. */
  readonly log: string;
  /** Frames or packets of the first picture stream that left the engine. */
  readonly frames: number;
};

/** Pads a graph reads from inputs, each once: `0:v`, `1:a`. Several streams of one kind are not needed by any plan. */
export function graphPads(graph: string): { label: string; input: number; media: 'video' | 'audio' }[] {
  const pads = [...graph.matchAll(/\[(\d+):([va])\]/g)].map((match) => ({
    label: `${match[1]}:${match[2]}`,
    input: Number(match[1]),
    media: match[2] === 'v' ? ('video' as const) : ('audio' as const),
  }));
  return pads;
}

/** Graph ends a request takes, with their kind, in output order. */
export function graphEnds(request: EngineRequest): { label: string; media: 'video' | 'audio' }[] {
  return request.outputs.flatMap((output) => {
    if (output.kind === 'frames') return [{ label: output.from, media: 'video' as const }];
    if (output.kind === 'samples') return [{ label: output.from, media: 'audio' as const }];
    if (output.kind === 'discard') return [{ label: output.from, media: output.media }];
    return output.streams.flatMap((stream) =>
      stream.kind === 'encode' ? [{ label: stream.from, media: stream.media }] : [],
    );
  });
}

/** Kind of a request's raw output, if it has one: its bytes are cut into frames before the caller sees them. */
export function rawFrameBytes(request: EngineRequest): number | null {
  const output = request.outputs.find((item) => item.kind === 'frames');
  return output ? output.frameBytes : null;
}
