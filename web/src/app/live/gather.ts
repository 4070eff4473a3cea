const GATHER_MS = 120;

/** Calls `run` once per key for a burst of requests: at once would fetch a storyboard for each of its shots. */
export function createGather(run: (key: string) => void, delayMs = GATHER_MS): (key: string) => void {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  return (key) => {
    if (waiting.has(key)) return;
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        run(key);
      }, delayMs),
    );
  };
}
