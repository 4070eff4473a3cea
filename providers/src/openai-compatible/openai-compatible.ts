import { z } from 'zod';
import { readChat, toChatBody } from '../contract/chat-completions.ts';
import type { Provider } from '../contract/provider.ts';
import { normaliseOpenAiError } from '../openai/errors.ts';
import { createOwnTextServer } from '../own-text-server.ts';

const listed = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

/** Any server that speaks OpenAI's chat call: vLLM, llama.cpp, LM Studio, LiteLLM, a company's own gateway. */
export function createOpenAiCompatible(): Provider {
  return createOwnTextServer({
    id: 'openai-compatible',
    title: 'OpenAI-compatible server',
    baseUrl: 'http://127.0.0.1:8000/v1',
    limits: { concurrent: 2, submissionsPerMinute: 60 },
    keyPage: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    normaliseError: normaliseOpenAiError,
    listPath: '/models',
    readNames: (answer) => listed.safeParse(answer).data?.data.map(({ id }) => id),
    chatPath: '/chat/completions',
    toBody: (model, request) => toChatBody(model, request, { takesSeed: true }),
    readSaid: readChat,
  });
}
