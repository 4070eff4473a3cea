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

/** What is heard, as MP3, where a test listens; silence otherwise. */
export type EmulatedSounds = {
  speak?: (text: string, seconds: number) => Promise<Buffer>;
  play?: (seconds: number) => Promise<Buffer>;
  /** Voices of the account that are clones; every other one is the vendor's own. */
  clones?: readonly string[];
};

/** ElevenLabs' speech with a time for every character inside the answer, its music as the answer itself, and the account. */
export async function startElevenLabsEmulator(sounds: EmulatedSounds = {}): Promise<VendorEmulator> {
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

  function refuseAnyway(code: string): EmulatorAnswer | null {
    if (!hasCredit) return refuse(401, 'quota_exceeded');
    if (!isBlocked) return null;
    isBlocked = false;
    return refuse(400, code);
  }

  async function speak({ json, query }: EmulatorRequest, voice: string): Promise<EmulatorAnswer> {
    const body = json as { text?: string; model_id?: string } | undefined;
    const refused = refuseAnyway('voice_not_found');
    if (refused) return refused;
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
    const seconds = characters.length * SECONDS_A_CHARACTER;
    const sound = (await sounds.speak?.(body.text, seconds)) ?? drawSilence(seconds);
    const spoken = { audio_base64: sound.toString('base64'), alignment, normalized_alignment: alignment };
    return { status: 200, body: spoken };
  }

  async function play({ json, query }: EmulatorRequest): Promise<EmulatorAnswer> {
    const body = json as { prompt?: string; music_length_ms?: number; model_id?: string } | undefined;
    const refused = refuseAnyway('bad_prompt');
    if (refused) return refused;
    const milliseconds = body?.music_length_ms ?? 0;
    const isWhole = body?.prompt && query.get('output_format') === 'mp3_44100_128';
    if (!isWhole || milliseconds < 3000 || milliseconds > 600_000)
      return { status: 422, body: { detail: [{ loc: ['body', 'music_length_ms'], msg: 'out of range' }] } };
    taken.push({ id: `music-${taken.length + 1}`, mark: JSON.stringify(body) });
    const bytes = (await sounds.play?.(milliseconds / 1000)) ?? drawSilence(milliseconds / 1000);
    return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: bytes };
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
    {
      name: 'voice',
      method: 'GET',
      path: /^\/v1\/voices\/([^/]+)$/,
      handle: guarded((_request, [voice = '']) => {
        const isClone = sounds.clones?.includes(voice) === true;
        const facts = { voice_id: voice, category: isClone ? 'cloned' : 'premade', is_owner: isClone };
        return { status: 200, body: facts };
      }),
    },
    { name: 'submit', method: 'POST', path: /^\/v1\/music$/, handle: guarded((request) => play(request)) },
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
