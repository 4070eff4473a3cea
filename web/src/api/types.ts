import type {
  accountRoutes,
  apiKey,
  assetRoutes,
  auditRoutes,
  billing,
  billingRoutes,
  brandRoutes,
  budgetRoutes,
  catalogueRoutes,
  comfyServerRoutes,
  connectionRoutes,
  creditRoutes,
  dashboardRoutes,
  deliveryRoutes,
  filmRequest,
  heldRoutes,
  invitation,
  jobRoutes,
  member,
  notificationRoutes,
  presenceRoutes,
  productFilmInput,
  productImportRoutes,
  productTemplateRoutes,
  projectFile,
  projectRoutes,
  safetyRoutes,
  savedViewRoutes,
  session,
  storyboard,
  storyboardScene,
  storyboardShot,
  transaction,
  upload,
  wallet,
  webhookDeliveryDetail,
  webhookRoutes,
} from '@kinora/contract';
import type { z } from 'zod';
import type { RouteName } from './routes.ts';

type Tables = typeof accountRoutes &
  typeof assetRoutes &
  typeof auditRoutes &
  typeof brandRoutes &
  typeof catalogueRoutes &
  typeof connectionRoutes &
  typeof heldRoutes &
  typeof comfyServerRoutes &
  typeof creditRoutes &
  typeof budgetRoutes &
  typeof billingRoutes &
  typeof jobRoutes &
  typeof productTemplateRoutes &
  typeof projectRoutes &
  typeof webhookRoutes &
  typeof notificationRoutes &
  typeof presenceRoutes &
  typeof dashboardRoutes &
  typeof deliveryRoutes &
  typeof productImportRoutes &
  typeof safetyRoutes &
  typeof savedViewRoutes;

/** This app never asks for a dry run of a job route, which would answer a quote with 200. */
type Answered<R, A> = R extends { dryRun: true } ? Exclude<keyof A, 200> : keyof A;
type SuccessOf<R> = R extends { responses: infer A } ? A[Answered<R, A>] : never;
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<R, Part extends string> = R extends { [K in Part]: infer S extends z.ZodType } ? z.input<S> : never;

export type QueueStatus = AnswerOf<'getQueueStatus'>;
export type OperatorQueues = AnswerOf<'getOperatorQueues'>;
export type JobGroup = keyof QueueStatus['groups'];

export type AnswerOf<N extends RouteName> = Parsed<SuccessOf<Tables[N]>>;
export type BodyOf<N extends RouteName> = Given<Tables[N], 'body'>;

/** What a call takes besides its name. `ifMatch` is the revision the edit was based on. */
export type CallInput<N extends RouteName> = {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: BodyOf<N>;
  ifMatch?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

export type {
  AiLabel,
  Asset,
  AssetDetail,
  AssetFacets,
  AssetKind,
  AssetSort,
  AssetUse,
  AuditAction,
  AuditEntry,
  Brand,
  BrandChange,
  Budget,
  Capability,
  ComfyServer,
  ComfyWorkflow,
  Connection,
  Consent,
  Delivery,
  DeliveryColumn,
  DeliveryPreset,
  DeliverySheet,
  FilmCheck,
  FilmCover,
  FilmReport,
  FramingKey,
  FramingSheet,
  GenerationIntent,
  HeldItem,
  ImportCorrection,
  ImportFault,
  ImportField,
  ImportPreview,
  Job,
  JobLogLine,
  JobTree,
  KitFont,
  Language,
  LogoIdea,
  LogoIdeas,
  Me,
  MediaRole,
  Network,
  Notification,
  NotificationKind,
  OfferedModel,
  PaletteProposal,
  Placement,
  PostText,
  Price,
  Problem,
  Product,
  ProductAttribute,
  ProductFacets,
  ProductImport,
  ProductKind,
  ProductMedia,
  ProductSort,
  ProductStatus,
  ProductSummary,
  ProductTemplate,
  ProductVariant,
  Project,
  ProjectTree,
  Quote,
  RankedRoute,
  Ratio,
  RefusedAsset,
  Role,
  RouteChoice,
  SafetyDecision,
  SafetyPolicy,
  SavedTemplate,
  SavedView,
  Scene,
  Shot,
  ShotFraming,
  StreamEvent,
  Take,
  TemplateKind,
  TemplateParameters,
  TemplateShot,
  TransactionKind,
  Webhook,
  WebhookDelivery,
  WebhookEventType,
  WeekFigures,
} from '@kinora/contract';
export type ProductFilmForm = z.input<typeof productFilmInput>;
export type FilmForm = z.input<typeof filmRequest>;
export type Storyboard = z.output<typeof storyboard>;
export type StoryboardScene = z.output<typeof storyboardScene>;
export type StoryboardShot = z.output<typeof storyboardShot>;
export type Member = z.output<typeof member>;
export type Invitation = z.output<typeof invitation>;
export type Session = z.output<typeof session>;
export type ApiKey = z.output<typeof apiKey>;
export type Upload = z.output<typeof upload>;
export type Billing = z.output<typeof billing>;
export type CreditMovement = z.output<typeof transaction>;
export type Wallet = z.output<typeof wallet>;
export type ProjectFile = z.output<typeof projectFile>;
export type SecondStep = Extract<AnswerOf<'signIn'>, { ticket: string }>;
export type WebhookDeliveryDetail = z.output<typeof webhookDeliveryDetail>;
export type ProviderFacts = AnswerOf<'listConnections'>['providers'][number];
