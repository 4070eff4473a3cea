import type { EngineInput, EngineOutput, EngineRequest, EngineStream } from '../request.ts';

/** Turns a request into FFmpeg's arguments. Pure; `-progress` goes to file descriptor 3, raw data over 0 and 1. */
export function planArguments(request: EngineRequest): string[] {
  const usesInput = request.inputs.some((input) => input.kind === 'frames');
  return [
    '-hide_banner',
    ...(usesInput ? [] : ['-nostdin']),
    '-y',
    '-loglevel',
    'info',
    '-nostats',
    '-progress',
    'pipe:3',
    ...request.inputs.flatMap(inputArguments),
    ...(request.graph === undefined ? [] : ['-filter_complex', request.graph]),
    ...request.outputs.flatMap(outputArguments),
  ];
}

function inputArguments(input: EngineInput): string[] {
  if (input.kind === 'frames') {
    const { size, rate } = input;
    return [
      ...['-f', 'rawvideo', '-pixel_format', 'rgba', '-video_size', `${size.width}x${size.height}`],
      ...['-framerate', `${rate.numerator}/${rate.denominator}`, '-i', 'pipe:0'],
    ];
  }
  return [
    // Turning is a filter of the plan, as in the embedded engine, so that both give the same picture.
    '-noautorotate',
    '-protocol_whitelist',
    'file',
    ...(input.startSeconds !== undefined && input.startSeconds > 0 ? ['-ss', input.startSeconds.toFixed(6)] : []),
    ...(input.format === undefined ? [] : ['-f', input.format]),
    ...Object.entries(input.options ?? {}).flatMap(([name, value]) => [`-${name}`, value]),
    '-i',
    `file:${input.path}`,
  ];
}

function outputArguments(output: EngineOutput): string[] {
  if (output.kind === 'frames')
    return ['-map', `[${output.from}]`, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'];
  if (output.kind === 'samples') return ['-map', `[${output.from}]`, '-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1'];
  if (output.kind === 'discard') return ['-map', `[${output.from}]`, '-f', 'null', '-'];
  return [
    ...output.streams.flatMap(streamArguments),
    '-map_metadata',
    '-1',
    ...Object.entries(output.options ?? {}).flatMap(([name, value]) => [`-${name}`, value]),
    '-f',
    output.container,
    `file:${output.path}`,
  ];
}

function streamArguments(stream: EngineStream, index: number): string[] {
  if (stream.kind === 'copy')
    return ['-map', `${stream.input}:${stream.media === 'video' ? 'v' : 'a'}:0`, `-c:${index}`, 'copy'];
  return [
    '-map',
    `[${stream.from}]`,
    `-c:${index}`,
    stream.encoder,
    ...(stream.media === 'video' ? [`-fps_mode:${index}`, 'passthrough'] : []),
    ...Object.entries(stream.options).flatMap(([name, value]) => [`-${name}:${index}`, value]),
  ];
}
