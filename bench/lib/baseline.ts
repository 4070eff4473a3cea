import type { MediaEngine } from '@kinora/media-node';

type Size = { width: number; height: number };
type Rate = { numerator: number; denominator: number };

/**
 * The baseline of the budgets (rulings §7): ready yuv420p frames, x264 veryfast, crf 20. Converts the RGBA frames once and
 * gives a function that only encodes `frames` of them.
 */
export async function prepareBaseline(
  engine: MediaEngine,
  rgba: readonly Uint8Array[],
  target: { rawPath: string; outputPath: string; size: Size; rate: Rate; frames: number },
): Promise<() => Promise<unknown>> {
  async function* frames() {
    yield* rgba;
  }
  await engine.run(
    {
      inputs: [{ kind: 'frames', size: target.size, rate: target.rate }],
      graph: '[0:v]scale=in_range=full:out_range=tv:out_color_matrix=bt709,format=yuv420p[v]',
      outputs: [
        {
          kind: 'file',
          path: target.rawPath,
          container: 'rawvideo',
          streams: [{ kind: 'encode', from: 'v', media: 'video', encoder: 'rawvideo', options: {} }],
        },
      ],
    },
    { frames: frames() },
  );
  const { width, height } = target.size;
  const options = { pixel_format: 'yuv420p', video_size: `${width}x${height}`, framerate: '30' };
  return () =>
    engine.run({
      inputs: [{ kind: 'file', path: target.rawPath, format: 'rawvideo', options }],
      graph: `[0:v]loop=loop=-1:size=${rgba.length}:start=0,trim=end_frame=${target.frames}[v]`,
      outputs: [
        {
          kind: 'file',
          path: target.outputPath,
          container: 'mp4',
          streams: [
            {
              kind: 'encode',
              from: 'v',
              media: 'video',
              encoder: 'libx264',
              options: { preset: 'veryfast', crf: '20' },
            },
          ],
        },
      ],
    });
}
