import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const backupErrors = {
  'backup.folder_exists': { status: 409, sentence: 'The folder for the backup exists already. Choose a new one.' },
  'backup.unreadable': { status: 422, sentence: 'This folder does not hold a whole backup of Kinora.' },
  'backup.other_version': {
    status: 409,
    sentence:
      'This backup was made by another version of Kinora. Restore it with that version, then start the newer one.',
  },
  'backup.not_empty': {
    status: 409,
    sentence: 'The studio to restore into already holds data. Use an empty data folder.',
  },
  'backup.damaged': { status: 422, sentence: 'A file of this backup is damaged. Use another backup.' },
} as const satisfies ErrorTable;
