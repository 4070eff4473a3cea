import { type AudioGraph, type AudioSource, audioGraph } from '@kinora/contract';

export type SpokenLine = { hash: string; startSeconds: number; lengthSeconds: number; isFromElsewhere?: boolean };
export type MixInput = {
  lengthSeconds: number;
  music?: { hash: string; lengthSeconds: number; isFromElsewhere?: boolean };
  /** Spoken lines in any order; their places are the film's. */
  voice?: readonly SpokenLine[];
  /** What clips sound like while they are seen. */
  ambience?: readonly { hash: string; startSeconds: number; inSeconds: number; lengthSeconds: number }[];
};

/**
 * What the engine makes itself has these levels; what a provider made is brought to them, because everything after (ducking,
 * the distance between voice and music) was measured there. Ambience is heard in pauses and covers no word.
 */
const LEVEL_LUFS = { voice: -16, music: -16, ambience: -32 } as const;

/** Music under a voice stands 4 dB lower before the ducking begins (craft.md §8, measured there). */
const MUSIC_UNDER_VOICE_DB = -4;
const EDGE_FADE_SECONDS = 0.02;

/** The sound of a film as data: who sounds when, and that music gives way to a voice. The engine executes it. */
export function planMix({ lengthSeconds, music, voice = [], ambience = [] }: MixInput): AudioGraph {
  const hasVoice = voice.length > 0;
  const sources: AudioSource[] = [
    ...(music ? [musicSource(music, lengthSeconds, hasVoice)] : []),
    ...voice.flatMap((line, index) => placeLine(`voice-${index + 1}`, line, lengthSeconds)),
    ...ambience.flatMap((clip, index) => placeClip(`clip-${index + 1}`, clip, lengthSeconds)),
  ];
  return audioGraph.parse({
    sampleRate: 48000,
    lengthSeconds,
    sources,
    duckMusicUnderVoice: hasVoice && music !== undefined,
  });
}

/** Written music has its own ends; music of another length is faded out with the film. */
function musicSource(music: NonNullable<MixInput['music']>, lengthSeconds: number, hasVoice: boolean): AudioSource {
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
    ...(music.isFromElsewhere ? { levelLufs: LEVEL_LUFS.music } : {}),
  };
}

function placeLine(id: string, line: SpokenLine, filmSeconds: number): AudioSource[] {
  const lengthSeconds = Math.min(line.lengthSeconds, filmSeconds - line.startSeconds);
  if (lengthSeconds <= 0) return [];
  return [
    {
      id,
      role: 'voice',
      hash: line.hash,
      startSeconds: line.startSeconds,
      inSeconds: 0,
      lengthSeconds,
      gainDb: 0,
      fadeInSeconds: 0,
      fadeOutSeconds: Math.min(EDGE_FADE_SECONDS, lengthSeconds / 2),
      ...(line.isFromElsewhere ? { levelLufs: LEVEL_LUFS.voice } : {}),
    },
  ];
}

/** A clip's sound comes and goes over a fifth of a second: a room that is switched on and off is heard as a fault. */
const CLIP_FADE_SECONDS = 0.2;

function placeClip(id: string, clip: NonNullable<MixInput['ambience']>[number], filmSeconds: number): AudioSource[] {
  const lengthSeconds = Math.min(clip.lengthSeconds, filmSeconds - clip.startSeconds);
  if (lengthSeconds <= 0) return [];
  const fade = Math.min(CLIP_FADE_SECONDS, lengthSeconds / 3);
  return [
    {
      id,
      role: 'effect',
      hash: clip.hash,
      startSeconds: clip.startSeconds,
      inSeconds: clip.inSeconds,
      lengthSeconds,
      gainDb: 0,
      fadeInSeconds: fade,
      fadeOutSeconds: fade,
      levelLufs: LEVEL_LUFS.ambience,
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
