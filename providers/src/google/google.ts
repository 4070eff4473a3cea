import { ANSWERS_AT_ONCE } from '../contract/answers-at-once.ts';
import { checkPictureBytes, picturesOf, toBase64 } from '../contract/inline-pictures.ts';
import { readSubmitAnswer } from '../contract/outcome.ts';
import type { ConnectionReport, Provider, ProviderCall, Submission, SubmitOutcome } from '../contract/provider.ts';
import type { PictureInput } from '../contract/request.ts';
import type { SafeAnswer } from '../contract/safe-http.ts';
import { type KeyedRequest, sendWithKey } from '../contract/send-with-key.ts';
import { conversationOf, type StoredTextRequest } from '../contract/text-answer.ts';
import { readPictures, readSpeech, readText } from './answer.ts';
import { normaliseGoogleError } from './errors.ts';
import { findGoogleModel, GOOGLE_MODELS, type GoogleModel } from './models.ts';

/** Pictures come inside the answer, as base64. */
const ANSWER_BYTES = 80_000_000;
/** A call that is given up is a picture that was paid and is lost. */
const SUBMIT_MS = 300_000;
/** A whole request may have 20 MB, and base64 makes four bytes of three. */
const PICTURES_BYTES = 14_000_000;

/**
 * Google's pictures, words and speech by plain HTTP: one call that writes, speaks, draws from words and changes pictures. Its answer comes with the call or
 * not at all and there is no list, so a lost call is a person's to decide (`cannot_tell`).
 */
export function createGoogle(): Provider {
  return {
    id: 'google',
    title: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    models: GOOGLE_MODELS.map(({ imageSize: _imageSize, ...model }) => model),
    limits: { concurrent: 4, submissionsPerMinute: 20 },
    keyPage: 'https://aistudio.google.com/apikey',
    normaliseError: normaliseGoogleError,
    testConnection,
    prepareInputs: checkPictureBytes({ each: PICTURES_BYTES, all: PICTURES_BYTES }),
    submit,
    ...ANSWERS_AT_ONCE,
  };
}

type Call = { path: string } & Omit<KeyedRequest, 'url' | 'maximumBytes'>;

function send(call: ProviderCall, { path, ...request }: Call): Promise<SafeAnswer> {
  const url = `${call.baseUrl}/v1beta${path}`;
  return sendWithKey(call, { 'x-goog-api-key': call.secret }, { ...request, url, maximumBytes: ANSWER_BYTES });
}

async function testConnection(call: ProviderCall): Promise<ConnectionReport> {
  const answer = await send(call, { path: '/models' });
  if (answer.kind !== 'answered') return { kind: 'unreachable', reason: answer.reason };
  if (answer.status !== 200) return { kind: 'refused', fault: normaliseGoogleError(answer, call.now()) };
  return { kind: 'works', account: null };
}

async function submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome> {
  const model = findGoogleModel(submission.model);
  if (!model) return { kind: 'refused', fault: { kind: 'not_found', message: submission.model, retryAfterMs: null } };
  const pictures = picturesOf(submission);
  if (!pictures)
    return { kind: 'refused', fault: { kind: 'invalid_input', message: 'a picture is missing', retryAfterMs: null } };
  const { request } = submission;
  const answer = await send(call, {
    path: `/models/${model.id}:generateContent`,
    body: JSON.stringify(toBodyOf(model, request, pictures)),
    timeoutMs: SUBMIT_MS,
  });
  const read = readSubmitAnswer({ normaliseError: normaliseGoogleError }, answer, call.now());
  if (read.kind !== 'ok') return read;
  if (request.capability === 'text') return readText(model, read.bytes, call.now());
  return request.capability === 'speech' ? readSpeech(read.bytes) : readPictures(read.bytes);
}

function toBodyOf(model: GoogleModel, request: Submission['request'], pictures: readonly PictureInput[]) {
  if (request.capability === 'text') return toTextBody(request);
  return request.capability === 'speech' ? toSpeechBody(request) : toBody(model, request, pictures);
}

/** It hears by itself which language the words are in. */
function toSpeechBody({ prompt, voice }: Extract<Submission['request'], { capability: 'speech' }>) {
  return {
    contents: [{ role: 'user', parts: [{ text: prompt }] }],
    generationConfig: {
      responseModalities: ['AUDIO'],
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } },
    },
  };
}

/** Temperature is left out: models from 3.6 on refuse it. */
function toTextBody(request: StoredTextRequest) {
  return {
    ...(request.system === '' ? {} : { systemInstruction: { parts: [{ text: request.system }] } }),
    contents: conversationOf(request).map(({ role, text }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: [{ text }],
    })),
    generationConfig: {
      maxOutputTokens: request.maxTokens,
      ...(request.answer === null
        ? {}
        : { responseMimeType: 'application/json', responseJsonSchema: request.answer.schema }),
    },
  };
}

function toBody(model: GoogleModel, request: Submission['request'], pictures: readonly PictureInput[]) {
  const shown = pictures.map((picture) => ({
    inlineData: { mimeType: picture.mediaType.toLowerCase(), data: toBase64(picture) },
  }));
  return {
    contents: [{ role: 'user', parts: [{ text: request.prompt }, ...shown] }],
    generationConfig: {
      responseModalities: ['IMAGE'],
      imageConfig: {
        ...('ratio' in request ? { aspectRatio: request.ratio } : {}),
        ...(model.imageSize === null ? {} : { imageSize: model.imageSize }),
      },
    },
  };
}
