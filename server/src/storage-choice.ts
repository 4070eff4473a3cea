import { join } from 'node:path';
import type { StudioConfig } from './platform/config/index.ts';
import type { StorageChoice } from './platform/storage/index.ts';

/** Where files lie: the data folder, or a bucket with the data folder as its cache. */
export function toStorageChoice(config: StudioConfig): StorageChoice {
  const folder = join(config.dataFolder, 'files');
  if (config.files.kind === 'local') return { kind: 'local', folder };
  const { kind, ...bucket } = config.files;
  return { kind, folder, ...bucket };
}
