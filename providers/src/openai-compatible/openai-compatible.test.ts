import { describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { textRequest } from '../testing/text-request.ts';
import { startOpenAiCompatibleEmulator } from './emulator.ts';
import { createOpenAiCompatible } from './openai-compatible.ts';

describe('a server that speaks like OpenAI', () => {
  describeConformance({
    createProvider: createOpenAiCompatible,
    startEmulator: startOpenAiCompatibleEmulator,
    model: 'Qwen/Qwen3-8B',
    request: textRequest,
    isSynchronous: true,
    canReconcile: false,
    writes: true,
    rateLimited: { error: { message: 'slow down' } },
    deliversLinks: false,
  });

  it('names the models it has when it is tried, and takes none it knows nothing of for priced', async () => {
    const emulator = await startOpenAiCompatibleEmulator();
    const call = { http: plainHttp, baseUrl: emulator.baseUrl, secret: emulator.key, now: Date.now };
    const provider = createOpenAiCompatible();
    expect(await provider.testConnection(call)).toEqual({ kind: 'works', account: null, models: ['Qwen/Qwen3-8B'] });
    expect(provider.describeModel!('Qwen/Qwen3-8B')).toMatchObject({ capability: 'text', price: null });
    await emulator.close();
  });
});
