import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { createTextScript, readChatBody, toChatAnswer } from '../emulators/text-script.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'sk-or-emulated';
type Body = { model?: string; prompt?: string; aspect_ratio?: string };

/** OpenRouter's calls: the key's own page, and pictures or words with their cost inside the answer. Billed when taken. */
export async function startOpenRouterEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  const script = createTextScript();
  let isModerated = false;
  let hasCredit = true;
  const refuse = (code: number, message: string, errorType?: string): EmulatorAnswer => ({
    status: code,
    body: { error: { code, message, ...(errorType ? { metadata: { error_type: errorType } } : {}) } },
  });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('authorization') === `Bearer ${KEY}`
        ? handle(request, parts)
        : refuse(401, 'No auth credentials found');
  };

  function draw({ json }: EmulatorRequest): EmulatorAnswer {
    const body = json as Body | undefined;
    if (!hasCredit) return refuse(402, 'Insufficient credits');
    if (!body?.model || !body.prompt) return refuse(400, 'model and prompt are required');
    if (isModerated) {
      isModerated = false;
      return refuse(403, 'Your input was flagged', 'content_policy_violation');
    }
    taken.push({ id: `picture-${taken.length + 1}`, mark: JSON.stringify(body) });
    const [across = 1, down = 1] = (body.aspect_ratio ?? '1:1').split(':').map(Number);
    const picture = drawPng(across * 8, down * 8, taken.length).toString('base64');
    return {
      status: 200,
      body: { created: 1, data: [{ b64_json: picture, media_type: 'image/png' }], usage: { cost: 0.04 } },
    };
  }

  function chat({ json }: EmulatorRequest): EmulatorAnswer {
    if (!hasCredit) return refuse(402, 'Insufficient credits');
    const asked = readChatBody(json);
    if (!asked) return refuse(400, 'model and messages are required');
    if (isModerated) {
      isModerated = false;
      return refuse(403, 'Your input was flagged', 'content_policy_violation');
    }
    taken.push({ id: `text-${taken.length + 1}`, mark: JSON.stringify(json) });
    return { status: 200, body: toChatAnswer(asked, script.say(asked), 0.0021) };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/api\/v1\/key$/,
      handle: guarded(() => ({ status: 200, body: { data: { label: 'studio' } } })),
    },
    { name: 'submit', method: 'POST', path: /^\/api\/v1\/images$/, handle: guarded(draw) },
    { name: 'submit', method: 'POST', path: /^\/api\/v1\/chat\/completions$/, handle: guarded(chat) },
  ]);
  return {
    ...server,
    baseUrl: `${server.url}/api/v1`,
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
