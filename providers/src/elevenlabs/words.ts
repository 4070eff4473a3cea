import type { Made } from '../contract/provider.ts';

/** Times as ElevenLabs gives them: one for each character of the text. */
export type Alignment = {
  characters: string[];
  character_start_times_seconds: number[];
  character_end_times_seconds: number[];
};

/** Characters joined to words: what stands between spaces, from its first character's start to its last one's end. */
export function toWords(alignment: Alignment): NonNullable<Made['words']> {
  const words: NonNullable<Made['words']> = [];
  let isOpen = false;
  for (const [index, character] of alignment.characters.entries()) {
    const startSeconds = alignment.character_start_times_seconds[index] ?? 0;
    const endSeconds = alignment.character_end_times_seconds[index] ?? startSeconds;
    if (/^\s*$/.test(character)) {
      isOpen = false;
    } else if (isOpen) {
      const word = words.at(-1)!;
      word.text += character;
      word.endSeconds = endSeconds;
    } else {
      words.push({ text: character, startSeconds, endSeconds });
      isOpen = true;
    }
  }
  return words;
}
