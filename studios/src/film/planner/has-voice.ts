import type { FilmInput } from '@kinora/contract';

/** Whether a film is spoken at all: the built-in voice has no Hebrew, a provider's may. */
export function hasVoice({ voice, voiceBy }: Pick<FilmInput, 'voice' | 'voiceBy'>, language: string): boolean {
  return voice !== 'none' && (language !== 'he' || voiceBy !== undefined);
}
