import { once } from 'node:events';
import { describeLibraries, probeFile } from './describe.ts';
import { executeRequest } from './execute.ts';
import type { ChildAnswer, ChildTask } from './messages.ts';

/**
 * Entry of the engine's child process. It takes one task at a time and is used again; a task that was stopped or
 * crashed takes its process with it. Raw frames come in on standard input (framed by the size in the request) and go
 * out on standard output.
 */
process.on('message', (task: ChildTask) => {
  perform(task).then(answer, (error: Error) => answer({ kind: 'failed', message: error.message }));
});
// The parent is gone: nobody wants the result any more.
process.on('disconnect', () => process.exit(0));

async function perform(task: ChildTask): Promise<ChildAnswer> {
  if (task.kind === 'describe') return { kind: 'described', ...describeLibraries() };
  if (task.kind === 'probe') return { kind: 'probed', raw: await probeFile(task.path) };
  let sentBytes = 0;
  const input = task.request.inputs.find((item) => item.kind === 'frames');
  const result = await executeRequest(task.request, {
    ...(input ? { frames: readFrames(input.size.width * input.size.height * 4) } : {}),
    async onData(bytes) {
      sentBytes += bytes.length;
      if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
    },
    onProgress: (progress) => answer({ kind: 'progress', progress }),
  });
  return { kind: 'finished', result, sentBytes };
}

function answer(message: ChildAnswer): void {
  process.send?.(message);
}

/**
 * Cuts standard input into frames in one buffer that is used again: the encoder copies it before the next is asked
 * for. `set`, not `Buffer.copy`: copying out of native memory took ten times as long in most runs (craft.md §9).
 */
async function* readFrames(frameBytes: number): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(frameBytes);
  let filled = 0;
  for await (const chunk of process.stdin) {
    const bytes = chunk as Uint8Array;
    for (let offset = 0; offset < bytes.length; ) {
      const part = bytes.subarray(offset, offset + frameBytes - filled);
      frame.set(part, filled);
      filled += part.length;
      offset += part.length;
      if (filled < frameBytes) continue;
      yield frame;
      filled = 0;
    }
  }
  if (filled > 0) throw new Error(`the last frame stopped after ${filled} of ${frameBytes} bytes`);
}
