export { safetyErrors } from './errors.ts';
export { createSafetyGuard, type SafetyGuard, textsIn, textsOfPrompt } from './guard.ts';
export { createLikenessGuard, type Likeness } from './likeness.ts';
export {
  type CheckParts,
  createCheckContent,
  createPictureGuard,
  createPictureRunner,
  createReadPictureCheck,
  type PictureGuard,
} from './pictures/index.ts';
export { createSafetyRoutes } from './routes.ts';
export { createSafetyService } from './service.ts';
