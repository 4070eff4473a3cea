import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AudioGraph, type Loudness, loudness as loudnessSchema } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import type { SegmentCache } from '../render/segment-cache.ts';
import { mixSound } from './mix-sound.ts';

export type FilmSoundParts = {
  readonly engine: MediaEngine;
  readonly cache: SegmentCache;
  /** Path of a stored sound by content hash. */
  readonly pathOf: (hash: string) => Promise<string>;
  /** For files in between; the host removes it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
};

/**
 * A film's finished sound: mixed, levelled and coded once for all its ratios and for every later cut with the same
 * sounds. What it depends on is its name in the cache: sources by hash, filters, levels, engine.
 */
export async function makeFilmSound(
  graph: AudioGraph,
  parts: FilmSoundParts,
): Promise<{ path: string; loudness: Loudness }> {
  const { engine, cache, folder, signal } = parts;
  const key = soundKey(graph, engine);
  const [path, facts] = await Promise.all([cache.find(key), cache.find(factsKey(key))]);
  if (path !== null && facts !== null) {
    return { path, loudness: loudnessSchema.parse(JSON.parse(await readFile(facts, 'utf8'))) };
  }
  const paths = new Map<string, string>();
  for (const source of graph.sources) paths.set(source.hash, await parts.pathOf(source.hash));
  const targetPath = join(folder, `sound-${randomUUID()}.m4a`);
  const files = { pathOf: (source: { hash: string }) => paths.get(source.hash) ?? '', folder, targetPath };
  const { loudness } = await mixSound(engine, graph, files, signal ? { signal } : {});
  const factsPath = join(folder, `sound-${randomUUID()}.json`);
  await writeFile(factsPath, JSON.stringify(loudness));
  await cache.store(key, targetPath);
  await cache.store(factsKey(key), factsPath);
  return { path: targetPath, loudness };
}

function soundKey(graph: AudioGraph, { identity }: MediaEngine): string {
  return hashOf(['sound', graph, identity.name, identity.version]);
}

function factsKey(key: string): string {
  return hashOf(['sound facts', key]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
