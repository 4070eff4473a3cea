import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Loudness, RenderPlan } from '@kinora/contract';
import type { SegmentFacts } from '@kinora/media-core';
import type { FrameStats } from '../checks/frame-stats.ts';
import type { EngineChoice, MediaEngine } from '../engine/engine.ts';
import { withTemporaryFolder } from '../files/temporary-folder.ts';
import { writeAside } from '../files/write-aside.ts';
import { joinFiles } from '../frames/join.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { makeFilmSound } from '../sound-mix/film-sound.ts';
import { drawParts } from './draw-parts.ts';
import { renderError } from './errors.ts';
import { factsKey, planParts, type RenderPart, statsKey } from './parts.ts';
import { createRenderPool, type RenderPool } from './render-pool.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { FinishedPart } from './worker-handle.ts';

export type RenderProgress = {
  /** Frames ready, reused ones included, of `totalFrames`. */
  readonly framesReady: number;
  readonly totalFrames: number;
};

export type RenderPreview = { readonly filmFrame: number; readonly jpeg: Uint8Array };

/** What a render needs from its host. */
export type RenderRuntime = {
  readonly engine: MediaEngine;
  /** The same engine as data, for workers this render starts itself. */
  readonly engineChoice: EngineChoice;
  /** Path of a stored file by content hash. */
  readonly pathOf: (hash: string) => Promise<string>;
  readonly cache: SegmentCache;
  readonly temporaryRoot: string;
  readonly outputPath: string;
  /** Workers kept warm by the host and shared between renders. Absent: this render starts its own and ends them. */
  readonly pool?: RenderPool;
  /** Of this render's own pool. Default: one per core. */
  readonly workers?: number;
  /** Module that draws, `*.program.ts` from the repository's root; the film compositor when absent. */
  readonly workerProgram?: string;
  readonly memoryLimitBytes?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RenderProgress) => void;
  /** About once a second, from whichever worker has one. */
  readonly onPreview?: (preview: RenderPreview) => void;
  readonly onWorker?: (processId: number) => void;
};

export type RenderReport = {
  readonly probe: MediaProbe;
  /** Null for a silent piece. Measured on the coded sound. */
  readonly loudness: Loudness | null;
  readonly segments: { readonly rendered: number; readonly reused: number };
  readonly frames: { readonly drawn: number; readonly reused: number };
  /** Wall-clock seconds; prepare and draw are summed over workers, sound runs beside them. */
  readonly seconds: {
    readonly prepare: number;
    readonly draw: number;
    readonly sound: number;
    readonly join: number;
    readonly total: number;
  };
  /** By segment; null where an older cache entry had none. */
  readonly facts: readonly (SegmentFacts | null)[];
  /** Of every frame, in order, measured while drawing; null when an older cache entry had none. */
  readonly frameStats: readonly FrameStats[] | null;
};

/**
 * Executes a render plan: reuse what the cache has, draw the rest with workers while the sound is mixed, join without
 * encoding again, put the sound beside it, and count the frames of the finished file before anybody sees it. On any
 * failure or abort the workers are gone within two seconds and no file of this render is left.
 */
export async function runRender(plan: RenderPlan, runtime: RenderRuntime): Promise<RenderReport> {
  runtime.signal?.throwIfAborted();
  const started = performance.now();
  return withTemporaryFolder(runtime.temporaryRoot, async (folder) => {
    const stop = new AbortController();
    const signal = runtime.signal ? AbortSignal.any([runtime.signal, stop.signal]) : stop.signal;
    // One listener for each segment that waits for a worker: a film has dozens, and Node warns from the eleventh on.
    setMaxListeners(0, signal);
    const run = new Render(plan, runtime, folder, signal);
    const work = [run.drawAll(), run.mixAll()] as const;
    try {
      await Promise.all(work);
      return await run.finish(started);
    } catch (error) {
      stop.abort(error);
      await Promise.allSettled(work);
      throw runtime.signal?.aborted ? runtime.signal.reason : error;
    }
  });
}

class Render {
  readonly #plan: RenderPlan;
  readonly #runtime: RenderRuntime;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #parts: RenderPart[];
  readonly #paths = new Map<string, string>();
  readonly #drawn = new Set<RenderPart>();
  readonly #facts: (SegmentFacts | null)[];
  readonly #stats = new Map<string, FrameStats[]>();
  /** Frames ready by part: a part drawn again after a worker's death is not counted twice. */
  readonly #ready = new Map<string, number>();
  #lastPreview = 0;
  #seconds = { prepare: 0, draw: 0, sound: 0 };
  #sound: { path: string; loudness: Loudness } | null = null;

  constructor(plan: RenderPlan, runtime: RenderRuntime, folder: string, signal: AbortSignal) {
    this.#plan = plan;
    this.#runtime = runtime;
    this.#folder = folder;
    this.#signal = signal;
    this.#parts = planParts(plan, runtime.engine.identity);
    this.#facts = plan.segments.map(() => null);
  }

  async drawAll(): Promise<void> {
    for (const part of this.#parts) await this.#reuse(part);
    const missing = this.#parts.filter((part) => !this.#paths.has(part.key));
    // Two equal parts (the same card twice) are drawn once.
    const parts = [...new Map(missing.map((part) => [part.key, part])).values()];
    if (parts.length === 0) return;
    const { pool } = this.#runtime;
    if (pool) return this.#draw(parts, pool);
    const own = createRenderPool(ownPool(this.#runtime, parts.length));
    try {
      await this.#draw(parts, own);
    } finally {
      await own.close();
    }
  }

  async #draw(parts: readonly RenderPart[], pool: RenderPool): Promise<void> {
    const runtime = this.#runtime;
    await drawParts({
      plan: this.#plan,
      parts,
      pool,
      pathOf: runtime.pathOf,
      // A new name each time: the encoder of a worker that was killed may still hold the old file open.
      partPath: (part) => join(this.#folder, `${part.key}.${randomUUID()}.mp4`),
      signal: this.#signal,
      ...(runtime.onWorker ? { onWorker: runtime.onWorker } : {}),
      onFrame: (part, frame) => this.#advance(part, frame - part.startFrame + 1),
      onPreview: (part, frame, jpeg) => this.#preview(part, frame, jpeg),
      onPart: async (part, path, finished) => {
        this.#paths.set(part.key, path);
        this.#drawn.add(part);
        this.#facts[part.segment] = finished.facts;
        this.#stats.set(part.key, finished.stats);
        this.#seconds.prepare += finished.prepareSeconds;
        this.#seconds.draw += finished.drawSeconds;
        await this.#keep(part, path, finished);
      },
    });
  }

  async mixAll(): Promise<void> {
    const { audio } = this.#plan;
    if (!audio) return;
    const started = performance.now();
    const { engine, cache, pathOf } = this.#runtime;
    this.#sound = await makeFilmSound(audio, { engine, cache, pathOf, folder: this.#folder, signal: this.#signal });
    this.#seconds.sound = (performance.now() - started) / 1000;
  }

  async finish(started: number): Promise<RenderReport> {
    const joining = performance.now();
    const probe = await writeAside(this.#runtime.outputPath, async (aside) => {
      const joined = join(this.#folder, 'joined.mp4');
      await joinFiles(
        this.#runtime.engine,
        {
          parts: this.#parts.map((part) => ({ path: this.#pathOf(part), lengthFrames: part.lengthFrames })),
          rate: this.#plan.rate,
          listPath: join(this.#folder, 'parts.txt'),
          targetPath: joined,
          ...(this.#sound ? { soundPath: this.#sound.path } : {}),
        },
        { signal: this.#signal },
      );
      const checked = await this.#runtime.engine.probe(joined, { signal: this.#signal });
      this.#verify(checked);
      await copyFile(joined, aside);
      return checked;
    });
    const ended = performance.now();
    return this.#report(probe, (ended - joining) / 1000, (ended - started) / 1000);
  }

  /** A cached file is looked at before it is trusted: a damaged one is drawn again. */
  async #reuse(part: RenderPart): Promise<void> {
    const path = await this.#runtime.cache.find(part.key);
    if (path === null) return;
    const probe = await this.#runtime.engine.probe(path, { signal: this.#signal }).catch(() => null);
    this.#signal.throwIfAborted();
    if (probe?.video?.frameCount !== part.lengthFrames) return;
    this.#paths.set(part.key, path);
    this.#facts[part.segment] ??= await this.#findStored<SegmentFacts>(factsKey(this.#plan, part.segment));
    const stats = await this.#findStored<FrameStats[]>(statsKey(part));
    if (stats) this.#stats.set(part.key, stats);
    this.#advance(part, part.lengthFrames);
  }

  async #findStored<Value>(key: string): Promise<Value | null> {
    const path = await this.#runtime.cache.find(key);
    return path === null ? null : (JSON.parse(await readFile(path, 'utf8')) as Value);
  }

  async #keep(part: RenderPart, path: string, finished: FinishedPart): Promise<void> {
    await this.#runtime.cache.store(part.key, path);
    await this.#store(factsKey(this.#plan, part.segment), finished.facts);
    await this.#store(statsKey(part), finished.stats);
  }

  async #store(key: string, value: unknown): Promise<void> {
    const path = join(this.#folder, `${key}.${randomUUID()}.json`);
    await writeFile(path, JSON.stringify(value));
    await this.#runtime.cache.store(key, path);
  }

  #advance(part: RenderPart, frames: number): void {
    if (frames <= (this.#ready.get(part.key) ?? 0)) return;
    this.#ready.set(part.key, frames);
    const framesReady = this.#parts.reduce((total, item) => total + (this.#ready.get(item.key) ?? 0), 0);
    this.#runtime.onProgress?.({ framesReady, totalFrames: this.#plan.totalFrames });
  }

  #preview(part: RenderPart, frame: number, jpeg: Uint8Array): void {
    const now = performance.now();
    if (now - this.#lastPreview < 900) return;
    this.#lastPreview = now;
    const filmFrame = (this.#plan.segments[part.segment]?.startFrame ?? 0) + frame;
    this.#runtime.onPreview?.({ filmFrame, jpeg });
  }

  #pathOf(part: RenderPart): string {
    const path = this.#paths.get(part.key);
    if (path === undefined) throw renderError('render.frame_count', `part ${part.key} was never drawn`);
    return path;
  }

  #verify(probe: MediaProbe): void {
    const { totalFrames, rate } = this.#plan;
    const frameSeconds = rate.denominator / rate.numerator;
    const frames = probe.video?.frameCount ?? 0;
    if (frames !== totalFrames)
      throw renderError('render.frame_count', `the film has ${frames} frames instead of ${totalFrames}`, {
        details: { frames, totalFrames },
      });
    const soundSeconds = probe.audio[0]?.durationSeconds;
    if (!this.#sound || soundSeconds === undefined) return;
    const drift = Math.abs(soundSeconds - totalFrames * frameSeconds);
    // Half a millisecond more than a frame: containers round lengths.
    if (drift > frameSeconds + 0.0005)
      throw renderError('render.frame_count', `sound and picture differ by ${drift.toFixed(3)} s`, {
        details: { drift },
      });
  }

  #report(probe: MediaProbe, joinSeconds: number, totalSeconds: number): RenderReport {
    const rendered = new Set([...this.#drawn].map((part) => part.segment));
    const drawnFrames = [...this.#drawn].reduce((total, part) => total + part.lengthFrames, 0);
    return {
      probe,
      loudness: this.#sound?.loudness ?? null,
      segments: { rendered: rendered.size, reused: this.#plan.segments.length - rendered.size },
      frames: { drawn: drawnFrames, reused: this.#plan.totalFrames - drawnFrames },
      seconds: { ...this.#seconds, join: joinSeconds, total: totalSeconds },
      facts: this.#facts,
      frameStats: this.#frameStats(),
    };
  }

  /** Numbered through the film. What changed across the border of two parts is not known and not guessed. */
  #frameStats(): FrameStats[] | null {
    if (this.#parts.some((part) => !this.#stats.has(part.key))) return null;
    return this.#parts.flatMap((part) => {
      const startFrame = this.#plan.segments[part.segment]?.startFrame ?? 0;
      return (this.#stats.get(part.key) ?? []).map((stats) => ({ ...stats, frame: startFrame + stats.frame }));
    });
  }
}

function ownPool(runtime: RenderRuntime, parts: number): Parameters<typeof createRenderPool>[0] {
  const { workers, workerProgram, memoryLimitBytes } = runtime;
  return {
    engine: runtime.engineChoice,
    workers: Math.min(workers ?? availableParallelism(), parts),
    ...(workerProgram === undefined ? {} : { program: workerProgram }),
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
  };
}
