import { dirname } from 'node:path';
import { type Language, say, type VoiceName } from '@kinora/contract';
import { matchWordTimes, planVoice, type SoundFigures, type WordTime } from '@kinora/media-core';
import { z } from 'zod';
import { childProgram } from '../files/program.ts';
import { runProgram } from '../files/run-program.ts';
import { withTemporaryFolder } from '../files/temporary-folder.ts';
import { writeAside } from '../files/write-aside.ts';
import { runSoundChild, type SoundOptions, soundFailure } from './sound-child.ts';

export type VoiceRequest = { text: string; voice: VoiceName; language: Language };

export type RenderedVoice = {
  lengthSeconds: number;
  words: WordTime[];
  figures: SoundFigures;
  /** Sentences for people. */
  notices: string[];
};

const spokenReply = z.object({
  sampleRate: z.number().positive(),
  lengthMs: z.number().nonnegative(),
  words: z.array(z.object({ textStart: z.number(), textLength: z.number(), startMs: z.number(), endMs: z.number() })),
});

const TIME_LIMIT_MS = 60_000;
const ARABIC_NOTICE = say('notice.voice_arabic_vowels');

/**
 * Speaks one line into a 48 kHz stereo WAV and says when each word is heard. Speech comes from a separate program
 * (media/voice-espeak); softening happens in a child of ours. Hebrew is refused, Arabic carries a warning.
 *
 * @example const line = await renderVoice({ text: 'Made to be kept.', voice: 'female-soft', language: 'en' }, 'line-1.wav');
 */
export async function renderVoice(
  request: VoiceRequest,
  file: string,
  options: SoundOptions = {},
): Promise<RenderedVoice> {
  if (request.language === 'he') throw soundFailure('sound.voice_language', 'Hebrew asked of the built-in voice');
  const plan = planVoice(request.voice, request.language);
  return withTemporaryFolder(dirname(file), async (folder) => {
    const rawFile = `${folder}/raw.wav`;
    const spoken = await speak({ text: request.text, ...plan, file: rawFile }, options);
    const reply = await writeAside(file, (asidePath) =>
      runSoundChild({ kind: 'voice', rawFile, speed: plan.speed, file: asidePath }, 'sound.voice_failed', options),
    );
    const words = matchWordTimes(request.text, spoken.words, reply.lengthSeconds, plan.speed);
    return { ...reply, words, notices: request.language === 'ar' ? [ARABIC_NOTICE] : [] };
  });
}

async function speak(request: object, options: SoundOptions) {
  const { file, execArgv } = childProgram('media/voice-espeak/src/voice.program.ts');
  const outcome = await runProgram(process.execPath, [...execArgv, file], {
    signal: options.signal,
    timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS,
    input: inputOf(request),
  });
  if (outcome.exitCode === 0) return spokenReply.parse(JSON.parse(outcome.output));
  const isMissing =
    outcome.spawnError !== null || /ERR_MODULE_NOT_FOUND|Cannot find (?:module|package)/.test(outcome.errorTail);
  throw soundFailure(
    isMissing ? 'sound.voice_missing' : 'sound.voice_failed',
    outcome.stopped ?? `exit ${outcome.exitCode}`,
    outcome.errorTail,
  );
}

async function* inputOf(request: object): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(JSON.stringify(request));
}
