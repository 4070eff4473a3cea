import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'sk-emulated';

/** OpenAI's picture API: models, and pictures inside the answer. Every taken call is billed at once. */
export async function startOpenAiEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  let isModerated = false;
  let hasCredit = true;
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
    return { status: 200, body: { created: 1, data: [{ b64_json: picture }], size: body.size, output_format: 'png' } };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/models$/,
      handle: guarded(() => ({ status: 200, body: { object: 'list', data: [] } })),
    },
    { name: 'submit', method: 'POST', path: /^\/v1\/images\/generations$/, handle: guarded(draw) },
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
    // It has no queue: nothing takes time, ends later or expires.
    setWorkMs: () => undefined,
    setOutputs: () => undefined,
    expire: () => undefined,
    endNow: () => undefined,
  };
}
