import { type ChildProcess, fork } from 'node:child_process';
import { childProgram } from './program.ts';

/**
 * Starts one of our `*.program.ts` modules in its own Node process, in its own process group. The parent's own flags
 * (inspector, test runner) are not inherited. Standard streams are pipes; messages go over the extra channel, buffers
 * included. One that cannot be started (no process or memory left) ends with `exit` like one that died, so that whoever
 * waits for it is told.
 */
export function forkNodeChild(pathFromRoot: string, args: readonly string[] = []): ChildProcess {
  const { file, execArgv } = childProgram(pathFromRoot);
  const child = fork(file, args, {
    execArgv,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    detached: true,
  });
  // Unheard, an error (also of a message to a child that has just died) would end this process. A dead child's `exit` follows.
  child.on('error', () => {
    if (child.pid !== undefined) return;
    if (child.connected) child.disconnect();
    child.emit('exit', null, null);
  });
  return child;
}
