import type { Messages } from '@kinora/contract';

export type Message = Messages[string];

/** What the studio's own sentences mean, by their English text, gathered from every answer and event. */
const known = new Map<string, Message>();

/** Keeps the `messages` of an answer, however deep in it they stand. */
export function learnMessages(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [key, value] of Object.entries(answer)) {
    if (key !== 'messages') learnMessages(value);
    else for (const [sentence, message] of Object.entries((value ?? {}) as Messages)) known.set(sentence, message);
  }
}

export function messageOf(sentence: string): Message | undefined {
  return known.get(sentence);
}
