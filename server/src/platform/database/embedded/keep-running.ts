const LOOK_MS = 500;

export type KeepRunningOptions = {
  processId: number;
  isAlive: (processId: number) => boolean;
  /** Answers the process of the new server. */
  startAgain: () => Promise<number>;
  onError: (error: unknown) => void;
};

/**
 * A database that was killed (memory ran out, a careless hand) comes back by itself: those who use it try again for as
 * long as it is away, so the studio goes on where it was. A start that fails is told and tried again at the next look.
 */
export function keepRunning(options: KeepRunningOptions): { readonly processId: number; release(): Promise<void> } {
  let processId = options.processId;
  let restarting: Promise<void> | undefined;

  async function restart(): Promise<void> {
    try {
      processId = await options.startAgain();
    } catch (error) {
      options.onError(error);
    } finally {
      restarting = undefined;
    }
  }

  const timer = setInterval(() => {
    if (!restarting && !options.isAlive(processId)) restarting = restart();
  }, LOOK_MS);
  timer.unref();
  return {
    get processId() {
      return processId;
    },
    /** From here on it may be stopped. */
    async release() {
      clearInterval(timer);
      await restarting;
    },
  };
}
