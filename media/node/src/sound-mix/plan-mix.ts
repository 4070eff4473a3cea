import type { AudioGraph, AudioSource } from '@kinora/contract';
import type { EngineRequest } from '../engine/request.ts';
import { MEASURE_FILTER } from './measure-loudness.ts';

/**
 * Ducking by a side-chain compressor. Measured against a −16 LUFS voice with music at −4 dB: this takes 8.5 dB;
 * threshold 0.03 with ratio 8 takes 14 dB and the music pumps (craft.md §8).
 */
const DUCKING = 'sidechaincompress=threshold=0.05:ratio=4:attack=20:release=350';
const ROLES = ['voice', 'music', 'effect'] as const;
type Role = (typeof ROLES)[number];

/**
 * First pass: everything placed, faded, levelled and summed to one 32-bit float file of exactly the film's length, with
 * its loudness measured on the way. Nothing clips here; the second pass brings it to the target.
 */
export function planMix(graph: AudioGraph, pathOf: (source: AudioSource) => string, targetPath: string): EngineRequest {
  const { sampleRate } = graph;
  const lengthSamples = Math.round(graph.lengthSeconds * sampleRate);
  const fit = `apad=whole_len=${lengthSamples},atrim=end_sample=${lengthSamples}`;
  const filters = graph.sources.map(
    (source, index) => `[${index}:a]${placeSource(source, sampleRate)}[source${index}]`,
  );
  const roles = ROLES.filter((role) => graph.sources.some((source) => source.role === role));
  for (const role of roles) filters.push(sumRole(graph, role, fit));
  filters.push(...mixRoles(graph, roles, fit));
  return {
    inputs: graph.sources.map((source) => ({ kind: 'file', path: pathOf(source) })),
    graph: filters.join(';'),
    outputs: [
      {
        kind: 'file',
        path: targetPath,
        container: 'wav',
        streams: [{ kind: 'encode', from: 'mix', media: 'audio', encoder: 'pcm_f32le', options: {} }],
      },
    ],
  };
}

function placeSource(source: AudioSource, sampleRate: number): string {
  const { inSeconds, lengthSeconds, fadeInSeconds, fadeOutSeconds } = source;
  return [
    `aresample=${sampleRate}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    `atrim=start=${seconds(inSeconds)}:duration=${seconds(lengthSeconds)}`,
    'asetpts=PTS-STARTPTS',
    ...(fadeInSeconds > 0 ? [`afade=t=in:st=0:d=${seconds(fadeInSeconds)}`] : []),
    ...(fadeOutSeconds > 0
      ? [`afade=t=out:st=${seconds(Math.max(0, lengthSeconds - fadeOutSeconds))}:d=${seconds(fadeOutSeconds)}`]
      : []),
    `volume=${source.gainDb.toFixed(3)}dB`,
    `adelay=delays=${Math.round(source.startSeconds * sampleRate)}S:all=1`,
  ].join(',');
}

function sumRole(graph: AudioGraph, role: Role, fit: string): string {
  const labels = graph.sources.flatMap((source, index) => (source.role === role ? [`[source${index}]`] : []));
  return `${labels.join('')}${sum(labels.length)},${fit}[${role}]`;
}

/** `amix` divides by the number of inputs unless told not to; levels are the plan's business. */
function sum(count: number): string {
  return count === 1 ? 'anull' : `amix=inputs=${count}:duration=longest:dropout_transition=0:normalize=0`;
}

function mixRoles(graph: AudioGraph, roles: readonly Role[], fit: string): string[] {
  const isDucked = graph.duckMusicUnderVoice && roles.includes('voice') && roles.includes('music');
  const duck = isDucked ? ['[voice]asplit=2[heard][key]', `[music][key]${DUCKING}[ducked]`] : [];
  const labels = roles.map((role) => {
    if (isDucked && role === 'voice') return '[heard]';
    return isDucked && role === 'music' ? '[ducked]' : `[${role}]`;
  });
  return [...duck, `${labels.join('')}${sum(labels.length)},${fit},${MEASURE_FILTER},aformat=sample_fmts=flt[mix]`];
}

function seconds(value: number): string {
  return value.toFixed(6);
}
