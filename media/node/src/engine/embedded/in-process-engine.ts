import { toMediaProbe } from '../../probe/ffprobe.ts';
import { listMissing, type MediaEngine } from '../engine.ts';
import { engineFailure, unreadable } from '../failures.ts';
import { describeLibraries, probeFile } from './describe.ts';
import { executeRequest } from './execute.ts';

/**
 * The built-in engine without a child of its own, for processes that are children already (render workers). Whoever
 * wants to stop it stops the process: signals and limits of a call are the parent's to keep.
 */
export function openInProcessEngine(): MediaEngine {
  const libraries = describeLibraries();
  const description = {
    name: 'node-av' as const,
    ...libraries,
    missing: listMissing(libraries.filters, libraries.encoders),
  };
  return {
    identity: { name: 'node-av', version: libraries.version },
    describe: async () => description,
    async probe(path) {
      try {
        return await toMediaProbe(path, await probeFile(path));
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    async run(request, options = {}) {
      try {
        return await executeRequest(request, options);
      } catch (error) {
        throw engineFailure('FFmpeg', (error as Error).message);
      }
    },
    close: async () => undefined,
  };
}
