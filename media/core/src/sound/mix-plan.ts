import { type AudioGraph, type AudioSource, audioGraph } from '@kinora/contract';

export type SpokenLine = { hash: string; startSeconds: number; lengthSeconds: number };
export type MixInput = {
  lengthSeconds: number;
  music?: { hash: string; lengthSeconds: number };
  /** Spoken lines in any order; their places are the film's. */
  voice?: readonly SpokenLine[];
  /** Sounds of uploaded films or effects made elsewhere. */
  effects?: readonly (SpokenLine & { gainDb?: number })[];
};

/** Music under a voice stands 4 dB lower before the ducking begins (craft.md §8, measured there). */
const MUSIC_UNDER_VOICE_DB = -4;
const EDGE_FADE_SECONDS = 0.02;

/** The sound of a film as data: who sounds when, and that music gives way to a voice. The engine executes it. */
export function planMix({ lengthSeconds, music, voice = [], effects = [] }: MixInput): AudioGraph {
  const hasVoice = voice.length > 0;
  const sources: AudioSource[] = [
    ...(music ? [musicSource(music, lengthSeconds, hasVoice)] : []),
    ...voice.flatMap((line, index) => placeLine(`voice-${index + 1}`, 'voice', line, lengthSeconds)),
    ...effects.flatMap((line, index) => placeLine(`effect-${index + 1}`, 'effect', line, lengthSeconds)),
  ];
  return audioGraph.parse({
    sampleRate: 48000,
    lengthSeconds,
    sources,
    duckMusicUnderVoice: hasVoice && music !== undefined,
  });
}

/** Written music has its own ends; music of another length is faded out with the film. */
function musicSource(
  music: { hash: string; lengthSeconds: number },
  lengthSeconds: number,
  hasVoice: boolean,
): AudioSource {
  const isCut = music.lengthSeconds > lengthSeconds + 0.001;
  return {
    id: 'music',
    role: 'music',
    hash: music.hash,
    startSeconds: 0,
    inSeconds: 0,
    lengthSeconds: Math.min(music.lengthSeconds, lengthSeconds),
    gainDb: hasVoice ? MUSIC_UNDER_VOICE_DB : 0,
    fadeInSeconds: 0,
    fadeOutSeconds: isCut ? Math.min(0.6, lengthSeconds / 4) : 0,
  };
}

function placeLine(
  id: string,
  role: 'voice' | 'effect',
  line: SpokenLine & { gainDb?: number },
  filmSeconds: number,
): AudioSource[] {
  const lengthSeconds = Math.min(line.lengthSeconds, filmSeconds - line.startSeconds);
  if (lengthSeconds <= 0) return [];
  return [
    {
      id,
      role,
      hash: line.hash,
      startSeconds: line.startSeconds,
      inSeconds: 0,
      lengthSeconds,
      gainDb: line.gainDb ?? 0,
      fadeInSeconds: 0,
      fadeOutSeconds: Math.min(EDGE_FADE_SECONDS, lengthSeconds / 2),
    },
  ];
}

/** Where spoken lines stand: a quarter second after their shot's cut, and never over the line before. */
export const VOICE_AFTER_CUT_SECONDS = 0.25;
export function placeLines(
  lines: readonly { shotStartSeconds: number; lengthSeconds: number; hash: string }[],
): SpokenLine[] {
  let free = 0;
  return lines.map(({ shotStartSeconds, lengthSeconds, hash }) => {
    const startSeconds = Math.max(free, shotStartSeconds + VOICE_AFTER_CUT_SECONDS);
    free = startSeconds + lengthSeconds + 0.1;
    return { hash, startSeconds, lengthSeconds };
  });
}
