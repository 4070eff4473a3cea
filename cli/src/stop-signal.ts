import { constants } from 'node:os';

/** What a shell expects of a program that was ended by a signal. */
const toExitCode = (name: 'SIGINT' | 'SIGTERM') => 128 + constants.signals[name];

export type StopSignal = {
  readonly signal: AbortSignal;
  /** The exit code of a command that was stopped; undefined when it was not. */
  readonly exitCode: number | undefined;
  dispose(): void;
};

/** Ctrl-C or SIGTERM raises the signal; the second one ends the command at once. */
export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stop = (name: 'SIGINT' | 'SIGTERM') => {
    if (exitCode !== undefined) process.exit(toExitCode(name));
    exitCode = toExitCode(name);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    dispose() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
