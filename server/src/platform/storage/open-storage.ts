import { createLocalStorage, type LocalStorageOptions } from './local-storage.ts';
import type { S3StorageOptions } from './s3-storage.ts';
import type { Storage } from './storage.ts';

export type StorageChoice = ({ kind: 'local' } & LocalStorageOptions) | ({ kind: 's3' } & S3StorageOptions);

/** The S3 client is loaded only when it is used: it costs a third of a second at start. */
export async function openStorage(choice: StorageChoice): Promise<Storage> {
  if (choice.kind === 'local') return createLocalStorage(choice);
  const { createS3Storage } = await import('./s3-storage.ts');
  return createS3Storage(choice);
}
