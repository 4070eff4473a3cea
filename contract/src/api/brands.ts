import { z } from 'zod';
import { logoBrief, logoIdeas } from '../logo-ideas.ts';
import { assetId, hexColour, isoTime, language, projectId, ratio } from '../primitives.ts';
import { watermark } from '../render-plan.ts';
import { briefFacts } from '../storyboard.ts';
import { asset } from './asset.ts';
import { defineRoutes } from './route.ts';

/** A font of the shelf by its family, or one the brand brought. */
export const kitFont = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shelf'), family: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('file'), fileId: z.uuid() }),
]);
export type KitFont = z.infer<typeof kitFont>;

const perScript = z.object({
  latin: kitFont.nullable(),
  hebrew: kitFont.nullable(),
  arabic: kitFont.nullable(),
});
/** Null leaves the choice to the engine, which takes a companion that fits. */
export const kitFonts = z.object({ display: perScript, text: perScript });
export type KitFonts = z.infer<typeof kitFonts>;

const anchor = watermark.shape.anchor;
/** Offsets, scale and margin are shares of the frame's short side; offsets move the mark right and down from its anchor. */
const watermarkFields = z.object({
  isOn: z.boolean(),
  /** The badge that is the mark; null for the logo. */
  fileId: z.uuid().nullable(),
  anchor,
  offsetX: z.number().min(-2).max(2),
  offsetY: z.number().min(-2).max(2),
  scale: z.number().min(0.02).max(0.5),
  opacity: z.number().min(0.05).max(1),
  margin: z.number().min(0).max(0.2),
});
const { fileId, offsetX, offsetY } = watermarkFields.shape;
/** Left out of a whole mark they are these; left out of a change they stay as they are. */
const brandWatermark = watermarkFields.extend({
  fileId: fileId.default(null),
  offsetX: offsetX.default(0),
  offsetY: offsetY.default(0),
});

/** A badge (a picture, perhaps with one for dark grounds) or a font with the owner's note on its licence. */
export const brandFile = z
  .object({
    id: z.uuid(),
    kind: z.enum(['badge', 'font']),
    name: z.string(),
    assetId,
    url: z.string().nullable(),
    onDarkAssetId: assetId.nullable(),
    onDarkUrl: z.string().nullable(),
    licence: z.string().nullable(),
    /** Scripts a font holds letters of; empty for a badge. */
    scripts: z.array(z.enum(['latin', 'hebrew', 'arabic'])),
  })
  .meta({ id: 'BrandFile' });
export type BrandFile = z.infer<typeof brandFile>;

export const brand = z
  .object({
    id: z.uuid(),
    name: z.string(),
    logoAssetId: assetId.nullable(),
    logoUrl: z.string().nullable(),
    /** The logo for dark grounds. */
    logoOnDarkAssetId: assetId.nullable(),
    logoOnDarkUrl: z.string().nullable(),
    colours: z.array(z.string()),
    fonts: kitFonts,
    files: z.array(brandFile),
    isSample: z.boolean(),
    watermark: brandWatermark,
    tone: briefFacts.shape.tone.nullable(),
    wordsToUse: z.array(z.string()),
    wordsToAvoid: z.array(z.string()),
    prompt: z.string(),
    negativePrompt: z.string(),
    callToAction: z.string().nullable(),
    legalLine: z.string().nullable(),
    /** Films that are made with this kit. */
    filmCount: z.int(),
    revision: z.int(),
    createdAt: isoTime,
  })
  .meta({ id: 'Brand' });
export type Brand = z.infer<typeof brand>;

const words = z.array(z.string().trim().min(1).max(60)).max(60);
const brandBody = z.object({
  name: z.string().trim().min(1).max(60),
  logoAssetId: assetId.nullable().optional(),
  logoOnDarkAssetId: assetId.nullable().optional(),
  colours: z.array(hexColour).max(8).optional(),
  fonts: kitFonts.optional(),
  watermark: brandWatermark.optional(),
  tone: briefFacts.shape.tone.nullable().optional(),
  wordsToUse: words.optional(),
  wordsToAvoid: words.optional(),
  /** Added to every picture prompt, and to every negative prompt. */
  prompt: z.string().max(1000).optional(),
  negativePrompt: z.string().max(1000).optional(),
  callToAction: z.string().max(120).nullable().optional(),
  legalLine: z.string().max(160).nullable().optional(),
});
export type BrandBody = z.infer<typeof brandBody>;
const brandChange = brandBody.partial().extend({ watermark: watermarkFields.partial().optional() });
export type BrandChange = z.infer<typeof brandChange>;

/** Colours found in a picture, most of it first, with the contrast of text in black and white on each. */
export const paletteProposal = z.object({
  colours: z.array(
    z.object({
      colour: hexColour,
      /** Share of the picture, 0–1. */
      share: z.number(),
      contrastOnWhite: z.number(),
      contrastOnBlack: z.number(),
    }),
  ),
});
export type PaletteProposal = z.infer<typeof paletteProposal>;

/** Films made with a kit. `outOfDate` of them show something older than it says. */
export const brandUses = z.object({
  films: z.int(),
  outOfDate: z.int(),
  /** Films out of date, last changed first; at most 50. */
  items: z.array(
    z.object({
      projectId,
      name: z.string(),
      /** Shots that would be drawn again. */
      shots: z.int(),
      /** Only the watermark changed: the films are cut again from the shots they have. */
      isMarkOnly: z.boolean(),
    }),
  ),
});

const id = z.object({ id: z.uuid() });
const fileIds = z.object({ id: z.uuid(), fileId: z.uuid() });
const licence = z.string().trim().min(1).max(400);

export const brandRoutes = defineRoutes({
  listBrands: {
    method: 'GET',
    path: '/brands',
    operationId: 'listBrands',
    tag: 'brands',
    summary: 'Brands',
    access: 'brands.read',
    responses: { 200: z.object({ items: z.array(brand) }) },
  },
  createBrand: {
    method: 'POST',
    path: '/brands',
    operationId: 'createBrand',
    tag: 'brands',
    summary: 'Create a brand',
    access: 'brands.write',
    body: brandBody,
    responses: { 201: brand },
  },
  getBrand: {
    method: 'GET',
    path: '/brands/:id',
    operationId: 'getBrand',
    tag: 'brands',
    summary: 'One brand with its kit',
    access: 'brands.read',
    params: id,
    responses: { 200: brand },
  },
  updateBrand: {
    method: 'PATCH',
    path: '/brands/:id',
    operationId: 'updateBrand',
    tag: 'brands',
    summary: 'Change a brand; fields that are not sent stay as they are',
    access: 'brands.write',
    params: id,
    body: brandChange,
    responses: { 200: brand },
  },
  deleteBrand: {
    method: 'DELETE',
    path: '/brands/:id',
    operationId: 'deleteBrand',
    tag: 'brands',
    summary: 'Hide a brand; films made with it stay',
    access: 'brands.write',
    params: id,
    responses: { 204: null },
  },
  restoreBrand: {
    method: 'POST',
    path: '/brands/:id/restore',
    operationId: 'restoreBrand',
    tag: 'brands',
    summary: 'Bring a hidden brand back',
    access: 'brands.write',
    params: id,
    responses: { 200: brand },
  },
  addBrandFile: {
    method: 'POST',
    path: '/brands/:id/files',
    operationId: 'addBrandFile',
    tag: 'brands',
    summary: 'Add a badge, or a font with a note on its licence',
    access: 'brands.write',
    params: id,
    body: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('badge'),
        assetId,
        onDarkAssetId: assetId.nullable().optional(),
        name: z.string().trim().min(1).max(80).optional(),
      }),
      z.object({
        kind: z.literal('font'),
        assetId,
        licence,
        name: z.string().trim().min(1).max(80).optional(),
      }),
    ]),
    responses: { 201: brand },
  },
  updateBrandFile: {
    method: 'PATCH',
    path: '/brands/:id/files/:fileId',
    operationId: 'updateBrandFile',
    tag: 'brands',
    summary: 'Rename a badge or font, give a badge its picture for dark grounds, change a licence note',
    access: 'brands.write',
    params: fileIds,
    body: z.object({
      name: z.string().trim().min(1).max(80).optional(),
      onDarkAssetId: assetId.nullable().optional(),
      licence: licence.optional(),
    }),
    responses: { 200: brand },
  },
  deleteBrandFile: {
    method: 'DELETE',
    path: '/brands/:id/files/:fileId',
    operationId: 'deleteBrandFile',
    tag: 'brands',
    summary: 'Take a badge or font out of the kit; where it was chosen the engine chooses again',
    access: 'brands.write',
    params: fileIds,
    responses: { 200: brand },
  },
  /** From a logo or any picture of the organization; nothing is changed. */
  thinkOfLogos: {
    method: 'POST',
    path: '/brands/:id/logo-ideas',
    operationId: 'thinkOfLogos',
    tag: 'brands',
    summary:
      'Concepts for the brand’s logo with prompts to draw them by, from the built-in writer, at once and for nothing',
    access: 'brands.read',
    params: id,
    body: logoBrief,
    responses: { 200: logoIdeas },
  },
  proposePalette: {
    method: 'GET',
    path: '/assets/:id/palette',
    operationId: 'proposePalette',
    tag: 'brands',
    summary: 'Colours a kit could take from a picture',
    access: 'brands.read',
    params: id,
    responses: { 200: paletteProposal },
  },
  getBrandUses: {
    method: 'GET',
    path: '/brands/:id/uses',
    operationId: 'getBrandUses',
    tag: 'brands',
    summary: 'Films made with a kit, and which of them its last changes left out of date',
    access: 'brands.read',
    params: id,
    responses: { 200: brandUses },
  },
  /** Drawn by the render's own code from the kit as it stands, without its watermark. */
  previewBrand: {
    method: 'GET',
    path: '/brands/:id/frame',
    operationId: 'previewBrand',
    tag: 'brands',
    summary: 'One frame of a film this brand would get now',
    access: 'brands.read',
    params: id,
    query: z.object({
      ratio: ratio.default('16:9'),
      width: z.coerce.number().int().min(64).max(1280).default(480),
      /** A picture of the brand's own, words set in its fonts, or the last card. */
      view: z.enum(['picture', 'words', 'card']).default('picture'),
      language: language.default('en'),
      /** Read by no one: a changed kit has another address, so that no browser shows the frame it keeps of the old one. */
      revision: z.coerce.number().int().nonnegative().optional(),
    }),
    responses: { 200: null },
    binary: { mediaType: 'image/jpeg', description: 'The frame' },
  },
  /** The sample brand with its products and the brief of the sample film; made on first call, the same afterwards. */
  createSample: {
    method: 'POST',
    path: '/sample',
    operationId: 'createSample',
    tag: 'brands',
    summary: 'The sample brand, its products and brief',
    access: 'brands.write',
    query: z.object({ language: language.default('en') }),
    responses: { 200: z.object({ brand, pictures: z.array(asset), brief: z.string(), seconds: z.literal(15) }) },
  },
});
