const ID = '0199c4a0-7d3e-7c11-9a55-3f2b1c8e4d70';
const OTHER_ID = '0199c4a0-9f10-7b2e-8c41-6a0d5e7f2b13';
const FILM = {
  brief: 'Sable leather bag, hand stitched in small series. $240. Order today.',
  pictures: [ID],
  seconds: 15,
  language: 'en',
  ratios: ['16:9', '9:16'],
};
const PERSON = { name: 'Noa Levi', email: 'noa@example.com', password: 'a long sentence nobody guesses' };

/** One body a route that takes one, by operation. A test parses each with the route's own schema. */
export const EXAMPLE_BODIES: Readonly<Record<string, unknown>> = {
  createOwner: { token: 'TOKEN_OF_THE_SETUP_LINK', organizationName: 'Studio Levi', ...PERSON },
  register: { organizationName: 'Studio Levi', ...PERSON },
  signIn: { email: PERSON.email, password: PERSON.password },
  forgotPassword: { email: PERSON.email },
  resetPassword: { token: 'TOKEN_OF_THE_RESET_LINK', password: PERSON.password },
  verifyEmail: { token: 'TOKEN_OF_THE_VERIFICATION_LINK' },
  finishSignIn: { ticket: 'TICKET_OF_THE_SIGN_IN', code: '492039' },
  changePassword: { currentPassword: PERSON.password, password: 'another sentence nobody guesses' },
  beginSecondFactor: { password: PERSON.password },
  confirmSecondFactor: { code: '492039' },
  turnOffSecondFactor: { password: PERSON.password, code: '492039' },
  renewRecoveryCodes: { password: PERSON.password },
  updateMe: { name: 'Noa Levi', language: 'he' },
  switchOrganization: { organizationId: ID },
  createOrganization: { name: 'Second studio' },
  updateOrganization: { name: 'Studio Levi', editorsEditAll: false },
  updateMember: { role: 'editor' },
  createInvitation: { email: 'dan@example.com', role: 'editor' },
  acceptInvitation: { name: 'Dan Cohen', password: PERSON.password },
  createApiKey: { name: 'Night batch', scopes: ['films:write', 'assets:write', 'read'] },
  createAsset: { name: 'mark.svg', dataUri: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0i…' },
  createUpload: { name: 'bag.jpg', sizeBytes: 2_480_133 },
  importAsset: { url: 'https://example.com/pictures/bag.jpg' },
  createBrand: { name: 'Sable' },
  updateBrand: { callToAction: 'Order today', wordsToAvoid: ['cheap'] },
  addBrandFile: { kind: 'font', assetId: OTHER_ID, licence: 'Bought for films, invoice 204' },
  updateBrandFile: { name: 'Award 2026' },
  createProduct: {
    kind: 'garment',
    name: 'Linen shirt',
    sku: 'LS-100',
    price: { amountMinor: 8900, currency: 'EUR' },
    tags: ['summer'],
    attributes: [{ key: 'Material', type: 'text', value: 'linen' }],
    media: [{ assetId: ID }],
  },
  updateProduct: { status: 'active' },
  bulkEditProducts: { ids: [ID, OTHER_ID], change: { action: 'add_tags', tags: ['summer'] } },
  setProductVariants: {
    variants: [
      { size: 'M', colour: 'Sand', sku: 'LS-100-M' },
      { size: 'L', colour: 'Sand' },
    ],
  },
  addProductMedia: { media: [{ assetId: ID, role: 'front' }, { assetId: OTHER_ID }] },
  updateProductMedia: { role: 'hero', altText: 'A sand-coloured linen shirt from the front' },
  reorderProductMedia: { mediaIds: [OTHER_ID, ID] },
  groupProductFiles: { files: [{ name: 'linen-shirt_front.jpg' }, { name: 'linen-shirt_back.jpg' }] },
  createProductImport: { name: 'spring.csv', dataUri: 'data:text/csv;base64,bmFtZSxwcmljZQ…' },
  rereadProductImport: { encoding: 'windows-1255' },
  setProductImportArchive: { uploadId: OTHER_ID },
  previewProductImport: {
    mapping: {
      columns: ['sku', 'name', 'price', null, 'attribute:Material'],
      defaults: { kind: 'garment', currency: 'EUR' },
    },
    corrections: [{ row: 14, column: 2, value: '12.50' }],
  },
  createSavedView: {
    screen: 'products',
    name: 'Summer without films',
    query: 'tag=summer&hasFilms=false',
    isShared: true,
  },
  updateSavedView: { name: 'Summer, to film' },
  createWebhook: { name: 'Stock system', url: 'https://example.com/kinora', eventTypes: ['job.completed'] },
  updateWebhook: { eventTypes: ['job.completed', 'job.failed'] },
  createProject: FILM,
  updateProject: { name: 'Autumn film' },
  planFilm: FILM,
  updateShot: { narration: 'Stitched by hand, one by one.' },
  quoteFilm: FILM,
  createFilm: { input: FILM, maxCredits: 10 },
  refreshFilm: { shotIds: [OTHER_ID], maxCredits: 10 },
  updateJob: { priority: 5 },
  setQueuePaused: { isPaused: true },
};

/** Values of path parameters in the examples. */
export const EXAMPLE_PARAMETERS: Readonly<Record<string, string>> = {
  id: ID,
  fileId: OTHER_ID,
  mediaId: OTHER_ID,
  part: '1',
  token: 'TOKEN_OF_THE_LINK',
};
