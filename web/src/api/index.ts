export { type AssetListQuery, assetFacetsQuery, assetQuery, heldQuery, libraryQuery } from './asset-queries.ts';
export {
  facetsQuery,
  importsQuery,
  type ProductListQuery,
  productFilmsQuery,
  productHeroQuery,
  productImportQuery,
  productNamesQuery,
  productPickQuery,
  productQuery,
  productsQuery,
  savedViewsQuery,
} from './catalogue-queries.ts';
export { API_BASE, ApiError, avatarUrl, call, newIdempotencyKey, previewBrandUrl } from './client.ts';
export {
  comfyServersQuery,
  comfyWorkflowsQuery,
  connectionsQuery,
  filmPlanQuoteQuery,
  finishQuoteQuery,
  jobIntentsQuery,
  logoIdeasQuoteQuery,
  modelsQuery,
  planQuoteQuery,
  promptQuoteQuery,
  routeChoicesQuery,
  routesQuery,
  scriptQuoteQuery,
  shotOrderQuoteQuery,
} from './connection-queries.ts';
export { type FilmOrder, makeFilm } from './make-film.ts';
export { learnMessages, type Message, messageOf } from './messages.ts';
export {
  archivedTemplatesQuery,
  assetsQuery,
  brandsQuery,
  brandUsesQuery,
  createQueryClient,
  creditsQuery,
  type DeliveryFilter,
  dashboardQuery,
  deliveriesQuery,
  deliveryPresetsQuery,
  deliverySheetQuery,
  framingQuery,
  jobLogQuery,
  jobQuery,
  jobsQueryOf,
  meQuery,
  operatorQueuesQuery,
  productTemplatesQuery,
  projectsQuery,
  projectsQueryOf,
  queueStatusQueryOf,
  recentJobsQuery,
  type Scope,
  setupQuery,
  staleProjectsQuery,
  treeQuery,
  unansweredJobsQuery,
} from './queries.ts';
export type { RouteName } from './routes.ts';
export type * from './types.ts';
export { sendFile, type UploadProgress, uploadFile } from './upload.ts';
