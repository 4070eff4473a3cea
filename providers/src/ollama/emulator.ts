import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { countTokens, createTextScript, readChatBody } from '../emulators/text-script.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'own-server-key';
const MODELS = ['qwen3:8b'];

/** Ollama's own call, behind a door that wants a key: what it takes counts as billed. */
export async function startOllamaEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  const script = createTextScript();
  let isModerated = false;
  let hasCredit = true;
  const refuse = (status: number, error: string): EmulatorAnswer => ({ status, body: { error } });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('authorization') === `Bearer ${KEY}` ? handle(request, parts) : refuse(401, 'unauthorized');
  };

  function chat({ json }: EmulatorRequest): EmulatorAnswer {
    if (!hasCredit) return refuse(402, 'this model needs a plan');
    const asked = readChatBody(json);
    if (!asked) return refuse(400, 'model and messages are required');
    if (!MODELS.includes(asked.model)) return refuse(404, `model "${asked.model}" not found`);
    if (isModerated) {
      isModerated = false;
      return refuse(400, 'refused');
    }
    taken.push({ id: `text-${taken.length + 1}`, mark: JSON.stringify(json) });
    const said = script.say(asked);
    const body = {
      model: asked.model,
      message: { role: 'assistant', content: said.text },
      done: true,
      done_reason: said.isCut ? 'length' : 'stop',
      prompt_eval_count: countTokens(asked.system, ...asked.turns.map(({ text }) => text)),
      eval_count: countTokens(said.text),
    };
    return { status: 200, body };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/api\/tags$/,
      handle: guarded(() => ({ status: 200, body: { models: MODELS.map((name) => ({ name })) } })),
    },
    { name: 'submit', method: 'POST', path: /^\/api\/chat$/, handle: guarded(chat) },
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
