import { randomUUID } from 'node:crypto';
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
type Ending = 'made' | 'moderated' | 'failed';
type Film = { id: string; mark: string; endsAt: number; ending: Ending; files: number; isGone: boolean };
const FILM_COST = 1.6;

/**
 * OpenRouter's calls: the key's own page, pictures or words with their cost inside the answer and billed when taken, and films
 * as jobs, billed when made, whose files want the key.
 */
export async function startOpenRouterEmulator(
  options: { film?: (input: Record<string, unknown>) => Buffer } = {},
): Promise<VendorEmulator> {
  const films = new Map<string, Film>();
  let workMs = 0;
  let nextFiles = 1;
  let nextFilm: Ending = 'made';
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

  function begin({ json }: EmulatorRequest): EmulatorAnswer {
    const body = json as (Body & { duration?: number }) | undefined;
    if (!hasCredit) return refuse(402, 'Insufficient credits');
    if (!body?.model || !body.prompt || !body.duration) return refuse(400, 'model, prompt and duration are required');
    const id = `film-${films.size + 1}-${randomUUID().slice(0, 8)}`;
    const ending = isModerated ? 'moderated' : nextFilm;
    films.set(id, {
      id,
      mark: JSON.stringify(body),
      endsAt: Date.now() + workMs,
      ending,
      files: nextFiles,
      isGone: false,
    });
    [isModerated, nextFilm, nextFiles] = [false, 'made', 1];
    return { status: 202, body: { id, polling_url: `${server.url}/api/v1/videos/${id}`, status: 'pending' } };
  }

  const isOver = ({ endsAt }: Film) => Date.now() >= endsAt;
  function showFilm(one: Film) {
    if (!isOver(one)) return { id: one.id, status: 'in_progress' };
    if (one.ending === 'moderated') return { id: one.id, status: 'failed', error: 'flagged by content policy' };
    if (one.ending === 'failed') return { id: one.id, status: 'failed', error: 'the house ran out of memory' };
    const urls = Array.from(
      { length: one.files },
      (_, index) => `${server.url}/api/v1/videos/${one.id}/content?index=${index}`,
    );
    return { id: one.id, status: 'completed', unsigned_urls: urls, usage: { cost: FILM_COST } };
  }
  const withFilm = (work: (one: Film) => EmulatorAnswer) =>
    guarded((_request, [id]) => {
      const one = films.get(id ?? '');
      return one ? work(one) : refuse(404, 'no such job');
    });

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/api\/v1\/key$/,
      handle: guarded(() => ({ status: 200, body: { data: { label: 'studio' } } })),
    },
    { name: 'submit', method: 'POST', path: /^\/api\/v1\/images$/, handle: guarded(draw) },
    { name: 'submit', method: 'POST', path: /^\/api\/v1\/chat\/completions$/, handle: guarded(chat) },
    { name: 'submit', method: 'POST', path: /^\/api\/v1\/videos$/, handle: guarded(begin) },
    {
      name: 'poll',
      method: 'GET',
      path: /^\/api\/v1\/videos\/([\w-]+)$/,
      handle: withFilm((one) => ({ status: 200, body: showFilm(one) })),
    },
    {
      name: 'output',
      method: 'GET',
      path: /^\/api\/v1\/videos\/([\w-]+)\/content$/,
      handle: withFilm((one) =>
        one.isGone
          ? refuse(404, 'the film is gone')
          : {
              status: 200,
              headers: { 'content-type': 'video/mp4' },
              body: options.film?.(JSON.parse(one.mark)) ?? drawPng(64, 64, 1),
            },
      ),
    },
  ]);
  return {
    ...server,
    baseUrl: `${server.url}/api/v1`,
    key: KEY,
    submissions: () => [...taken, ...[...films.values()].map(({ id, mark }) => ({ id, mark }))],
    charges: () => [
      ...taken.map(({ id }) => id),
      ...[...films.values()].filter((one) => isOver(one) && one.ending === 'made').map(({ id }) => id),
    ],
    refuseNext(kind) {
      if (kind === 'moderated') isModerated = true;
      else nextFilm = kind;
    },
    setCredit(has) {
      hasCredit = has;
    },
    setText: script.setText,
    setWorkMs(ms) {
      workMs = ms;
    },
    setOutputs(count) {
      nextFiles = count;
    },
    expire: (id) => void Object.assign(films.get(id)!, { isGone: true }),
    endNow: (id) => void Object.assign(films.get(id)!, { endsAt: Date.now() }),
  };
}
