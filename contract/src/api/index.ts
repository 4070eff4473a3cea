export type { Me } from './accounts.ts';
export { accountRoutes, apiKey, invitation, me, member, membership, organization, session, user } from './accounts.ts';
export type { Asset, AssetKind } from './asset.ts';
export { asset, assetKind, assetOrigin } from './asset.ts';
export type { AssetDetail, AssetUse } from './asset-detail.ts';
export type { AssetFacets, AssetFilter, AssetSort, RefusedAsset } from './asset-library.ts';
export { ASSET_BULK_MAX } from './asset-library.ts';
export { assetRoutes, SMALL_FILE_BYTES, upload } from './assets.ts';
export type { AuditAction, AuditEntry } from './audit.ts';
export { auditAction, auditEntry, auditRoutes } from './audit.ts';
export { billing, billingRoutes, stripeRoutes } from './billing.ts';
export type { Brand, BrandBody, BrandChange, BrandFile, KitFont, KitFonts, PaletteProposal } from './brands.ts';
export { brand, brandFile, brandRoutes, brandUses, kitFont, kitFonts, paletteProposal } from './brands.ts';
export type { Budget, BudgetBody } from './budgets.ts';
export { budget, budgetRoutes } from './budgets.ts';
export type {
  BulkChange,
  Price,
  Product,
  ProductAttribute,
  ProductBody,
  ProductChange,
  ProductFacets,
  ProductFilter,
  ProductId,
  ProductKind,
  ProductMedia,
  ProductSort,
  ProductStatus,
  ProductSummary,
  ProductVariant,
  VariantBody,
} from './catalogue.ts';
export {
  bulkChange,
  catalogueRoutes,
  fitsRole,
  MODEL_MEDIA_TYPE,
  mediaOfVariant,
  PRODUCT_LIMITS,
  price,
  product,
  productAttribute,
  productBody,
  productChange,
  productFacets,
  productFilter,
  productId,
  productKind,
  productMedia,
  productSort,
  productStatus,
  productSummary,
  productTag,
  productVariant,
} from './catalogue.ts';
export type { ComfyCompletion, ComfyServer, ComfyTask, ComfyWorkflow } from './comfy-servers.ts';
export { comfyAgentRoutes, comfyServer, comfyServerRoutes, comfyTask, comfyWorkflow } from './comfy-servers.ts';
export type { Problem } from './common.ts';
export { cursorQuery, page, problem } from './common.ts';
export type { Connection, OfferedModel } from './connections.ts';
export { connection, connectionRoutes, offeredModel, providerWebhookRoutes } from './connections.ts';
export type { TransactionKind } from './credits.ts';
export { creditRoutes, transaction, transactionKind, wallet } from './credits.ts';
export type { WeekFigures } from './dashboard.ts';
export { dashboardRoutes, weekFigures } from './dashboard.ts';
export type {
  AiLabel,
  Delivery,
  DeliveryColumn,
  DeliverySheet,
  FilmCover,
  FramingSheet,
  Placement,
  PostText,
  ShotFraming,
} from './deliveries.ts';
export {
  delivery,
  deliveryRoutes,
  deliverySheet,
  deliveryWay,
  filmCover,
  framingSheet,
  MOST_DELIVERIES_IN_ZIP,
  placement,
  postText,
  postTextBody,
} from './deliveries.ts';
export type { GroupedProduct } from './group-files.ts';
export { groupFilesByProduct } from './group-files.ts';
export type { HeldItem, HeldLook } from './held.ts';
export { heldItem, heldLook, heldRoutes } from './held.ts';
export type { MediaRole } from './media-role.ts';
export { mediaRole } from './media-role.ts';
export type { Notification, NotificationKind } from './notifications.ts';
export { notification, notificationKind, notificationRoutes } from './notifications.ts';
export { presenceEventData, presencePlace, presenceRoutes } from './presence.ts';
export type {
  ImportCorrection,
  ImportFault,
  ImportField,
  ImportMapping,
  ImportPreview,
  ImportState,
  ProductImport,
  TableDelimiterName,
} from './product-imports.ts';
export {
  importField,
  importMapping,
  importPreview,
  PRODUCT_FIELDS,
  productImport,
  productImportRoutes,
  tableDelimiter,
  tableEncoding,
  VARIANT_FIELDS,
} from './product-imports.ts';
export type { SavedTemplate } from './product-templates.ts';
export { productTemplateRoutes, savedTemplate } from './product-templates.ts';
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
export type { OrderedThing, RankedRoute, RouteChoice } from './route-choices.ts';
export { orderedThing, rankedRoute, routeChoice } from './route-choices.ts';
export { safetyRoutes } from './safety.ts';
export type { SavedView } from './saved-views.ts';
export { savedView, savedViewRoutes } from './saved-views.ts';
export type { Webhook, WebhookDelivery, WebhookEventType } from './webhooks.ts';
export { webhook, webhookDelivery, webhookDeliveryDetail, webhookEventType, webhookRoutes } from './webhooks.ts';
export type { BulkJobsResult, JobGroup, OperatorQueues, QueueStatus } from './work.ts';
export { eventRoutes, jobRoutes } from './work.ts';
