import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';

const KEY = 'xi-emulated';
const SECONDS_A_CHARACTER = 0.06;
/** One silent frame of MPEG-1 layer III at 128 kbit/s and 44.1 kHz, which is 1152 samples long. */
const FRAME_BYTES = 417;

function drawSilence(seconds: number): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.max(1, Math.ceil((seconds * 44_100) / 1152)) }, () => frame));
}

/** ElevenLabs' speech: subscription, and sound with a time for every character inside the answer. */
export async function startElevenLabsEmulator(): Promise<VendorEmulator> {
  const taken: { id: string; mark: string }[] = [];
  let isBlocked = false;
  let hasCredit = true;
  const refuse = (status: number, code: string): EmulatorAnswer => ({
    status,
    body: { detail: { status: code, message: code } },
  });
  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      request.headers.get('xi-api-key') === KEY ? handle(request, parts) : refuse(401, 'invalid_api_key');
  };

  function speak({ json, query }: EmulatorRequest, voice: string): EmulatorAnswer {
    const body = json as { text?: string; model_id?: string } | undefined;
    if (!hasCredit) return refuse(401, 'quota_exceeded');
    if (isBlocked) {
      isBlocked = false;
      return refuse(400, 'voice_not_found');
    }
    if (!body?.text || query.get('output_format') !== 'mp3_44100_128')
      return { status: 422, body: { detail: [{ loc: ['body', 'text'], msg: 'field required' }] } };
    taken.push({ id: `speech-${taken.length + 1}`, mark: JSON.stringify([voice, body]) });
    const characters = [...body.text];
    const at = characters.map((_, index) => Math.round(index * SECONDS_A_CHARACTER * 1000) / 1000);
    const alignment = {
      characters,
      character_start_times_seconds: at,
      character_end_times_seconds: at.map((start) => Math.round((start + SECONDS_A_CHARACTER) * 1000) / 1000),
    };
    const sound = drawSilence(characters.length * SECONDS_A_CHARACTER).toString('base64');
    return { status: 200, body: { audio_base64: sound, alignment, normalized_alignment: alignment } };
  }

  const server = await startEmulatorServer([
    {
      name: 'account',
      method: 'GET',
      path: /^\/v1\/user\/subscription$/,
      handle: guarded(() => ({ status: 200, body: { character_count: 0, character_limit: 10_000 } })),
    },
    {
      name: 'submit',
      method: 'POST',
      path: /^\/v1\/text-to-speech\/([^/]+)\/with-timestamps$/,
      handle: guarded((request, [voice]) => speak(request, voice ?? '')),
    },
  ]);
  return {
    ...server,
    baseUrl: server.url,
    key: KEY,
    submissions: () => [...taken],
    charges: () => taken.map(({ id }) => id),
    refuseNext() {
      isBlocked = true;
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
