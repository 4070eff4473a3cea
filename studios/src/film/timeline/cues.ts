import type { Ratio, Storyboard, StoryboardShot } from '@kinora/contract';
import { type Cue, planSilentCues, planSpokenCues, type SilentText, type SpokenText } from '@kinora/media-core';
import { shotsOf, startFrames } from './shots.ts';

/** The shape caption files and the timeline are broken for: they know no frame of their own. */
export const CAPTION_FILE_RATIO: Ratio = '16:9';

/** Captions of a film in one shape: the voice's own words at their own times, or, without a voice, what is to be read. */
export function planCues(storyboard: Storyboard, spoken: readonly SpokenText[], ratio: Ratio): Cue[] {
  const { rate, targetFrames: totalFrames, language } = storyboard;
  const frame = { rate, totalFrames, ratio, language };
  if (spoken.length > 0) return planSpokenCues(spoken, frame);
  const starts = startFrames(storyboard);
  const shots = shotsOf(storyboard).map((shot) => ({ shot, startFrame: starts.get(shot.key)! }));
  const texts = shots.map(
    ({ shot, startFrame }): SilentText => ({
      text: readWords(shot),
      startFrame,
      endFrame: startFrame + shot.lengthFrames,
    }),
  );
  const beatFrames = shots.flatMap(({ shot, startFrame }) => shot.scene.beatFrames.map((beat) => startFrame + beat));
  return planSilentCues(
    texts.filter(({ text }) => text !== ''),
    { ...frame, beatFrames },
  );
}

/** A line nobody speaks, else the words on screen as one would read them out. */
function readWords(shot: StoryboardShot): string {
  const { words } = shot.scene;
  if (shot.narration !== '') return shot.narration;
  const parts = [
    // "From" and "€79" are one phrase on the price card.
    words.figure ? '' : words.eyebrow,
    words.lines.join(' '),
    words.items.join(', '),
    words.figure ? [words.eyebrow, words.figure].filter(Boolean).join(' ') : '',
    words.wordmark,
    words.small,
  ];
  return parts
    .filter(Boolean)
    .join('. ')
    .replace(/([.!?؟])\. /gu, '$1 ');
}
