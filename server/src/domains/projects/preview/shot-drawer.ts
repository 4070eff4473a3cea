import { KinoraError } from '@kinora/contract';
import { createKeptChild, type EngineChoice } from '@kinora/media-node';
import type { DrawShot } from '../service.ts';
import type { FrameReply, FrameTask } from './frame-messages.ts';
import { filesOf, planFrame } from './plan-frame.ts';

export type ShotDrawerDependencies = {
  engineChoice: EngineChoice;
  /** Local path of a stored file of the organization. */
  openByHash(organizationId: string, hash: string): Promise<string>;
};

const timeLimitMs = 60_000;
const memoryLimitBytes = 1536 * 1024 ** 2;
/** An editing session asks every few seconds; a sleeping child would only hold memory. */
const idleMs = 60_000;
/** About 10 MB of frames: enough to go back and forth between ratios and edits. */
const keptFrames = 100;

/** One frame at a time in a child that is kept between them. `close` ends it at once. */
export function createShotDrawer(dependencies: ShotDrawerDependencies): { draw: DrawShot; close(): void } {
  const kept = new Map<string, Buffer>();
  const program = 'server/src/domains/projects/preview/frame.program.ts';
  const child = createKeptChild<Omit<FrameTask, 'id'>, FrameReply>({ program, idleMs });

  async function drawInChild(task: Omit<FrameTask, 'id'>): Promise<Buffer> {
    const reply = await child.ask(task, { timeLimitMs, memoryLimitBytes }).catch((error: Error) => {
      throw unavailable(error.message);
    });
    if (reply.kind !== 'drawn') throw unavailable(reply.message);
    return Buffer.from(reply.jpeg);
  }

  const draw: DrawShot = async (organizationId, request) => {
    const plan = planFrame(request);
    const key = `${organizationId} ${plan.segments[0]?.contentHash} ${request.frame}`;
    const known = kept.get(key);
    if (known) return known;
    const paths = filesOf(request).map(
      async (hash) => [hash, await dependencies.openByHash(organizationId, hash)] as const,
    );
    const files = Object.fromEntries(await Promise.all(paths));
    const jpeg = await drawInChild({ plan, frame: request.frame, files, engine: dependencies.engineChoice });
    keep(kept, key, jpeg);
    return jpeg;
  };
  return { draw, close: child.close };
}

function keep(kept: Map<string, Buffer>, key: string, jpeg: Buffer): void {
  kept.set(key, jpeg);
  const oldest = kept.keys().next();
  if (kept.size > keptFrames && !oldest.done) kept.delete(oldest.value);
}

function unavailable(message: string): KinoraError {
  return new KinoraError('project.preview_unavailable', message, { isRetryable: true });
}
