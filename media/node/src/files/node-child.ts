import { type ChildProcess, fork } from 'node:child_process';
import { childProgram } from './program.ts';

/**
 * Starts one of our `*.program.ts` modules in its own Node process, in its own process group. The parent's own flags
 * (inspector, test runner) are not inherited. Standard streams are pipes; messages go over the extra channel, buffers
 * included.
 */
export function forkNodeChild(pathFromRoot: string, args: readonly string[] = []): ChildProcess {
  const { file, execArgv } = childProgram(pathFromRoot);
  return fork(file, args, {
    execArgv,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    detached: true,
  });
}
