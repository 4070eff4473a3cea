import { z } from 'zod';
import type { Provider } from '../contract/provider.ts';
import { readJson } from '../contract/safe-http.ts';
import { conversationOf, type StoredTextRequest } from '../contract/text-answer.ts';
import { createOwnTextServer, type Said } from '../own-text-server.ts';
import { normaliseOllamaError } from './errors.ts';

/** Without it Ollama keeps the newest few thousand tokens of what it is told, and forgets the rules in silence. */
const CONTEXT_TOKENS = 16_384;

const tags = z.object({ models: z.array(z.object({ name: z.string().min(1).max(200) })) });
const answered = z.object({
  message: z.object({ content: z.string() }),
  done: z.boolean().nullish(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.number().nullish(),
  eval_count: z.number().nullish(),
});

/** Models on one's own machine through Ollama's own call, which holds an answer to a schema whatever the model. */
export function createOllama(): Provider {
  return createOwnTextServer({
    id: 'ollama',
    title: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    limits: { concurrent: 1, submissionsPerMinute: 60 },
    keyPage: 'https://ollama.com/download',
    normaliseError: normaliseOllamaError,
    listPath: '/api/tags',
    readNames: (answer) => tags.safeParse(answer).data?.models.map(({ name }) => name),
    chatPath: '/api/chat',
    toBody,
    readSaid,
  });
}

function toBody(model: string, request: StoredTextRequest) {
  const { answer, temperature } = request;
  return {
    model,
    messages: [
      ...(request.system === '' ? [] : [{ role: 'system', content: request.system }]),
      ...conversationOf(request).map(({ role, text }) => ({ role, content: text })),
    ],
    stream: false,
    ...(answer === null ? {} : { format: answer.schema }),
    options: {
      num_predict: request.maxTokens,
      num_ctx: CONTEXT_TOKENS,
      seed: request.seed,
      ...(temperature === null ? {} : { temperature }),
    },
  };
}

function readSaid(bytes: Uint8Array): Said {
  const said = answered.safeParse(readJson(bytes)).data;
  if (!said) return { kind: 'none' };
  const usage = { inputTokens: said.prompt_eval_count ?? 0, outputTokens: said.eval_count ?? 0 };
  return { kind: 'written', written: { text: said.message.content, isCut: said.done_reason === 'length', usage } };
}
