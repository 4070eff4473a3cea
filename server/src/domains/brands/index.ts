export { brandErrors } from './errors.ts';
export { findUnmodifiedSample } from './find-unmodified-sample.ts';
export { toKit } from './present.ts';
export { createBrandRoutes } from './routes.ts';
export type { MakeSample, SampleContent, SampleMade } from './service.ts';
export { createBrandService } from './service.ts';
export { findAnyBrand, findBrand } from './store.ts';
