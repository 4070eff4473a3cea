export type { Me } from './accounts.ts';
export { accountRoutes, apiKey, invitation, me, member, membership, organization, session, user } from './accounts.ts';
export type { Asset, AssetKind, Brand } from './assets.ts';
export { asset, assetKind, assetRoutes, brand, brandRoutes, SMALL_FILE_BYTES, upload } from './assets.ts';
export type { Problem } from './common.ts';
export { cursorQuery, page, problem } from './common.ts';
export type { Project, ProjectStatus, ProjectTree, Scene, Shot, Take } from './projects.ts';
export {
  project,
  projectFile,
  projectRoutes,
  projectStatus,
  projectTree,
  scene,
  shot,
  shotState,
  take,
} from './projects.ts';
export type { RouteDefinition } from './route.ts';
export { defineRoutes } from './route.ts';
export { creditRoutes, eventRoutes, jobRoutes, transaction, wallet } from './work.ts';
