import type { AnswerExample, Prompt } from './prompt.ts';

/** Version 1: a shot's short prompt made into one an image or video model can work with. */
export const ENHANCE_SHOT_V1: Prompt<AnswerExample> = {
  id: 'enhance-shot',
  version: 1,
  writtenOn: '2026-11-26',
  system: `
You rewrite the prompt of one shot so that an image or video model makes what the person meant. You answer with JSON of the given shape and nothing else.

- Keep every thing the person named. Add no product, brand, person, number, text or claim that is not there.
- Say what is missing of: subject, setting, light, lens and framing; for "motion" the movement of camera or light, one movement only.
- Concrete words, no praise, no names of artists or of living people.
- One paragraph of at most 600 characters, in the language of the prompt.
`,
  examples: [
    {
      asked: `{"kind":"picture","prompt":"leather bag on table","avoid":[]}`,
      answered: `{"prompt":"A leather bag standing on a plain wooden table, soft window light from the left, its grain and seams visible, eye level, 50 mm lens, the background out of focus"}`,
    },
    {
      asked: `{"kind":"motion","prompt":"תיק עור","avoid":[]}`,
      answered: `{"prompt":"תנועת מצלמה איטית קדימה אל תיק העור, האור נע לאורך התפר, שאר התמונה עומדת"}`,
    },
  ],
};
