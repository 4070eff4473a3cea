/**
 * The built-in voice: a program of its own, because espeak-ng is GPL-3.0. It reads one JSON request from standard input,
 * writes a WAV file and prints one JSON answer. Nothing of Kinora is imported here and nothing here is imported by
 * Kinora; the sound it makes is free to use.
 */
import { writeFileSync } from 'node:fs';
import init, { type EspeakEvent } from '@echogarden/espeak-ng-emscripten';

type Request = {
  text: string;
  /** espeak-ng voice and variant, such as `en-us+f5`. */
  voice: string;
  /** Words a minute. */
  rate: number;
  /** 0–99. */
  pitch: number;
  range: number;
  /** WAV file to write: 16-bit, one channel, at the engine's own rate. */
  file: string;
};

/** `textStart` counts characters from 0. A number read as several words is one entry. */
type Word = { textStart: number; textLength: number; startMs: number; endMs: number };

// espeak-ng draws its breath from random numbers and seeds them by the clock. The clock stands, so that a line spoken
// again after a crash is the same file and not a second one.
Date.now = () => 0;
const request = readRequest(JSON.parse(await readAll()));
const { samples, events, sampleRate } = await speak(request);
writeFileSync(request.file, toWav(samples, sampleRate));
const lengthMs = (samples.length / 2 / sampleRate) * 1000;
process.stdout.write(JSON.stringify({ sampleRate, lengthMs, words: toWords(events, lengthMs) }));

async function readAll(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function readRequest(value: unknown): Request {
  const given = value as Partial<Request> | null;
  for (const name of ['text', 'voice', 'file'] as const)
    if (typeof given?.[name] !== 'string') throw new Error(`${name} must be text`);
  for (const name of ['rate', 'pitch', 'range'] as const)
    if (typeof given?.[name] !== 'number') throw new Error(`${name} must be a number`);
  return given as Request;
}

async function speak({ text, voice, rate, pitch, range }: Request) {
  const { eSpeakNGWorker } = await init();
  const worker = new eSpeakNGWorker();
  if (worker.set_voice(voice) !== 0) throw new Error(`no voice called ${voice}`);
  worker.set_rate(rate);
  worker.set_pitch(pitch);
  worker.set_range(range);
  const pieces: Buffer[] = [];
  const events: EspeakEvent[] = [];
  worker.synthesize(text, (audio, found) => {
    if (audio) pieces.push(copyBytes(audio));
    if (found) events.push(...found);
    return false;
  });
  return { samples: Buffer.concat(pieces), events, sampleRate: worker.samplerate };
}

/** `Buffer.from(typedArray)` would take each 16-bit sample for a byte and halve the sound into noise. */
function copyBytes(audio: ArrayBufferView | ArrayBuffer): Buffer {
  const view = ArrayBuffer.isView(audio)
    ? Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength)
    : Buffer.from(audio);
  return Buffer.from(view);
}

function toWords(events: readonly EspeakEvent[], lengthMs: number): Word[] {
  const words: Word[] = [];
  for (const event of events) {
    const last = words.at(-1);
    if (event.type === 'end' && last) last.endMs = Math.min(last.endMs, event.audio_position);
    if (event.type !== 'word') continue;
    const textStart = event.text_position - 1;
    if (last?.textStart === textStart) {
      last.endMs = lengthMs;
      continue;
    }
    if (last) last.endMs = Math.min(last.endMs, event.audio_position);
    words.push({ textStart, textLength: event.word_length, startMs: event.audio_position, endMs: lengthMs });
  }
  return words;
}

function toWav(samples: Buffer, sampleRate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
