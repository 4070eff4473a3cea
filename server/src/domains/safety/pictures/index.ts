export { type CheckParts, createCheckContent, type RefusalToTell } from './check.ts';
export { createPictureGuard, type PictureGuard } from './guard.ts';
export { createReadPictureCheck, type ReadPictureCheck } from './present.ts';
export { createPictureRunner } from './runner.ts';
export { countWaiting, planWaiting } from './store.ts';
