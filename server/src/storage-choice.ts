import { join } from 'node:path';
import type { StudioConfig } from './platform/config/index.ts';
import type { StorageChoice } from './platform/storage/index.ts';

/**
 * Where files lie: the data folder, or a bucket with the data folder as its cache.
 * @param temporary folder for work in progress of a process that shares the data folder
 */
export function toStorageChoice(config: StudioConfig, temporary?: string): StorageChoice {
  const places = { folder: join(config.dataFolder, 'files'), ...(temporary === undefined ? {} : { temporary }) };
  if (config.files.kind === 'local') return { kind: 'local', ...places };
  const { kind, ...bucket } = config.files;
  return { kind, ...places, ...bucket };
}
