import type { ChildProcess } from 'node:child_process';
import { KinoraError } from '@kinora/contract';
import { type EngineChoice, forkNodeChild, guardChild, killTree } from '@kinora/media-node';
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

/** One child, one frame at a time, started when it is needed and ended when nobody asks. `close` ends it at once. */
export function createShotDrawer(dependencies: ShotDrawerDependencies): { draw: DrawShot; close(): void } {
  const kept = new Map<string, Buffer>();
  let child: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let lastId = 0;

  function liveChild(): ChildProcess {
    clearTimeout(idleTimer);
    if (child && child.exitCode === null && child.signalCode === null && child.connected) return child;
    child = forkNodeChild('server/src/domains/projects/preview/frame.program.ts');
    // Nothing of ours is printed there; a native library's complaint must not fill the pipe.
    child.stdout?.resume();
    child.stderr?.resume();
    return child;
  }

  function close(): void {
    clearTimeout(idleTimer);
    if (child) killTree(child);
    // It takes a moment to end; who comes in that moment gets a fresh one.
    child = undefined;
  }

  async function takeTurn(task: Omit<FrameTask, 'id'>): Promise<Buffer> {
    lastId += 1;
    try {
      return await askChild(liveChild(), { ...task, id: lastId });
    } finally {
      idleTimer = setTimeout(close, idleMs).unref();
    }
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
    const turn = queue.then(() => takeTurn({ plan, frame: request.frame, files, engine: dependencies.engineChoice }));
    queue = turn.catch(() => undefined);
    const jpeg = await turn;
    keep(kept, key, jpeg);
    return jpeg;
  };
  return { draw, close };
}

function keep(kept: Map<string, Buffer>, key: string, jpeg: Buffer): void {
  kept.set(key, jpeg);
  const oldest = kept.keys().next();
  if (kept.size > keptFrames && !oldest.done) kept.delete(oldest.value);
}

function askChild(child: ChildProcess, task: FrameTask): Promise<Buffer> {
  const guard = guardChild(child, { timeLimitMs, memoryLimitBytes });
  return new Promise((resolve, reject) => {
    const onReply = (reply: FrameReply) => {
      if (reply.id !== task.id) return;
      if (reply.kind === 'drawn') resolve(Buffer.from(reply.jpeg));
      else reject(unavailable(reply.message));
      release();
    };
    const onExit = () => {
      reject(unavailable(`the preview process ended: ${guard.reason() ?? 'by itself'}`));
      release();
    };
    const release = () => {
      guard.release();
      child.off('message', onReply);
      child.off('exit', onExit);
    };
    child.on('message', onReply);
    child.once('exit', onExit);
    child.send(task);
  });
}

function unavailable(message: string): KinoraError {
  return new KinoraError('project.preview_unavailable', message, { isRetryable: true });
}
