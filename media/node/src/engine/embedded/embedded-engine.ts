import { KinoraError } from '@kinora/contract';
import { toMediaProbe } from '../../probe/ffprobe.ts';
import { type EngineDescription, type EngineIdentity, listMissing, type MediaEngine } from '../engine.ts';
import { engineFailure, unreadable } from '../failures.ts';
import type { EngineRequest, EngineResult, EngineRunOptions } from '../request.ts';
import { createChildPool } from './child-pool.ts';
import type { ChildTask } from './messages.ts';

/** The FFmpeg inside node-av, always in child processes: a crash or a leak in native code never reaches the caller. */
export async function openEmbeddedEngine(): Promise<MediaEngine> {
  const pool = createChildPool();
  const described = await pool.perform({ kind: 'describe' }, {});
  if (described.kind !== 'described') throw engineFailure('the engine child gave a wrong answer', described);
  const identity: EngineIdentity = { name: 'node-av', version: described.version };
  const description: EngineDescription = {
    ...identity,
    filters: described.filters,
    encoders: described.encoders,
    missing: listMissing(described.filters, described.encoders),
  };
  return {
    identity,
    describe: async () => description,
    async probe(path, options = {}) {
      const answer = await pool.perform({ kind: 'probe', path }, options).catch((error: unknown) => {
        throw error instanceof KinoraError && error.code === 'engine.failed' ? unreadable(path, error) : error;
      });
      if (answer.kind !== 'probed') throw engineFailure('the engine child gave a wrong answer', answer);
      return toMediaProbe(path, answer.raw).catch((error: unknown) => {
        throw unreadable(path, error);
      });
    },
    async run(request: EngineRequest, options: EngineRunOptions = {}): Promise<EngineResult> {
      const task: ChildTask = { kind: 'run', request };
      const answer = await pool.perform(task, options);
      if (answer.kind !== 'finished') throw engineFailure('the engine child gave a wrong answer', answer);
      return answer.result;
    },
    close: () => pool.close(),
  };
}
