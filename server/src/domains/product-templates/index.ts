export { productTemplateErrors } from './errors.ts';
export { createProductTemplateRoutes } from './routes.ts';
export { createProductTemplateService, readTemplate } from './service.ts';
export { purgeTemplates } from './store.ts';
