import type { RenderPlan, RenderSegment } from '@kinora/contract';
import type { PreparedSegment } from '@kinora/media-core';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { createFrameMeter, type FrameStats, typeBoxes } from '../checks/frame-stats.ts';
import type { MediaEngine } from '../engine/engine.ts';
import { openProgramEngine } from '../engine/program/program-engine.ts';
import { encodeFrames } from '../frames/encode-frames.ts';
import type { WorkerAnswer, WorkerPart, WorkerStart, WorkerTask } from './worker-messages.ts';

/** Draws segments in a worker. `engine` is for frames of uploaded films; it lives in this process. */
export type PrepareInWorker = (
  plan: RenderPlan,
  segment: RenderSegment,
  tools: { pathOf: (hash: string) => string; engine: MediaEngine },
) => Promise<PreparedSegment>;

const PREVIEW_EVERY_MS = 1000;
const PREVIEW_WIDTH = 480;

type Session = {
  engine: MediaEngine;
  prepared: { key: string; value: PreparedSegment } | null;
};

/**
 * Turns this process into a render worker. It draws AND encodes: with the built-in engine the pixels go from the canvas
 * to the encoder without leaving the process; with a system FFmpeg they go down a pipe to this worker's own encoder.
 * It serves one part after another, of any film. The last prepared segment is kept, so that further parts of a long shot
 * do not prepare it again; layers that shots share are kept by the toolkit.
 */
export function serveRenderWorker(prepare: PrepareInWorker): void {
  let session: Session | null = null;
  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: WorkerTask) => {
    const work = task.kind === 'start' ? start(task) : drawPart(session, task, prepare);
    work.then(
      (result) => {
        if ('engine' in result) session = result;
        answer('engine' in result ? { kind: 'ready' } : result);
      },
      (error: Error) => answer({ kind: 'failed', message: error.stack ?? error.message }),
    );
  });
}

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}

/** The addon is loaded only where it is used: an installation with its own FFmpeg may leave it out (rulings §6.7). */
async function start(task: WorkerStart): Promise<Session> {
  const { ffmpegPath } = task.engine;
  const engine =
    ffmpegPath === undefined
      ? (await import('../engine/embedded/in-process-engine.ts')).openInProcessEngine()
      : await openProgramEngine({ ...task.engine, ffmpegPath });
  return { engine, prepared: null };
}

async function drawPart(session: Session | null, task: WorkerPart, prepare: PrepareInWorker): Promise<WorkerAnswer> {
  if (!session) throw new Error('a part came before the start message');
  const { plan } = task;
  const started = performance.now();
  const prepared = await prepareSegment(session, task, prepare);
  const preparedAt = performance.now();
  const encodePlan = { path: task.path, size: plan.size, rate: plan.rate, settings: plan.encode };
  const stats: FrameStats[] = [];
  const drawing = drawFrames(plan, prepared, task, stats);
  const { frames } = await encodeFrames(session.engine, encodePlan, { frames: drawing });
  return {
    kind: 'finished',
    frames,
    facts: prepared.facts,
    stats,
    prepareSeconds: (preparedAt - started) / 1000,
    drawSeconds: (performance.now() - preparedAt) / 1000,
  };
}

async function prepareSegment(session: Session, task: WorkerPart, prepare: PrepareInWorker): Promise<PreparedSegment> {
  const { plan } = task;
  const [segment] = plan.segments;
  if (!segment) throw new Error(`the plan has no segment ${task.part.segment}`);
  const key = JSON.stringify([segment.contentHash, plan.size, plan.rate]);
  if (session.prepared?.key === key) return session.prepared.value;
  session.prepared = null;
  const pathOf = (hash: string) => {
    const path = task.files[hash];
    if (path === undefined)
      throw new Error(`segment ${task.part.segment} draws from ${hash}, which its plan does not name`);
    return path;
  };
  const value = await prepare(plan, segment, { pathOf, engine: session.engine });
  session.prepared = { key, value };
  return value;
}

/**
 * Draws the part's frames, each only when the encoder asks. The pixels are copied out of the canvas with `set` into one
 * of three buffers in turn: a pipe may still be reading the one before while the next is drawn (craft.md §9).
 */
async function* drawFrames(
  plan: RenderPlan,
  prepared: PreparedSegment,
  task: WorkerPart,
  stats: FrameStats[],
): AsyncGenerator<Uint8Array> {
  const { width, height } = plan.size;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
  const buffers = Array.from({ length: 3 }, () => new Uint8Array(width * height * 4));
  const meter = createFrameMeter(plan.size);
  const hasGrain = plan.look.grain > 0;
  const type = typeBoxes(prepared.facts.textBoxes, plan.size);
  let lastPreview = performance.now();
  for (let offset = 0; offset < task.part.lengthFrames; offset += 1) {
    const frame = task.part.startFrame + offset;
    await prepared.seek?.(frame);
    prepared.drawFrame(context, frame, hasGrain ? () => meter.lookBeforeGrain(canvas.data()) : undefined);
    const buffer = buffers[offset % buffers.length] as Uint8Array;
    buffer.set(canvas.data());
    stats.push(meter.measure(buffer, frame, type));
    answer({ kind: 'frame', frame });
    if (performance.now() - lastPreview > PREVIEW_EVERY_MS) {
      lastPreview = performance.now();
      answer({ kind: 'preview', frame, jpeg: await previewJpeg(canvas, plan) });
    }
    yield buffer;
  }
}

async function previewJpeg(canvas: Canvas, plan: RenderPlan): Promise<Uint8Array> {
  const width = Math.min(PREVIEW_WIDTH, plan.size.width);
  const height = Math.max(1, Math.round((plan.size.height * width) / plan.size.width));
  const small = createCanvas(width, height);
  small.getContext('2d').drawImage(canvas, 0, 0, width, height);
  return small.encode('jpeg', 72);
}
