import type { ErrorTable } from '@kinora/contract';

export const soundErrors = {
  'sound.unreadable': { status: 422, sentence: 'This sound file could not be read.' },
  'sound.music_failed': { status: 500, sentence: 'The music could not be made. Nothing was charged; try again.' },
  'sound.voice_failed': { status: 500, sentence: 'The voice could not be made. Nothing was charged; try again.' },
  'sound.voice_missing': {
    status: 503,
    sentence: 'The built-in voice is not installed. Choose no voice, or install Kinora with its voice package.',
  },
  'sound.voice_language': {
    status: 422,
    sentence:
      'The built-in voice cannot read Hebrew: without vowel points it would speak consonants only. Use music and captions, or connect a speech provider.',
  },
} as const satisfies ErrorTable;

export type SoundErrorCode = keyof typeof soundErrors;
