import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRequest, EngineRunOptions, EngineStream } from '../engine/request.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { AAC_GRAPH_END, aacStream } from '../sound-mix/aac.ts';
import { readMatrix, TAG_BT709, uprightFilters } from './colour.ts';
import { requireVideo, uprightSize } from './decode-frames.ts';
import { h264Stream } from './encode-frames.ts';

export const PROXY_HEIGHT = 540;
/** A key frame twice a second at 24 and 25 frames: the editor jumps to any frame without a visible wait. */
export const PROXY_KEY_FRAME_INTERVAL = 12;

/** A small copy for the editor: upright, at most 540 lines, frame for frame the original's rate, sound included. */
export function planProxy(sourcePath: string, targetPath: string, probe: MediaProbe): EngineRequest {
  const video = requireVideo(sourcePath, probe);
  const upright = uprightSize(video);
  const height = Math.min(PROXY_HEIGHT, upright.height - (upright.height % 2));
  const width = Math.max(2, Math.round((upright.width * height) / upright.height / 2) * 2);
  const picture = [
    `fps=fps=${video.rate.numerator}/${video.rate.denominator}`,
    ...uprightFilters(video.rotation),
    `scale=${width}:${height}:in_color_matrix=${readMatrix(video)}:out_color_matrix=bt709:out_range=tv:flags=bicubic`,
    'format=yuv420p',
    TAG_BT709,
  ];
  const streams: EngineStream[] = [
    h264Stream('picture', { codec: 'h264', preset: 'ultrafast', crf: 26 }, PROXY_KEY_FRAME_INTERVAL),
  ];
  const graph = [`[0:v]${picture.join(',')}[picture]`];
  if (probe.audio.length > 0) {
    graph.push(`[0:a]${AAC_GRAPH_END}[sound]`);
    streams.push(aacStream('sound', 128_000));
  }
  return {
    inputs: [{ kind: 'file', path: sourcePath }],
    graph: graph.join(';'),
    outputs: [{ kind: 'file', path: targetPath, container: 'mp4', options: { movflags: '+faststart' }, streams }],
  };
}

export async function makeProxy(
  engine: MediaEngine,
  sourcePath: string,
  targetPath: string,
  options: EngineRunOptions = {},
): Promise<void> {
  await engine.run(planProxy(sourcePath, targetPath, await engine.probe(sourcePath, options)), options);
}
