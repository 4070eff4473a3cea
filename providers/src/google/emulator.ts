import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { countTokens, createTextScript } from '../emulators/text-script.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { GOOGLE_VOICES } from './voices.ts';
import { wrapPcm } from './wav.ts';

const KEY = 'AIza-emulated';
const SPEECH_RATE = 24_000;
const WRONG_KEY = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
};
type Body = {
  systemInstruction?: { parts?: { text?: string }[] };
  contents?: { role?: string; parts?: { text?: string; inlineData?: { mimeType: string; data: string } }[] }[];
  generationConfig?: {
    responseJsonSchema?: unknown;
    responseModalities?: string[];
    imageConfig?: { aspectRatio?: string };
    speechConfig?: { voiceConfig?: { prebuiltVoiceConfig?: { voiceName?: string } } };
  };
};

/** Google's one call: models, and pictures, speech or words inside the answer. Every taken call is billed at once, also a refused one's words. */
export async function startGoogleEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  const script = createTextScript();
  let isModerated = false;
  let hasCredit = true;
  const refuse = (code: number, status: string, message: string, details: unknown[] = []): EmulatorAnswer => ({
    status: code,
    body: { error: { code, message, status, details } },
  });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('x-goog-api-key') === KEY
        ? handle(request, parts)
        : refuse(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [WRONG_KEY]);
  };

  function write(model: string, body: Body | undefined): EmulatorAnswer {
    const turns = (body?.contents ?? []).map(({ role = 'user', parts = [] }) => ({
      role: role === 'model' ? 'assistant' : role,
      text: parts.map(({ text = '' }) => text).join(''),
    }));
    if (turns.length === 0) return refuse(400, 'INVALID_ARGUMENT', 'contents is not specified');
    taken.push({ id: `text-${taken.length + 1}`, mark: JSON.stringify(body) });
    const system = (body?.systemInstruction?.parts ?? []).map(({ text = '' }) => text).join('');
    const schema = body?.generationConfig?.responseJsonSchema ?? null;
    const said = script.say({ model, system, turns, schema });
    if (isModerated || said.refusal !== undefined) {
      isModerated = false;
      return { status: 200, body: { candidates: [{ finishReason: 'SAFETY', index: 0 }] } };
    }
    const content = { role: 'model', parts: [{ text: 'Let me think.', thought: true }, { text: said.text }] };
    const usageMetadata = {
      promptTokenCount: countTokens(system, ...turns.map(({ text }) => text)),
      candidatesTokenCount: countTokens(said.text),
      thoughtsTokenCount: 4,
    };
    const finishReason = said.isCut ? 'MAX_TOKENS' : 'STOP';
    return { status: 200, body: { candidates: [{ content, finishReason, index: 0 }], usageMetadata } };
  }

  /** A quarter of a second of quiet; the newest models send a file, the older ones bare samples. */
  function speak(model: string, body: Body | undefined): EmulatorAnswer {
    const { responseModalities, speechConfig } = body?.generationConfig ?? {};
    if (!responseModalities?.includes('AUDIO') || !body?.contents?.[0]?.parts?.[0]?.text)
      return refuse(400, 'INVALID_ARGUMENT', 'The requested combination of response modalities is not supported.');
    const voice = speechConfig?.voiceConfig?.prebuiltVoiceConfig?.voiceName ?? '';
    if (!GOOGLE_VOICES.some(({ id }) => id === voice))
      return refuse(400, 'INVALID_ARGUMENT', `Voice name ${voice} is not supported.`);
    if (isModerated) {
      isModerated = false;
      return { status: 200, body: { candidates: [{ finishReason: 'SAFETY', index: 0 }] } };
    }
    taken.push({ id: `speech-${taken.length + 1}`, mark: JSON.stringify(body) });
    const samples = Buffer.alloc(SPEECH_RATE / 2);
    const sound = model.startsWith('gemini-3.8')
      ? { mimeType: 'audio/wav', data: wrapPcm(samples, SPEECH_RATE).toString('base64') }
      : { mimeType: `audio/L16;codec=pcm;rate=${SPEECH_RATE}`, data: samples.toString('base64') };
    const content = { role: 'model', parts: [{ inlineData: sound }] };
    return { status: 200, body: { candidates: [{ content, finishReason: 'STOP', index: 0 }] } };
  }

  function draw({ json }: EmulatorRequest, [model = '']: readonly string[]): EmulatorAnswer {
    const body = json as Body | undefined;
    if (!hasCredit) return refuse(403, 'PERMISSION_DENIED', 'This API method requires billing to be enabled.');
    if (model.includes('tts')) return speak(model, body);
    if (!model.includes('image')) return write(model, body);
    const parts = body?.contents?.[0]?.parts ?? [];
    if (!parts.some(({ text }) => text) || !body?.generationConfig?.responseModalities?.includes('IMAGE'))
      return refuse(400, 'INVALID_ARGUMENT', 'contents is not specified');
    if (isModerated) {
      isModerated = false;
      return { status: 200, body: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } } };
    }
    taken.push({ id: `picture-${taken.length + 1}`, mark: JSON.stringify(body) });
    const [across = 1, down = 1] = (body.generationConfig.imageConfig?.aspectRatio ?? '1:1').split(':').map(Number);
    const inlineData = { mimeType: 'image/png', data: drawPng(across * 8, down * 8, taken.length).toString('base64') };
    const content = { role: 'model', parts: [{ inlineData }] };
    return { status: 200, body: { candidates: [{ content, finishReason: 'STOP', index: 0 }] } };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1beta\/models$/,
      handle: guarded(() => ({ status: 200, body: { models: [] } })),
    },
    {
      name: 'submit',
      method: 'POST',
      path: /^\/v1beta\/models\/([\w.-]+):generateContent$/,
      handle: guarded(draw),
    },
  ]);
  return {
    ...server,
    baseUrl: server.url,
    key: KEY,
    submissions: () => [...taken],
    charges: () => taken.map(({ id }) => id),
    refuseNext() {
      isModerated = true;
    },
    setCredit(has) {
      hasCredit = has;
    },
    setText: script.setText,
    // It has no queue: nothing takes time, ends later or expires.
    setWorkMs: () => undefined,
    setOutputs: () => undefined,
    expire: () => undefined,
    endNow: () => undefined,
  };
}
