import { dirname, join } from 'node:path';
import { type ProgramOptions, type ProgramOutcome, runProgram } from '../../files/run-program.ts';
import { toMediaProbe } from '../../probe/ffprobe.ts';
import { cutIntoFrames } from '../cut-frames.ts';
import {
  type EngineChoice,
  type EngineDescription,
  type EngineIdentity,
  listMissing,
  type MediaEngine,
} from '../engine.ts';
import { engineDeath, engineFailure, engineMissing, engineTooOld, stopError, unreadable } from '../failures.ts';
import { type EngineRequest, type EngineResult, type EngineRunOptions, rawFrameBytes } from '../request.ts';
import { planArguments } from './arguments.ts';
import { isNewEnough, OLDEST_VERSION, parseEncoders, parseFilters, parseVersion } from './listings.ts';

/** A system FFmpeg as the engine. Its parts are listed once here; a program that lacks one is refused with the list. */
export async function openProgramEngine(choice: EngineChoice & { ffmpegPath: string }): Promise<MediaEngine> {
  const { ffmpegPath } = choice;
  const ffprobePath = choice.ffprobePath ?? join(dirname(ffmpegPath), 'ffprobe');
  const description = await describeProgram(ffmpegPath);
  const identity: EngineIdentity = { name: 'ffmpeg', version: description.version };
  return {
    identity,
    describe: async () => description,
    async probe(path, options = {}) {
      const args = [
        '-v',
        'error',
        '-protocol_whitelist',
        'file',
        '-count_packets',
        '-show_streams',
        '-show_format',
        '-of',
        'json',
        `file:${path}`,
      ];
      const outcome = await runProgram(ffprobePath, args, options);
      throwUnlessFinished(ffprobePath, outcome, options.signal, (tail) => unreadable(path, new Error(tail)));
      return toMediaProbe(path, JSON.parse(outcome.output)).catch((error: unknown) => {
        throw unreadable(path, error);
      });
    },
    run: (request, options = {}) => runRequest(ffmpegPath, request, options),
    close: async () => undefined,
  };
}

async function runRequest(
  ffmpegPath: string,
  request: EngineRequest,
  options: EngineRunOptions,
): Promise<EngineResult> {
  options.signal?.throwIfAborted();
  let frames = 0;
  const frameBytes = rawFrameBytes(request);
  const programOptions: ProgramOptions = {
    ...pickLimits(options),
    ...(options.frames ? { input: options.frames } : {}),
    ...(options.onData
      ? { onOutput: frameBytes === null ? options.onData : cutIntoFrames(frameBytes, options.onData) }
      : {}),
    onExtra(text) {
      const counts = [...text.matchAll(/^frame=(\d+)/gm)];
      const latest = Number(counts.at(-1)?.[1] ?? frames);
      if (latest === frames) return;
      frames = latest;
      options.onProgress?.({ frames });
    },
  };
  const outcome = await runProgram(ffmpegPath, planArguments(request), programOptions);
  throwUnlessFinished(ffmpegPath, outcome, options.signal, (tail) => engineFailure('FFmpeg', tail));
  return { log: outcome.errorTail, frames };
}

function pickLimits(options: EngineRunOptions): Pick<ProgramOptions, 'signal' | 'timeLimitMs' | 'memoryLimitBytes'> {
  return {
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.timeLimitMs === undefined ? {} : { timeLimitMs: options.timeLimitMs }),
    ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
  };
}

function throwUnlessFinished(
  program: string,
  outcome: ProgramOutcome,
  signal: AbortSignal | undefined,
  failure: (tail: string) => Error,
): void {
  if (outcome.spawnError) throw engineMissing(program, outcome.spawnError);
  if (outcome.stopped) throw stopError(outcome.stopped, signal);
  const tail = outcome.errorTail.trim().split('\n').slice(-8).join('\n');
  if (outcome.signalName) throw engineDeath(outcome.signalName, tail);
  if (outcome.exitCode !== 0) throw failure(tail);
}

async function describeProgram(ffmpegPath: string): Promise<EngineDescription> {
  const list = async (...args: string[]) => {
    const outcome = await runProgram(ffmpegPath, ['-hide_banner', ...args], { timeLimitMs: 20_000 });
    throwUnlessFinished(ffmpegPath, outcome, undefined, (tail) => engineMissing(ffmpegPath, new Error(tail)));
    return outcome.output;
  };
  const version = parseVersion(await list('-version'));
  if (version === null) throw engineMissing(ffmpegPath, new Error('this program does not answer as FFmpeg'));
  const filters = parseFilters(await list('-filters'));
  const encoders = parseEncoders(await list('-encoders'));
  const missing = listMissing(filters, encoders);
  if (!isNewEnough(version))
    throw engineTooOld(version, [`version ${OLDEST_VERSION.major}.${OLDEST_VERSION.minor} or newer`, ...missing]);
  if (missing.length > 0) throw engineTooOld(version, missing);
  return { name: 'ffmpeg', version, filters, encoders, missing };
}
