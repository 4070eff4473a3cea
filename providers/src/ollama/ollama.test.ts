import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { toStoredRequest } from '../contract/request.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { textRequest } from '../testing/text-request.ts';
import { startOllamaEmulator } from './emulator.ts';
import { createOllama } from './ollama.ts';

describe('Ollama', () => {
  describeConformance({
    createProvider: createOllama,
    startEmulator: startOllamaEmulator,
    model: 'qwen3:8b',
    request: textRequest,
    isSynchronous: true,
    canReconcile: false,
    writes: true,
    // It knows no safety rules of its own; a model that will not answer says so in words.
    moderatedAs: 'invalid_input',
    rateLimited: { error: 'too many requests' },
    deliversLinks: false,
  });

  it('is asked with room for the whole request, and says when a model is not there', async () => {
    const emulator = await startOllamaEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const ask = (model: string) =>
      createOllama().submit(call, {
        intentId: 'i',
        model,
        request: toStoredRequest({ ...textRequest(3), temperature: 0.4 }),
        inputs: { pictureUrls: [] },
        webhookUrl: null,
      });
    expect((await ask('qwen3:8b')).kind).toBe('finished');
    expect(JSON.parse(emulator.submissions()[0]!.mark)).toMatchObject({
      stream: false,
      options: { num_ctx: 16_384, num_predict: 500, seed: 3, temperature: 0.4 },
    });
    expect(await ask('llama9')).toMatchObject({ kind: 'refused', fault: { kind: 'not_found' } });
    await emulator.close();
  });
});
