export { API_BASE, ApiError, call, newIdempotencyKey, previewBrandUrl } from './client.ts';
export { type FilmOrder, makeFilm } from './make-film.ts';
export { learnMessages, messageOf } from './messages.ts';
export {
  assetsQuery,
  brandsQuery,
  brandUsesQuery,
  createQueryClient,
  creditsQuery,
  dashboardQuery,
  jobQuery,
  jobsQueryOf,
  meQuery,
  productTemplatesQuery,
  projectsQuery,
  projectsQueryOf,
  queueStatusQuery,
  recentJobsQuery,
  type Scope,
  setupQuery,
  treeQuery,
} from './queries.ts';
export type { RouteName } from './routes.ts';
export type * from './types.ts';
export { type UploadProgress, uploadFile } from './upload.ts';
