export { backupStudio, restoreStudio } from './backup.ts';
export { errorRegistry } from './errors.ts';
export type { StudioConfig } from './platform/config/index.ts';
export { loadConfig, renderConfigurationReference, renderEnvironmentExample } from './platform/config/index.ts';
export { hasEmbeddedPostgres } from './platform/database/index.ts';
export { findRunningInstance } from './platform/instance-lock/index.ts';
export { turnSecondStepOff } from './second-step-off.ts';
export { type RotationResult, rotateSecrets } from './secrets.ts';
export { type RunningStudio, startStudio } from './studio.ts';
