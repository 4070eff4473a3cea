import { join } from 'node:path';
import type { AudioGraph, AudioSource, Loudness } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRequest, EngineRunOptions } from '../engine/request.ts';
import { AAC_GRAPH_END, aacStream } from './aac.ts';
import { measureLoudness, parseLoudness, SILENCE_DB } from './measure-loudness.ts';
import { planMix } from './plan-mix.ts';

/** Quieter than this there is nothing to bring to a level: gain would only raise hiss. */
const SILENT_BELOW_LUFS = -60;
const LOUDNESS_TOLERANCE_LU = 0.3;
/** The coded file may reach this; coding adds about 0.1 dB to the mix's own peak (craft.md §10). */
export const CODED_PEAK_LIMIT_DB = -1;
const MAXIMUM_ROUNDS = 5;
/** A few lonely hits cannot be as loud as a film's sound: beyond this, gain would only flatten them. */
const MAXIMUM_GAIN_DB = 30;

export type MixedSound = {
  readonly path: string;
  /** Measured on the coded file, not on the mix. */
  readonly loudness: Loudness;
  readonly isSilent: boolean;
};

/**
 * Makes the film's sound: mix, level, encode, and then measure what was encoded. Levelling is a gain and, only where
 * peaks would pass the limit, a limiter; a limiter makes the sound a little quieter, so the gain is corrected from the
 * measurement until both figures hold. Two rounds are usual. `folder` holds the float mix in between.
 */
export async function mixSound(
  engine: MediaEngine,
  graph: AudioGraph,
  files: { pathOf: (source: AudioSource) => string; folder: string; targetPath: string },
  options: EngineRunOptions = {},
): Promise<MixedSound> {
  const mixPath = join(files.folder, 'mix.wav');
  const levelled = { ...graph, sources: await levelSources(engine, graph.sources, files.pathOf, options) };
  const mixed = parseLoudness((await engine.run(planMix(levelled, files.pathOf, mixPath), options)).log);
  const isSilent = mixed.integratedLufs < SILENT_BELOW_LUFS;
  let level = startLevel(graph, mixed, isSilent);
  for (let round = 1; ; round += 1) {
    await engine.run(planLevel(mixPath, files.targetPath, level), options);
    const loudness = await measureLoudness(engine, files.targetPath, options);
    const next = isSilent ? null : correctLevel(graph, level, loudness);
    if (next === null || round === MAXIMUM_ROUNDS) return { path: files.targetPath, loudness, isSilent };
    level = next;
  }
}

/** Sounds made elsewhere come as loud as their makers liked: measured whole, then brought to their place in the mix. */
async function levelSources(
  engine: MediaEngine,
  sources: readonly AudioSource[],
  pathOf: (source: AudioSource) => string,
  options: EngineRunOptions,
): Promise<AudioSource[]> {
  const levelled: AudioSource[] = [];
  for (const source of sources) {
    const measured = source.levelLufs === undefined ? null : await measureLoudness(engine, pathOf(source), options);
    levelled.push(measured === null ? source : { ...source, gainDb: source.gainDb + gainTo(source, measured) });
  }
  return levelled;
}

function gainTo({ levelLufs }: AudioSource, { integratedLufs }: Loudness): number {
  if (levelLufs === undefined || integratedLufs < SILENT_BELOW_LUFS) return 0;
  return Math.min(MAXIMUM_GAIN_DB, levelLufs - integratedLufs);
}

type Level = { readonly gainDb: number; readonly ceilingDb: number | null };

function startLevel(graph: AudioGraph, mixed: Loudness, isSilent: boolean): Level {
  if (isSilent) return { gainDb: 0, ceilingDb: null };
  const gainDb = Math.min(MAXIMUM_GAIN_DB, graph.loudness.integratedLufs - mixed.integratedLufs);
  const peakDb = mixed.truePeakDb + gainDb;
  return { gainDb, ceilingDb: peakDb > graph.loudness.truePeakDb ? graph.loudness.truePeakDb : null };
}

/** The next level to try; null when the coded file holds both figures. */
function correctLevel(graph: AudioGraph, level: Level, coded: Loudness): Level | null {
  const missingDb = graph.loudness.integratedLufs - coded.integratedLufs;
  const excessDb = coded.truePeakDb - CODED_PEAK_LIMIT_DB;
  const isLoudEnough = Math.abs(missingDb) <= LOUDNESS_TOLERANCE_LU || coded.integratedLufs <= SILENCE_DB;
  if (isLoudEnough && excessDb <= 0) return null;
  const ceiling = level.ceilingDb ?? graph.loudness.truePeakDb;
  return {
    gainDb: Math.min(MAXIMUM_GAIN_DB, level.gainDb + (isLoudEnough ? 0 : missingDb)),
    ceilingDb: excessDb > 0 ? ceiling - excessDb - 0.1 : level.ceilingDb,
  };
}

/** Second pass. The limiter works at four times the rate, so that it also sees the peaks between samples. */
export function planLevel(mixPath: string, targetPath: string, level: Level): EngineRequest {
  const limiter =
    level.ceilingDb === null
      ? []
      : [
          'aresample=192000',
          `alimiter=limit=${(10 ** (level.ceilingDb / 20)).toFixed(5)}:attack=5:release=80:level=0:latency=1`,
          'aresample=48000',
        ];
  const filters = [`volume=${level.gainDb.toFixed(3)}dB`, ...limiter, AAC_GRAPH_END];
  return {
    inputs: [{ kind: 'file', path: mixPath }],
    graph: `[0:a]${filters.join(',')}[sound]`,
    outputs: [{ kind: 'file', path: targetPath, container: 'ipod', streams: [aacStream('sound')] }],
  };
}
