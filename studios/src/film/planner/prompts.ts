import type { Language, SceneDescription } from '@kinora/contract';
import { MESSAGES } from './messages.ts';
import { clip } from './text.ts';

/** What a picture provider would be asked for, in the language of the brief: people read and edit it. */
export function writePicturePrompt(
  scene: SceneDescription,
  context: { language: Language; subject: string | undefined },
): string {
  const messages = MESSAGES[context.language];
  // A function as the replacement: `$&` in a brief is text, not a pattern.
  return clip(
    messages.pictures[scene.kind].replace('{subject}', () => context.subject ?? messages.theProduct),
    1000,
  );
}

export function writeMotionPrompt(scene: SceneDescription, language: Language): string {
  const messages = MESSAGES[language];
  const shown = [...scene.words.lines, ...scene.words.items, scene.words.figure, scene.words.wordmark]
    .filter(Boolean)
    .join(' / ');
  return clip(shown ? `${messages.moves[scene.move]}. ${messages.words}: ${shown}` : messages.moves[scene.move], 1000);
}
