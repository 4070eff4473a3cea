import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { countTokens, createTextScript } from '../emulators/text-script.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'sk-emulated';

type Responses = {
  model?: string;
  instructions?: string;
  input?: { role: string; content: string }[];
  text?: { format?: { schema?: unknown } };
};

/** OpenAI's API: models, pictures and words inside the answer. Every taken call is billed at once. */
export async function startOpenAiEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  const script = createTextScript();
  let isModerated = false;
  let hasCredit = true;
  let nextPictures = { made: 1, missing: 0 };
  const refuse = (status: number, code: string, message: string): EmulatorAnswer => ({
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code } },
  });
  const guarded = (handle: (request: EmulatorRequest) => EmulatorAnswer): EmulatorRoute['handle'] => {
    return (request) =>
      request.headers.get('authorization') === `Bearer ${KEY}`
        ? handle(request)
        : refuse(401, 'invalid_api_key', 'Incorrect API key provided.');
  };

  function draw({ json }: EmulatorRequest): EmulatorAnswer {
    const body = json as { model?: string; prompt?: string; size?: string } | undefined;
    if (!hasCredit) return refuse(429, 'insufficient_quota', 'You exceeded your current quota.');
    if (isModerated) {
      isModerated = false;
      return refuse(400, 'moderation_blocked', 'Your request was rejected by the safety system.');
    }
    if (!body?.model || !body.prompt) return refuse(400, 'missing_required_parameter', 'model and prompt');
    taken.push({ id: `img-${taken.length + 1}`, mark: JSON.stringify(body) });
    const [width = 64, height = 64] = (body.size ?? '').split('x').map((side) => Number(side) / 16);
    const picture = drawPng(width, height, taken.length).toString('base64');
    const { made, missing } = nextPictures;
    nextPictures = { made: 1, missing: 0 };
    return {
      status: 200,
      body: {
        created: 1,
        data: Array.from({ length: made }, (_, index) => (index < missing ? {} : { b64_json: picture })),
        size: body.size,
        output_format: 'png',
      },
    };
  }

  /** Free: nothing is counted as taken. It knows one word of each of two kinds. */
  function moderate({ json }: EmulatorRequest): EmulatorAnswer {
    const { input = '' } = (json ?? {}) as { input?: string };
    const categories = {
      'violence/graphic': /entrail/i.test(input),
      illicit: /contraband/i.test(input),
      sexual: false,
      'illicit/violent': null,
    };
    const flagged = Object.values(categories).some(Boolean);
    return { status: 200, body: { id: 'modr-1', model: 'omni-moderation-latest', results: [{ flagged, categories }] } };
  }

  function respond({ json }: EmulatorRequest): EmulatorAnswer {
    const body = json as Responses | undefined;
    if (!hasCredit) return refuse(429, 'insufficient_quota', 'You exceeded your current quota.');
    if (!body?.model || !body.input?.length) return refuse(400, 'missing_required_parameter', 'model and input');
    taken.push({ id: `resp-${taken.length + 1}`, mark: JSON.stringify(body) });
    const system = body.instructions ?? '';
    const turns = body.input.map(({ role, content }) => ({ role, text: content }));
    const said = script.say({ model: body.model, system, turns, schema: body.text?.format?.schema ?? null });
    const refusal = isModerated ? 'I cannot help with that.' : said.refusal;
    isModerated = false;
    const piece = refusal === undefined ? { type: 'output_text', text: said.text } : { type: 'refusal', refusal };
    return {
      status: 200,
      body: {
        id: `resp-${taken.length}`,
        status: said.isCut ? 'incomplete' : 'completed',
        incomplete_details: said.isCut ? { reason: 'max_output_tokens' } : null,
        output: [
          { type: 'reasoning', id: 'rs-1', summary: [] },
          { type: 'message', role: 'assistant', content: [piece] },
        ],
        usage: {
          input_tokens: countTokens(system, ...turns.map(({ text }) => text)),
          output_tokens: countTokens(said.text),
        },
      },
    };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/models$/,
      handle: guarded(() => ({ status: 200, body: { object: 'list', data: [] } })),
    },
    { name: 'submit', method: 'POST', path: /^\/v1\/images\/generations$/, handle: guarded(draw) },
    { name: 'moderation', method: 'POST', path: /^\/v1\/moderations$/, handle: guarded(moderate) },
    { name: 'submit', method: 'POST', path: /^\/v1\/responses$/, handle: guarded(respond) },
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
    setOutputs(count) {
      nextPictures = { ...nextPictures, made: count };
    },
    spoilNext(count) {
      nextPictures = { ...nextPictures, missing: count };
    },
    // It has no queue: nothing takes time, ends later or expires.
    setWorkMs: () => undefined,
    expire: () => undefined,
    endNow: () => undefined,
  };
}
