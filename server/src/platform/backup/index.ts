export type { BackupDependencies } from './create-backup.ts';
export { createBackup } from './create-backup.ts';
export { backupErrors } from './errors.ts';
export type { BackupManifest } from './manifest.ts';
export type { RestoreDependencies } from './restore-backup.ts';
export { restoreBackup } from './restore-backup.ts';
