export { savedViewErrors } from './errors.ts';
export { handOverViews } from './hand-over.ts';
export { createSavedViewRoutes } from './routes.ts';
export { createSavedViewService } from './service.ts';
