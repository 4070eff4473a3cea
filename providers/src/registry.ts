import { createArk } from './ark/ark.ts';
import { createComfyUi } from './comfyui/comfyui.ts';
import type { Provider } from './contract/provider.ts';
import { createElevenLabs } from './elevenlabs/elevenlabs.ts';
import { createFal } from './fal/fal.ts';
import { createGoogle } from './google/google.ts';
import { createOllama } from './ollama/ollama.ts';
import { createOpenAi } from './openai/openai.ts';
import { createOpenAiCompatible } from './openai-compatible/openai-compatible.ts';
import { createOpenRouter } from './openrouter/openrouter.ts';
import { createReplicate } from './replicate/replicate.ts';
import { createRunway } from './runway/runway.ts';

/** Every vendor there is: a new one is its folder and one line here. Options are for tests, which cannot wait as long. */
export function createProviders(options: { settleMs?: number } = {}): Provider[] {
  return [
    createReplicate(options),
    createOpenAi(),
    createFal(),
    createElevenLabs(),
    createRunway(),
    createGoogle(),
    createArk(),
    createOpenRouter(),
    createComfyUi(options),
    createOpenAiCompatible(),
    createOllama(),
  ];
}
