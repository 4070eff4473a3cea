import { type ChildProcess, fork } from 'node:child_process';
import type { ChaosSettings } from '../../../server/src/testing/chaos-process.ts';

const TOLD_LENGTH = 6000;
/** One that was killed comes back at once; one that gave up, as a worker without its studio does, after a while. */
const PAUSE_MS = { killed: 200, gaveUp: 1500 };

export type KeptProcess = ReturnType<typeof keepProcess>;

/** A process that is started again whenever it ends, as a service manager does. */
export function keepProcess(processFile: string, settings: ChaosSettings) {
  let child: ChildProcess;
  let isOver = false;
  let isReady = false;
  let told = '';
  let starts = 0;
  let pause: NodeJS.Timeout | undefined;
  const note = (chunk: Buffer | string) => {
    told = (told + chunk.toString()).slice(-TOLD_LENGTH);
  };
  const start = () => {
    starts += 1;
    const begun = fork(processFile, [JSON.stringify(settings)], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = begun;
    for (const stream of [begun.stdout, begun.stderr]) stream?.on('data', note);
    begun.on('message', () => {
      isReady = true;
    });
    begun.on('error', () => undefined);
    begun.once('exit', (code, signal) => {
      isReady = false;
      note(`\n-- ended with ${signal ?? code} --\n`);
      if (!isOver) pause = setTimeout(start, signal === 'SIGKILL' ? PAUSE_MS.killed : PAUSE_MS.gaveUp);
    });
  };
  start();
  return {
    isReady: () => isReady,
    /** The end of what its processes had to say: read when a job is lost. */
    tell: () => `${settings.role}, started ${starts} times: ${told}`,
    kill() {
      isReady = false;
      child.kill('SIGKILL');
    },
    /** Stands still, as a machine does that is swapped out or paused; nothing of it ends. */
    stopFor(ms: number) {
      const stopped = child;
      stopped.kill('SIGSTOP');
      setTimeout(() => stopped.kill('SIGCONT'), ms).unref();
    },
    /** Asks it to end well, so that what it keeps running ends with it; in the end it is killed. */
    async end(signal: 'SIGTERM' | 'SIGKILL') {
      isOver = true;
      clearTimeout(pause);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      child.kill('SIGCONT');
      const limit = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await gone;
      clearTimeout(limit);
    },
  };
}
