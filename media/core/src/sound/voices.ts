import type { VoiceName } from '@kinora/contract';

/**
 * How each of the five voices is asked of the speech program. `speed` plays the result faster or slower than spoken,
 * which moves pitch and formants together (a smaller or larger head); the rate asked for is divided by it, so the line
 * keeps its pace.
 */
export type VoiceRecipe = {
  variant: string;
  english: string;
  wordsPerMinute: number;
  pitch: number;
  range: number;
  speed: number;
};

export const VOICE_RECIPES: Readonly<Record<VoiceName, VoiceRecipe>> = {
  'male-deep': { variant: 'm3', english: 'en-us', wordsPerMinute: 150, pitch: 25, range: 45, speed: 0.94 },
  'male-warm': { variant: 'm7', english: 'en-gb-x-rp', wordsPerMinute: 155, pitch: 50, range: 50, speed: 1 },
  'female-soft': { variant: 'f5', english: 'en-us', wordsPerMinute: 148, pitch: 46, range: 46, speed: 1.02 },
  'female-energetic': { variant: 'f2', english: 'en-us', wordsPerMinute: 178, pitch: 62, range: 68, speed: 1.05 },
  child: { variant: 'f4', english: 'en-us', wordsPerMinute: 152, pitch: 85, range: 60, speed: 1.18 },
};

/** Name of the voice in the speech program, and what it has to be asked for. */
export function planVoice(
  voice: VoiceName,
  language: 'en' | 'ar',
): { voice: string; rate: number; pitch: number; range: number; speed: number } {
  const { variant, english, wordsPerMinute, pitch, range, speed } = VOICE_RECIPES[voice];
  return {
    voice: `${language === 'en' ? english : 'ar'}+${variant}`,
    rate: Math.round(wordsPerMinute / speed),
    pitch,
    range,
    speed,
  };
}

/** When one word of a spoken line is heard, in seconds from the line's start. */
export type WordTime = { text: string; startSeconds: number; endSeconds: number };

/** What the speech program reports: positions in characters (code points), times in milliseconds. */
export type SpokenMark = { textStart: number; textLength: number; startMs: number; endMs: number };

/**
 * Word times for the words as written. A figure read as several words is one written word; words the program runs
 * together ("to be") or does not speak (a lone dash) share the time of the word before by their length. Times never run
 * backwards.
 */
export function matchWordTimes(
  text: string,
  marks: readonly SpokenMark[],
  lengthSeconds: number,
  speed: number,
): WordTime[] {
  const words = writtenWords(text);
  const groups: { words: string[]; startSeconds: number; endSeconds: number }[] = [];
  for (const { text: word, start, end } of words) {
    const own = marks.filter((mark) => mark.textStart + 0.5 >= start && mark.textStart < end);
    const last = groups.at(-1);
    if (own.length === 0 && last) last.words.push(word);
    else {
      const startSeconds = own[0] ? own[0].startMs / 1000 / speed : 0;
      const endSeconds = own[0] ? Math.max(...own.map((mark) => mark.endMs)) / 1000 / speed : 0;
      groups.push({ words: [word], startSeconds, endSeconds });
    }
  }
  let clock = 0;
  return groups.flatMap((group, index) => {
    const upTo = Math.min(lengthSeconds, groups[index + 1]?.startSeconds ?? lengthSeconds);
    const startSeconds = Math.min(lengthSeconds, Math.max(clock, group.startSeconds));
    const endSeconds = Math.max(startSeconds, Math.min(group.endSeconds, upTo));
    clock = endSeconds;
    return shareTime(group.words, startSeconds, endSeconds);
  });
}

function shareTime(words: readonly string[], startSeconds: number, endSeconds: number): WordTime[] {
  const letters = words.map((word) => Array.from(word).length);
  const total = letters.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return words.map((text, index) => {
    const from = startSeconds + ((endSeconds - startSeconds) * before) / total;
    before += letters[index]!;
    return { text, startSeconds: from, endSeconds: startSeconds + ((endSeconds - startSeconds) * before) / total };
  });
}

function writtenWords(text: string): { text: string; start: number; end: number }[] {
  const characters = Array.from(text);
  const words: { text: string; start: number; end: number }[] = [];
  for (let i = 0; i < characters.length; ) {
    if (/\s/.test(characters[i]!)) {
      i++;
      continue;
    }
    const start = i;
    while (i < characters.length && !/\s/.test(characters[i]!)) i++;
    words.push({ text: characters.slice(start, i).join(''), start, end: i });
  }
  return words;
}
