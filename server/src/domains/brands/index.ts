export { brandErrors } from './errors.ts';
export { findUnmodifiedSample } from './find-unmodified-sample.ts';
export { createBrandRoutes } from './routes.ts';
export type { BrandDependencies, BrandService, MakeSample, SampleContent } from './service.ts';
export { createBrandService, toKit } from './service.ts';
export { findBrand } from './store.ts';
