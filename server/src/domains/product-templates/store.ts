import type { Transaction } from '../../platform/database/index.ts';

export type TemplateRecord = {
  id: string;
  name: string;
  kind: string;
  brand_id: string | null;
  template: unknown;
  archived_at: Date | null;
  created_at: Date;
  updated_at: Date;
};
export type TemplateFields = { name: string; brandId: string | null; template: { kind: string } };

export async function listTemplates(transaction: Transaction, isArchived: boolean): Promise<TemplateRecord[]> {
  const { rows } = await transaction.query<TemplateRecord>(
    'select * from product_templates where (archived_at is not null) = $1 and deleted_at is null order by lower(name), id',
    [isArchived],
  );
  return rows;
}

export async function findTemplate(transaction: Transaction, id: string): Promise<TemplateRecord | undefined> {
  const { rows } = await transaction.query<TemplateRecord>(
    'select * from product_templates where id = $1 and deleted_at is null',
    [id],
  );
  return rows[0];
}

/** In the trash or out of it; undefined when there is no such template or it is there already. */
export async function setTemplateDeleted(
  transaction: Transaction,
  id: string,
  isDeleted: boolean,
): Promise<TemplateRecord | undefined> {
  const { rows } = await transaction.query<TemplateRecord>(
    `update product_templates set deleted_at = case when $2 then now() end
     where id = $1 and (deleted_at is null) = $2 returning *`,
    [id, isDeleted],
  );
  return rows[0];
}

/** Those that lay in the trash for long enough. */
export async function purgeTemplates(transaction: Transaction, trashDays: number): Promise<void> {
  await transaction.query('delete from product_templates where deleted_at < now() - make_interval(days => $1)', [
    trashDays,
  ]);
}

export async function insertTemplate(
  transaction: Transaction,
  fields: TemplateFields & { id: string; organizationId: string },
): Promise<TemplateRecord> {
  const { rows } = await transaction.query<TemplateRecord>(
    `insert into product_templates (id, organization_id, name, kind, brand_id, template)
     values ($1, $2, $3, $4, $5, $6) returning *`,
    [fields.id, fields.organizationId, fields.name, fields.template.kind, fields.brandId, fields.template],
  );
  return rows[0]!;
}

export async function updateTemplate(
  transaction: Transaction,
  id: string,
  fields: TemplateFields & { isArchived: boolean },
): Promise<TemplateRecord | undefined> {
  const { rows } = await transaction.query<TemplateRecord>(
    `update product_templates set name = $2, brand_id = $3, template = $4,
       archived_at = case when $5 then coalesce(archived_at, now()) end
     where id = $1 returning *`,
    [id, fields.name, fields.brandId, fields.template, fields.isArchived],
  );
  return rows[0];
}
