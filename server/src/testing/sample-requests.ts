import type { RouteDefinition } from '@kinora/contract';
import {
  accountRoutes,
  assetRoutes,
  auditRoutes,
  billingRoutes,
  brandRoutes,
  budgetRoutes,
  catalogueRoutes,
  comfyServerRoutes,
  connectionRoutes,
  creditRoutes,
  dashboardRoutes,
  deliveryRoutes,
  heldRoutes,
  jobRoutes,
  notificationRoutes,
  presenceRoutes,
  productImportRoutes,
  productTemplateRoutes,
  projectRoutes,
  safetyRoutes,
  savedViewRoutes,
  webhookRoutes,
} from '@kinora/contract';

/** Every route of the contract that answers a plain request; streams and sockets have tests of their own. */
/** One pixel. */
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export const ALL_ROUTES: readonly RouteDefinition[] = Object.values({
  ...accountRoutes,
  ...assetRoutes,
  ...brandRoutes,
  ...catalogueRoutes,
  ...productImportRoutes,
  ...productTemplateRoutes,
  ...safetyRoutes,
  ...savedViewRoutes,
  ...webhookRoutes,
  ...auditRoutes,
  ...connectionRoutes,
  ...heldRoutes,
  ...comfyServerRoutes,
  ...projectRoutes,
  ...deliveryRoutes,
  ...jobRoutes,
  ...creditRoutes,
  ...budgetRoutes,
  ...billingRoutes,
  ...dashboardRoutes,
  ...notificationRoutes,
  ...presenceRoutes,
});

/** Ids of one organization's things, one of each kind that a path or a body may name. */
export type Things = {
  organization: string;
  member: string;
  session: string;
  invitation: string;
  invitationToken: string;
  apiKey: string;
  asset: string;
  upload: string;
  brand: string;
  brandFile: string;
  product: string;
  productMedia: string;
  productEdit: string;
  productImport: string;
  productTemplate: string;
  savedView: string;
  safetyDecision: string;
  consent: string;
  webhook: string;
  webhookDelivery: string;
  delivery: string;
  connection: string;
  comfyServer: string;
  comfyWorkflow: string;
  intent: string;
  project: string;
  shot: string;
  take: string;
  job: string;
  budget: string;
};

type Sample = { params?: Record<string, string | number>; query?: Record<string, string>; body?: object };

const film = { brief: 'A linen shirt that breathes. 39 euros.', seconds: 15, music: 'none', ratios: ['16:9'] };
const password = 'a long password';

/** A request that its route takes, about the things given. A route of the contract without one fails the tests. */
export function sampleRequests(things: Things): Record<string, Sample> {
  const { asset, brand, product, project, shot, job } = things;
  const input = { ...film, brandId: brand, projectId: project };
  const pictureAct = {
    act: 'cut_out',
    assetId: asset,
    connection: 'operator:fal',
    model: 'fal-ai/bria/background/remove',
  };
  const productFilm = {
    template: 'runway',
    templateId: things.productTemplate,
    pictures: [asset],
    brandId: brand,
    seconds: 5,
    music: 'none',
    ratios: ['16:9'],
  };
  const of = (id: string, body?: object): Sample => (body ? { params: { id }, body } : { params: { id } });
  return {
    getSetup: {},
    createOwner: {
      body: {
        token: 'x'.repeat(43),
        name: 'N',
        email: 'n@example.test',
        password,
        organizationName: 'N',
        withSample: false,
      },
    },
    register: { body: { name: 'N', email: 'owner@example.test', password } },
    signIn: { body: { email: 'not.known@example.test', password } },
    finishSignIn: { body: { ticket: 'x'.repeat(43), code: '123456' } },
    signOut: {},
    forgotPassword: { body: { email: 'not.known@example.test' } },
    resetPassword: { body: { token: 'x'.repeat(43), password } },
    verifyEmail: { body: { token: 'x'.repeat(43) } },
    resendVerification: {},
    getMe: {},
    updateMe: { body: { language: 'en' } },
    setAvatar: { body: { picture: PIXEL } },
    deleteAvatar: {},
    changePassword: { body: { currentPassword: 'not the right one', password } },
    getSecondFactor: {},
    beginSecondFactor: { body: { password: 'not the right one' } },
    confirmSecondFactor: { body: { code: '123456' } },
    turnOffSecondFactor: { body: { password: 'not the right one', code: '123456' } },
    renewRecoveryCodes: { body: { password: 'not the right one' } },
    switchOrganization: { body: { organizationId: things.organization } },
    listSessions: {},
    deleteSession: of(things.session),
    createOrganization: { body: { name: 'Another' } },
    getOrganization: {},
    updateOrganization: { body: { editorsEditAll: true } },
    listMembers: {},
    getAvatar: of(things.member),
    updateMember: of(things.member, { role: 'viewer' }),
    deleteMember: of(things.member),
    listInvitations: {},
    createInvitation: { body: { email: 'new@example.test', role: 'viewer' } },
    deleteInvitation: of(things.invitation),
    readInvitation: { params: { token: things.invitationToken } },
    acceptInvitation: { params: { token: 'x'.repeat(43) }, body: { name: 'N', password } },
    listApiKeys: {},
    createApiKey: { body: { name: 'Another', scopes: ['read'] } },
    deleteApiKey: of(things.apiKey),
    listAssets: {},
    getAsset: of(asset),
    getAssetFacets: {},
    updateAsset: of(asset, { name: 'renamed.png', licence: 'Our own photograph' }),
    bulkEditAssets: { body: { ids: [asset], change: { action: 'delete' } } },
    deleteAsset: of(asset),
    restoreAsset: of(asset),
    createAsset: {
      body: { name: 'a.svg', dataUri: 'data:,%3Csvg%20width%3D%2299%22%3E%3C%2Fsvg%3E', projectId: project },
    },
    createUpload: { body: { name: 'a.png', sizeBytes: 10, projectId: project } },
    getUpload: of(things.upload),
    putUploadPart: { params: { id: things.upload, part: 1 } },
    completeUpload: of(things.upload),
    deleteUpload: of(things.upload),
    importAsset: { body: { url: 'http://127.0.0.1:1/a.png', projectId: project } },
    listBrands: {},
    createBrand: { body: { name: 'Brand', logoAssetId: asset } },
    getBrand: of(brand),
    updateBrand: of(brand, { name: 'Brand', logoAssetId: asset }),
    deleteBrand: of(brand),
    restoreBrand: of(brand),
    addBrandFile: of(brand, { kind: 'badge', assetId: asset }),
    updateBrandFile: { params: { id: brand, fileId: things.brandFile }, body: { name: 'Award' } },
    deleteBrandFile: { params: { id: brand, fileId: things.brandFile } },
    proposePalette: of(asset),
    thinkOfLogos: of(brand, { about: 'Leather bags' }),
    writeLogoIdeas: of(brand, {
      about: 'Leather bags',
      connection: things.connection,
      model: 'gpt-5.4-mini',
      maxCredits: 0,
    }),
    getBrandUses: of(brand),
    previewBrand: { params: { id: brand }, query: { ratio: '1:1', width: '64' } },
    createSample: { query: { language: 'en' } },
    listProducts: { query: { q: 'linen', kind: 'garment', sort: 'relevance' } },
    createProduct: { body: { kind: 'garment', name: 'Shirt', brandId: brand, media: [{ assetId: asset }] } },
    getProduct: of(product),
    updateProduct: of(product, { name: 'Linen', brandId: brand }),
    deleteProduct: of(product),
    restoreProduct: of(product),
    duplicateProduct: of(product),
    getProductFacets: {},
    bulkEditProducts: { body: { ids: [product], change: { action: 'set_brand', brandId: brand } } },
    undoBulkEdit: of(things.productEdit),
    setProductVariants: of(product, { variants: [{ size: 'M', colour: 'Red' }] }),
    addProductMedia: of(product, { media: [{ assetId: asset, role: 'front' }] }),
    updateProductMedia: { params: { id: product, mediaId: things.productMedia }, body: { role: 'hero' } },
    reorderProductMedia: of(product, { mediaIds: [things.productMedia] }),
    deleteProductMedia: { params: { id: product, mediaId: things.productMedia } },
    createProductCutout: { params: { id: product, mediaId: things.productMedia } },
    groupProductFiles: { body: { files: [{ name: 'linen/front.jpg' }] } },
    createProductImport: { body: { name: 'products.csv', dataUri: 'data:,name%0ALinen' } },
    listProductImports: {},
    getProductImport: of(things.productImport),
    rereadProductImport: of(things.productImport, { encoding: 'windows-1255' }),
    setProductImportArchive: of(things.productImport, { uploadId: things.upload }),
    previewProductImport: of(things.productImport, { mapping: { columns: ['name'] } }),
    listProductImportFaults: of(things.productImport),
    runProductImport: of(things.productImport),
    cancelProductImport: of(things.productImport),
    undoProductImport: of(things.productImport),
    exportProducts: {},
    listProductTemplates: {},
    duplicateProductTemplate: { body: { copyOf: things.productTemplate, name: 'Slow walk', brandId: brand } },
    updateProductTemplate: of(things.productTemplate, { parameters: { pace: 0.8 }, brandId: brand }),
    deleteProductTemplate: of(things.productTemplate),
    restoreProductTemplate: of(things.productTemplate),
    planProductFilm: { body: productFilm },
    listSavedViews: { query: { screen: 'products' } },
    getSafetyPolicy: {},
    updateSafetyPolicy: { body: { level: 'standard' } },
    listSafetyDecisions: {},
    appealSafetyDecision: of(things.safetyDecision, { text: 'It is a colour.' }),
    decideSafetyAppeal: of(things.safetyDecision, { outcome: 'upheld' }),
    listConsents: {},
    createConsent: { body: { personName: 'Noa Levi', kind: 'face', scope: 'Films of 2027', proof: 'Folder 12' } },
    revokeConsent: of(things.consent),
    createSavedView: { body: { screen: 'products', name: 'Mine', query: 'status=active' } },
    updateSavedView: of(things.savedView, { name: 'Mine' }),
    deleteSavedView: of(things.savedView),
    listAudit: {},
    exportAudit: {},
    listWebhooks: {},
    createWebhook: { body: { name: 'Stock', url: 'http://127.0.0.1:1/hook', eventTypes: ['job.completed'] } },
    // A closed door at once: the key is tried before anything is kept.
    createConnection: {
      body: { provider: 'replicate', name: 'Studio', secret: 'r8_not_a_key', baseUrl: 'http://127.0.0.1:1' },
    },
    updateConnection: of(things.connection, { name: 'Studio account' }),
    replaceConnectionSecret: of(things.connection, { secret: 'r8_not_a_key' }),
    testConnection: of(things.connection),
    deleteConnection: of(things.connection),
    listConnections: {},
    listModels: {},
    listComfyServers: {},
    createComfyServer: { body: { name: 'gpu-9', kind: 'direct', baseUrl: 'http://127.0.0.1:1' } },
    updateComfyServer: of(things.comfyServer, { isDraining: true }),
    lookAtComfyServer: of(things.comfyServer),
    renewComfyAgentKey: of(things.comfyServer),
    deleteComfyServer: of(things.comfyServer),
    listComfyWorkflows: {},
    // Of the editor's own form: told apart, and nothing is kept.
    importComfyWorkflow: { body: { name: 'Look', workflow: { nodes: [] } } },
    renameComfyWorkflow: of(things.comfyWorkflow, { name: 'Other' }),
    deleteComfyWorkflow: of(things.comfyWorkflow),
    listJobIntents: of(things.job),
    decideIntent: of(things.intent, { decision: 'close' }),
    enhancePrompt: { body: { kind: 'picture', prompt: 'A chair', language: 'en' } },
    writeScript: of(things.project, { connection: things.connection, model: 'gpt-5.4-mini', maxCredits: 0 }),
    writePlan: of(things.project, { connection: things.connection, model: 'gpt-5.4-mini', maxCredits: 0 }),
    createFilmPlan: {
      body: { input: { film, connection: things.connection, model: 'gpt-5.4-mini' }, maxCredits: 0 },
    },
    writeShotPrompt: of(things.shot, {
      projectId: things.project,
      kind: 'picture',
      connection: things.connection,
      model: 'gpt-5.4-mini',
      maxCredits: 0,
    }),
    makeShotPicture: of(things.shot, {
      projectId: things.project,
      connection: things.connection,
      model: 'black-forest-labs/flux-schnell',
      maxCredits: 0,
    }),
    finishShots: of(project, {
      shotIds: [shot],
      what: 'picture',
      connection: things.connection,
      model: 'black-forest-labs/flux-dev',
      maxCredits: 0,
    }),
    listRoutes: { query: { what: 'motion', projectId: project } },
    listRouteChoices: { query: { projectId: project } },
    setRouteChoices: { body: { projectId: project, items: [] } },
    makeShotMotion: of(things.shot, {
      projectId: things.project,
      connection: things.connection,
      model: 'bytedance/seedance-1-pro',
      maxCredits: 0,
    }),
    updateWebhook: of(things.webhook, { name: 'Stock' }),
    deleteWebhook: of(things.webhook),
    renewWebhookSecret: of(things.webhook),
    testWebhook: of(things.webhook),
    listWebhookDeliveries: of(things.webhook),
    getWebhookDelivery: of(things.webhookDelivery),
    replayWebhookDelivery: of(things.webhookDelivery),
    listProjects: { query: { scope: 'organization' } },
    createProject: { body: { ...film, name: 'Linen', brandId: brand, pictures: [asset] } },
    getProject: of(project),
    getProjectTree: of(project),
    updateProject: of(project, { name: 'Linen' }),
    deleteProject: of(project),
    restoreProject: of(project),
    planFilm: { body: { ...film, brandId: brand } },
    updateShot: of(shot, { title: 'Shot', selectedVideoTakeId: things.take }),
    previewShot: { params: { id: shot }, query: { width: '64', ratio: '16:9', frame: '1' } },
    listProjectFiles: of(project),
    downloadProject: of(project),
    getTimeline: of(project),
    listDeliveryPresets: {},
    getDeliverySheet: { params: { id: project }, query: { placements: 'youtube@16:9' } },
    setFilmCover: { params: { id: project, ratio: '16:9' }, body: { kind: 'picture', assetId: asset } },
    getFraming: { params: { id: project, ratio: '16:9' } },
    setFraming: {
      params: { id: project, ratio: '16:9', shotId: things.shot },
      body: { path: [] },
    },
    setAiLabel: of(project, { ratios: ['16:9'] }),
    setPostText: {
      params: { id: project, network: 'instagram' },
      body: { title: '', text: 'Linen that breathes.', hashtags: ['linen'] },
    },
    resetPostText: { params: { id: project, network: 'instagram' } },
    recordDeliveries: of(project, { placements: [{ presetId: 'youtube', ratio: '16:9' }], way: 'marked' }),
    listProjectDeliveries: of(project),
    listDeliveries: { query: { projectId: project, ratio: '16:9' } },
    downloadDeliveries: { query: { ids: things.delivery } },
    quoteFilm: { body: input },
    createFilm: { body: { input, maxCredits: 0 } },
    quoteProductFilm: { body: productFilm },
    quotePictureAct: { body: pictureAct },
    createPictureAct: { body: { input: pictureAct, maxCredits: 0 } },
    createProductFilm: { body: { input: { ...productFilm, projectId: project }, maxCredits: 0 } },
    refreshFilm: of(project, { maxCredits: 0, shotIds: [shot] }),
    listJobs: { query: { projectId: project } },
    getJob: of(job),
    getJobLog: of(job),
    bulkJobs: { body: { action: 'raise', ids: [job] } },
    clearQueue: { body: { dryRun: true } },
    updateJob: of(job, { priority: 1 }),
    cancelJob: of(job),
    retryJob: of(job),
    deleteJob: of(job),
    restoreJob: of(job),
    getQueueStatus: {},
    getOperatorQueues: {},
    listHeld: {},
    getHeld: of(things.intent),
    copyHeld: of(things.intent),
    deleteHeld: of(things.intent),
    setRunningLimit: { body: { maxRunning: null } },
    setQueuePaused: { body: { isPaused: false } },
    getCredits: {},
    listTransactions: { query: { projectId: project } },
    exportTransactions: {},
    listCosts: {},
    listBudgets: {},
    getBilling: {},
    createCheckout: { body: { pack: 'pack_100' } },
    openBillingPortal: {},
    createBudget: { body: { projectId: project, limit: 10 } },
    updateBudget: of(things.budget, { limit: 20 }),
    deleteBudget: of(things.budget),
    getDashboard: {},
    listNotifications: {},
    markNotificationsRead: { body: {} },
    getNotificationSettings: {},
    setNotificationSettings: { body: { muted: ['done'], digest: 'off' } },
    tellPresence: { body: { tab: '0199c4a0-7d3e-7c11-9a55-3f2b1c8e4d70', place: null } },
  };
}
