import type { Language, SceneDescription } from '@kinora/contract';
import { MESSAGES } from './messages.ts';
import { clip } from './text.ts';

/** What a picture provider would be asked for, in the language of the brief: people read and edit it. */
export function writePicturePrompt(
  scene: SceneDescription,
  context: { language: Language; subject: string | undefined; kitPrompt: string | undefined },
): string {
  const messages = MESSAGES[context.language];
  // A function as the replacement: `$&` in a brief is text, not a pattern.
  const own = messages.pictures[scene.kind].replace('{subject}', () => context.subject ?? messages.theProduct);
  return joinPrompts(own, context.kitPrompt, ' ');
}

/** The planner's words and then the kit's: where both are too long the kit's stay, as people wrote them. */
export function joinPrompts(own: string, kit: string | undefined, between: string): string {
  const last = kit?.trim() ?? '';
  if (last === '') return clip(own, PROMPT_CHARACTERS);
  const room = PROMPT_CHARACTERS - last.length - between.length;
  return room < SHORTEST_PROMPT ? last : `${clip(own, room)}${between}${last}`;
}

const PROMPT_CHARACTERS = 1000;
/** Less would be no picture's description any more. */
const SHORTEST_PROMPT = 40;

export function writeMotionPrompt(scene: SceneDescription, language: Language): string {
  const messages = MESSAGES[language];
  const shown = [...scene.words.lines, ...scene.words.items, scene.words.figure, scene.words.wordmark]
    .filter(Boolean)
    .join(' / ');
  return clip(shown ? `${messages.moves[scene.move]}. ${messages.words}: ${shown}` : messages.moves[scene.move], 1000);
}
