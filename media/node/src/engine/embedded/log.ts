import { createTextTail } from '../../files/text-tail.ts';
import { AV_LOG_INFO, Log } from './libraries.ts';

/** Collects FFmpeg's messages while a request runs. They cross from native threads, so the last ones need a moment. */
export function captureLog(): { release(): Promise<string> } {
  const tail = createTextTail();
  Log.setLevel(AV_LOG_INFO);
  Log.setCallback((_level, message) => tail.add(`${message}\n`), { maxLevel: AV_LOG_INFO });
  return {
    async release() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return tail.read();
    },
  };
}
