import {
  KinoraError,
  type ProductFilmInput,
  type ProductTemplate,
  productTemplate,
  type SavedTemplate,
  type Storyboard,
  savedTemplate,
  type TemplateParameters,
  templateKind,
} from '@kinora/contract';
import { lookFiles } from '@kinora/media-node';
import { BUILT_IN_TEMPLATES, planUnmadeFilm, type StudioPorts } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { listDrawables } from '../assets/index.ts';
import { findBrand } from '../brands/index.ts';
import {
  findTemplate,
  insertTemplate,
  listTemplates,
  setTemplateDeleted,
  type TemplateRecord,
  updateTemplate,
} from './store.ts';

type Parameters = { [Key in keyof TemplateParameters]?: TemplateParameters[Key] | undefined };
type Timing = { [Seconds in keyof ProductTemplate['timing']]?: ProductTemplate['timing'][Seconds] | undefined };
type Changes = { parameters?: Parameters | undefined; timing?: Timing | undefined };
type Copy = Changes & { copyOf: string; name: string; brandId?: string | null | undefined };
type Change = Partial<{ [Key in keyof Omit<Copy, 'copyOf'>]: Copy[Key] | undefined }> & {
  isArchived?: boolean | undefined;
};

export type ProductTemplateService = ReturnType<typeof createProductTemplateService>;

type Dependencies = {
  database: Pick<Database, 'inOrganization'>;
  links: SignedLinks;
  portsFor(organizationId: string): StudioPorts;
};

/** Templates of product films: the built-in ones, which nobody changes, and the organization's own copies. */
export function createProductTemplateService({ database, links, portsFor }: Dependencies) {
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
          template: withChanges(source, body),
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
          template: withChanges(productTemplate.parse(record.template), change),
          isArchived: change.isArchived ?? record.archived_at !== null,
        });
        return toSavedTemplate(written!);
      }),

    /** Films copied their template when they began, so nothing hangs on it. */
    delete: (actor: Member, id: string): Promise<void> =>
      database.inOrganization(actor.organizationId, async (transaction) => {
        await getTemplate(transaction, id);
        await setTemplateDeleted(transaction, id, true);
      }),

    restore: (actor: Member, id: string): Promise<SavedTemplate> =>
      database.inOrganization(actor.organizationId, async (transaction) => {
        const record = await setTemplateDeleted(transaction, id, false);
        if (!record) throw unknownTemplate(id);
        return toSavedTemplate(record);
      }),

    async plan(actor: Member, input: ProductFilmInput, design: ProductTemplate | undefined) {
      const { organizationId } = actor;
      const storyboard = await planUnmadeFilm(portsFor(organizationId), input, design);
      const shown = await database.inOrganization(organizationId, (transaction) =>
        listDrawables(transaction, filesOf(storyboard)),
      );
      const files = shown.map(({ hash, drawn }) => ({
        hash,
        url: links.toLink({ organizationId, hash: drawn, name: drawn, mediaType: 'application/octet-stream' }),
      }));
      return { storyboard, files };
    },
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
  throw unknownTemplate(id);
}

function unknownTemplate(id: string): KinoraError {
  return new KinoraError('template.not_found', `no template ${id}`);
}

/** Content hashes of every file that the film's shots show. */
function filesOf({ scenes, look }: Storyboard): string[] {
  const shown = scenes.flatMap(({ shots }) => shots.flatMap(({ scene }) => scene.subjects.map(({ hash }) => hash)));
  return [...new Set([...shown, ...lookFiles(look)])];
}

/** A brand of another organization is as unknown as one that never was: the wall hides it. */
async function assertBrand(transaction: Transaction, brandId: string | null | undefined): Promise<void> {
  if (!brandId || (await findBrand(transaction, brandId))) return;
  throw new KinoraError('template.brand_unknown', `no brand ${brandId}`);
}

function withChanges(template: ProductTemplate, { parameters = {}, timing = {} }: Changes): ProductTemplate {
  return productTemplate.parse({
    ...template,
    parameters: { ...template.parameters, ...given(parameters) },
    timing: { ...template.timing, ...given(timing) },
  });
}

function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
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
