/**
 * A prompt as a file of its own with its version: what a language model is told, and examples of what it should make of it.
 * A published version is never changed, because stored answers name it; a better one is a new file and a new number.
 */
export type Prompt<Example> = {
  id: string;
  version: number;
  /** ISO date on which this version was written. */
  writtenOn: string;
  system: string;
  examples: readonly Example[];
};

/** An example as it is shown to a model: a question and the answer to it. */
export type AnswerExample = { asked: string; answered: string };

/** The rules with their examples below them: not as turns of a talk, which small models take for the talk itself. */
export function toSystem({ system, examples }: Prompt<AnswerExample>): string {
  const shown = examples.map(
    ({ asked, answered }, index) => `Example ${index + 1}, asked:\n${asked}\n\nAnswered:\n${answered}`,
  );
  return [system.trim(), ...shown].join('\n\n');
}
