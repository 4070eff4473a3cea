import type { TextRequest } from '../contract/request.ts';

/** A request as planners make it: rules, an answer that was wrong, and what is asked now, in a shape. */
export function textRequest(seed: number): TextRequest {
  return {
    capability: 'text',
    system: 'You write for films. Answer in JSON.',
    turns: [
      { role: 'user', text: 'A chair.' },
      { role: 'assistant', text: 'A table.' },
    ],
    prompt: `A chair on a lit stage, ${seed}`,
    answer: {
      name: 'line',
      schema: {
        type: 'object',
        properties: { answer: { type: 'string' } },
        required: ['answer'],
        additionalProperties: false,
      },
    },
    maxTokens: 500,
    temperature: null,
    seed,
    pictures: [],
  };
}
