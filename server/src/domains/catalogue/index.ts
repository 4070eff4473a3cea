export { catalogueErrors } from './errors.ts';
export { purgeProducts } from './purge.ts';
export { createCatalogueRoutes } from './routes.ts';
export { createCatalogue } from './service.ts';
