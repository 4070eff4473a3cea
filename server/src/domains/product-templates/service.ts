import {
  KinoraError,
  type ProductTemplate,
  productTemplate,
  type SavedTemplate,
  savedTemplate,
  type TemplateParameters,
  templateKind,
} from '@kinora/contract';
import { BUILT_IN_TEMPLATES } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { findBrand } from '../brands/index.ts';
import { findTemplate, insertTemplate, listTemplates, type TemplateRecord, updateTemplate } from './store.ts';

type Parameters = { [Key in keyof TemplateParameters]?: TemplateParameters[Key] | undefined };
type Copy = { copyOf: string; name: string; parameters?: Parameters | undefined; brandId?: string | null | undefined };
type Change = Partial<{ [Key in keyof Omit<Copy, 'copyOf'>]: Copy[Key] | undefined }> & {
  isArchived?: boolean | undefined;
};

export type ProductTemplateService = ReturnType<typeof createProductTemplateService>;

/** Templates of product films: the built-in ones, which nobody changes, and the organization's own copies. */
export function createProductTemplateService({ database }: { database: Pick<Database, 'inOrganization'> }) {
  return {
    list: (actor: Member, isArchived: boolean) =>
      database.inOrganization(actor.organizationId, async (transaction) => ({
        builtIn: Object.values(BUILT_IN_TEMPLATES),
        items: (await listTemplates(transaction, isArchived)).map(toSavedTemplate),
      })),

    duplicate: (actor: Member, body: Copy): Promise<SavedTemplate> =>
      database.inOrganization(actor.organizationId, async (transaction) => {
        await assertBrand(transaction, body.brandId);
        const source = await readSource(transaction, body.copyOf);
        const record = await insertTemplate(transaction, {
          id: newId(),
          organizationId: actor.organizationId,
          name: body.name,
          brandId: body.brandId ?? null,
          template: withParameters(source, body.parameters),
        });
        return toSavedTemplate(record);
      }),

    update: (actor: Member, id: string, change: Change): Promise<SavedTemplate> =>
      database.inOrganization(actor.organizationId, async (transaction) => {
        const record = await getTemplate(transaction, id);
        await assertBrand(transaction, change.brandId);
        const written = await updateTemplate(transaction, id, {
          name: change.name ?? record.name,
          brandId: change.brandId === undefined ? record.brand_id : change.brandId,
          template: withParameters(productTemplate.parse(record.template), change.parameters),
          isArchived: change.isArchived ?? record.archived_at !== null,
        });
        return toSavedTemplate(written!);
      }),
  };
}

/** For films: the template as it is now, archived or not. */
export async function readTemplate(transaction: Transaction, id: string): Promise<ProductTemplate | null> {
  const record = await findTemplate(transaction, id);
  return record ? productTemplate.parse(record.template) : null;
}

async function readSource(transaction: Transaction, copyOf: string): Promise<ProductTemplate> {
  const kind = templateKind.safeParse(copyOf);
  if (kind.success) return BUILT_IN_TEMPLATES[kind.data];
  return productTemplate.parse((await getTemplate(transaction, copyOf)).template);
}

async function getTemplate(transaction: Transaction, id: string): Promise<TemplateRecord> {
  const record = await findTemplate(transaction, id);
  if (record) return record;
  throw new KinoraError('template.not_found', `no template ${id}`);
}

/** A brand of another organization is as unknown as one that never was: the wall hides it. */
async function assertBrand(transaction: Transaction, brandId: string | null | undefined): Promise<void> {
  if (!brandId || (await findBrand(transaction, brandId))) return;
  throw new KinoraError('template.brand_unknown', `no brand ${brandId}`);
}

function withParameters(template: ProductTemplate, parameters: Parameters = {}): ProductTemplate {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  return productTemplate.parse({ ...template, parameters: { ...template.parameters, ...given } });
}

function toSavedTemplate(record: TemplateRecord): SavedTemplate {
  return savedTemplate.parse({
    id: record.id,
    name: record.name,
    kind: record.kind,
    brandId: record.brand_id,
    template: record.template,
    isArchived: record.archived_at !== null,
    createdAt: record.created_at.toISOString(),
    updatedAt: record.updated_at.toISOString(),
  });
}
