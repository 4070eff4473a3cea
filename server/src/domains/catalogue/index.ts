export { catalogueErrors } from './errors.ts';
export { byteOrderMark, toCsvRow } from './export/write-csv.ts';
export { createImportService } from './imports/imports.ts';
export { createProductImportRoutes } from './imports/routes.ts';
export type { ImportRunner } from './imports/runner.ts';
export { createImportRunner } from './imports/runner.ts';
export { purgeProducts } from './purge.ts';
export { createCatalogueRoutes } from './routes.ts';
export { createCatalogue } from './service.ts';
