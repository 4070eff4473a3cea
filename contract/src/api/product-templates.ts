import { z } from 'zod';
import { brandId, isoTime, templateId } from '../primitives.ts';
import { productTemplate, templateKind, templateParameters } from '../product-film.ts';
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
    body: fields.partial({ parameters: true, brandId: true }).extend({ copyOf: z.union([templateKind, templateId]) }),
    responses: { 201: savedTemplate },
  },
  updateProductTemplate: {
    method: 'PATCH',
    path: '/product-templates/:id',
    operationId: 'updateProductTemplate',
    tag: 'product templates',
    summary: 'Rename a template, change its parameters or brand, archive it or bring it back; films made keep theirs',
    access: 'templates.write',
    params: id,
    body: fields.extend({ isArchived: z.boolean() }).partial(),
    responses: { 200: savedTemplate },
  },
});
