export { savedViewErrors } from './errors.ts';
export { createSavedViewRoutes } from './routes.ts';
export { createSavedViewService } from './service.ts';
