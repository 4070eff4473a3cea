import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { createTextScript, readChatBody, toChatAnswer } from '../emulators/text-script.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'own-server-key';
const MODELS = ['Qwen/Qwen3-8B'];

/** A server that speaks OpenAI's chat call behind a key, as a gateway does: what it takes counts as billed. */
export async function startOpenAiCompatibleEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  const script = createTextScript();
  let isModerated = false;
  let hasCredit = true;
  const refuse = (status: number, code: string): EmulatorAnswer => ({
    status,
    body: { error: { message: code, type: 'invalid_request_error', param: null, code } },
  });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('authorization') === `Bearer ${KEY}`
        ? handle(request, parts)
        : refuse(401, 'invalid_api_key');
  };

  function chat({ json }: EmulatorRequest): EmulatorAnswer {
    if (!hasCredit) return refuse(429, 'insufficient_quota');
    const asked = readChatBody(json);
    if (!asked) return refuse(400, 'model and messages are required');
    if (!MODELS.includes(asked.model)) return refuse(404, `model "${asked.model}" not found`);
    if (isModerated) {
      isModerated = false;
      return refuse(400, 'moderation_blocked');
    }
    taken.push({ id: `text-${taken.length + 1}`, mark: JSON.stringify(json) });
    return { status: 200, body: toChatAnswer(asked, script.say(asked)) };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/models$/,
      handle: guarded(() => ({ status: 200, body: { object: 'list', data: MODELS.map((id) => ({ id })) } })),
    },
    { name: 'submit', method: 'POST', path: /^\/v1\/chat\/completions$/, handle: guarded(chat) },
  ]);
  return {
    ...server,
    baseUrl: `${server.url}/v1`,
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
