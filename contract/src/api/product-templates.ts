import { z } from 'zod';
import { messages } from '../messages.ts';
import { brandId, contentHash, isoTime, templateId } from '../primitives.ts';
import { productFilmInput, productTemplate, templateKind, templateParameters } from '../product-film.ts';
import { storyboard } from '../storyboard.ts';
import { defineRoutes } from './route.ts';

/** A template an organization keeps: a copy of another one with its own parameters, for one brand or for all. */
export const savedTemplate = z
  .object({
    id: templateId,
    name: z.string(),
    kind: templateKind,
    brandId: brandId.nullable(),
    template: productTemplate,
    isArchived: z.boolean(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: 'SavedTemplate' });
export type SavedTemplate = z.infer<typeof savedTemplate>;

const fields = z.object({
  name: z.string().trim().min(1).max(60),
  parameters: templateParameters.partial(),
  /** Shots of the lengths named here instead of those the template had; other lengths stay as they are. */
  timing: productTemplate.shape.timing.partial(),
  brandId: brandId.nullable(),
});
const id = z.object({ id: templateId });

export const productTemplateRoutes = defineRoutes({
  listProductTemplates: {
    method: 'GET',
    path: '/product-templates',
    operationId: 'listProductTemplates',
    tag: 'product templates',
    summary: 'The four built-in templates and those of the organization, by name',
    access: 'templates.read',
    query: z.object({ archived: z.stringbool().optional() }),
    responses: { 200: z.object({ builtIn: z.array(productTemplate), items: z.array(savedTemplate) }) },
  },
  duplicateProductTemplate: {
    method: 'POST',
    path: '/product-templates',
    operationId: 'duplicateProductTemplate',
    tag: 'product templates',
    summary: 'Keep a copy of a built-in template, or of one of ours, with its own parameters',
    access: 'templates.write',
    body: fields
      .partial({ parameters: true, timing: true, brandId: true })
      .extend({ copyOf: z.union([templateKind, templateId]) }),
    responses: { 201: savedTemplate },
  },
  updateProductTemplate: {
    method: 'PATCH',
    path: '/product-templates/:id',
    operationId: 'updateProductTemplate',
    tag: 'product templates',
    summary:
      'Rename a template, change its parameters, shots or brand, archive it or bring it back; films made keep theirs',
    access: 'templates.write',
    params: id,
    body: fields.extend({ isArchived: z.boolean() }).partial(),
    responses: { 200: savedTemplate },
  },
  deleteProductTemplate: {
    method: 'DELETE',
    path: '/product-templates/:id',
    operationId: 'deleteProductTemplate',
    tag: 'product templates',
    summary: 'Move a template to the trash (30 days); films made from it keep theirs',
    access: 'templates.write',
    params: id,
    responses: { 204: null },
  },
  restoreProductTemplate: {
    method: 'POST',
    path: '/product-templates/:id/restore',
    operationId: 'restoreProductTemplate',
    tag: 'product templates',
    summary: 'Restore a template from the trash',
    access: 'templates.write',
    params: id,
    responses: { 200: savedTemplate },
  },
  /** Free and instant, nothing stored: what a browser needs to draw the film itself, by the code that renders it. */
  planProductFilm: {
    method: 'POST',
    path: '/product-films/plan',
    operationId: 'planProductFilm',
    tag: 'product templates',
    summary: 'Plan a product film without making it, with links to the files its shots show',
    access: 'projects.read',
    /** `design` is a template as it is being changed, instead of the one named. */
    body: productFilmInput.extend({ design: productTemplate.optional() }),
    responses: {
      200: z.object({
        storyboard,
        files: z.array(z.object({ hash: contentHash, url: z.string() })),
        messages: messages.optional(),
      }),
    },
  },
});
