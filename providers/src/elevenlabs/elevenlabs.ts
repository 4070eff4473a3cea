import { z } from 'zod';
import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type { ConnectionReport, Provider, ProviderCall, Submission, SubmitOutcome } from '../contract/provider.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { normaliseElevenLabsError } from './errors.ts';
import { ELEVENLABS_MODELS } from './models.ts';
import { toWords } from './words.ts';

/** Sound comes inside the answer, as base64, with a time for every character. */
const ANSWER_BYTES = 60_000_000;
const SUBMIT_MS = 180_000;

const alignment = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});
const spoken = z.object({ audio_base64: z.string().min(1), alignment: alignment.nullish() });

/**
 * ElevenLabs' speech and music by plain HTTP: its library repeats a paid call twice. The answer comes with the call or not at all, so
 * a lost call is a person's to decide.
 */
export function createElevenLabs(): Provider {
  return {
    id: 'elevenlabs',
    title: 'ElevenLabs',
    baseUrl: 'https://api.elevenlabs.io',
    models: ELEVENLABS_MODELS,
    limits: { concurrent: 2, submissionsPerMinute: 60 },
    keyPage: 'https://elevenlabs.io/app/settings/api-keys',
    normaliseError: normaliseElevenLabsError,
    testConnection,
    isClonedVoice,
    prepareInputs: async () => ({ pictureUrls: [] }),
    submit,
    ...ANSWERS_AT_ONCE,
  };
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/v1/user/subscription' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseElevenLabsError(answer, call.now()) };
  return { kind: 'works', account: null };
}

const voiceFacts = z.object({ category: z.string(), is_owner: z.boolean().nullish() });

/** Clones of the account's own making. Voices others share in the library are licensed there, by whoever they are of. */
async function isClonedVoice(call: ProviderCall, voice: string): Promise<boolean | null> {
  const answer = await send(call, { path: `/v1/voices/${encodeURIComponent(voice)}` });
  if (answer.kind !== 'answered' || answer.status !== 200) return null;
  const { data } = voiceFacts.safeParse(readJson(answer.bytes));
  if (!data) return null;
  return ['cloned', 'professional'].includes(data.category) && data.is_owner !== false;
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}${path}`;
  return sendWithKey(call, { 'xi-api-key': call.secret }, { ...request, url, maximumBytes: ANSWER_BYTES });
}

async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const { request, model } = submission;
  if (request.capability === 'speech') return speak(call, model, request);
  if (request.capability === 'music') return play(call, model, request);
  return {
    kind: 'refused',
    fault: { kind: 'invalid_input', message: `no ${request.capability} here`, retryAfterMs: null },
  };
}

type Asked<Kind> = Extract<Submission['request'], { capability: Kind }>;

async function speak(call: ProviderCall, model: string, request: Asked<'speech'>): Promise<SubmitOutcome> {
  const body = JSON.stringify({
    text: request.prompt,
    model_id: model,
    language_code: request.language,
    seed: request.seed,
  });
  const path = `/v1/text-to-speech/${encodeURIComponent(request.voice)}/with-timestamps?output_format=mp3_44100_128`;
  const answer = await send(call, { path, body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseElevenLabsError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  const made = spoken.safeParse(readJson(read.bytes));
  if (!made.success) return { kind: 'unknown', reason: `HTTP ${read.status} without a sound` };
  const bytes = Buffer.from(made.data.audio_base64, 'base64');
  return {
    kind: 'finished',
    made: {
      outputs: [{ kind: 'bytes', bytes, mediaType: 'audio/mpeg' }],
      seed: null,
      costMicros: null,
      words: made.data.alignment ? toWords(made.data.alignment) : null,
    },
  };
}

const SHORTEST_MUSIC_MS = 3000;

/** The answer is the sound itself. */
async function play(call: ProviderCall, model: string, request: Asked<'music'>): Promise<SubmitOutcome> {
  const body = JSON.stringify({
    prompt: request.prompt,
    music_length_ms: Math.max(SHORTEST_MUSIC_MS, Math.ceil(request.seconds * 1000)),
    model_id: model,
    force_instrumental: true,
  });
  const path = '/v1/music?output_format=mp3_44100_128';
  const answer = await send(call, { path, body, timeoutMs: SUBMIT_MS });
  const read = readSubmitAnswer({ normaliseError: normaliseElevenLabsError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  if (read.bytes.length === 0) return { kind: 'unknown', reason: `HTTP ${read.status} without a sound` };
  return {
    kind: 'finished',
    made: {
      outputs: [{ kind: 'bytes', bytes: read.bytes, mediaType: 'audio/mpeg' }],
      seed: null,
      costMicros: null,
      words: null,
    },
  };
}
