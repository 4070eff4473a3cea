import { KinoraError } from '@kinora/contract';
import { guardChild } from '../files/child-limits.ts';
import { forkNodeChild } from '../files/node-child.ts';
import { createTextTail } from '../files/text-tail.ts';
import { type SoundErrorCode, soundErrors } from './errors.ts';
import type { SoundReply, SoundRequest } from './sound.program.ts';

export type SoundOptions = { signal?: AbortSignal; timeLimitMs?: number };

const TIME_LIMIT_MS = 5 * 60_000;

/** Runs one request in a fresh child; a failure or a stop becomes `code`. */
export async function runSoundChild(
  request: SoundRequest,
  code: SoundErrorCode,
  options: SoundOptions,
): Promise<SoundReply> {
  const child = forkNodeChild('media/node/src/sound/sound.program.ts');
  const guard = guardChild(child, { signal: options.signal, timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS });
  const errors = createTextTail();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.add(text));
  child.stdout?.resume();
  try {
    return await new Promise<SoundReply>((resolve, reject) => {
      child.once('message', (reply: SoundReply) => resolve(reply));
      child.once('error', reject);
      child.once('exit', (exitCode) => reject(soundFailure(code, guard.reason() ?? `exit ${exitCode}`, errors.read())));
      child.send(request);
    });
  } finally {
    guard.release();
  }
}

export function soundFailure(code: SoundErrorCode, why: string, log = ''): KinoraError {
  return new KinoraError(code, `${code}: ${why}\n${log.slice(-2000)}`, {
    sentence: soundErrors[code].sentence,
    isRetryable: code !== 'sound.voice_language',
  });
}
