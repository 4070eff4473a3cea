import { type ImportCorrection, type ImportFault, type ImportMapping, type ImportPreview, say } from '@kinora/contract';
import type { Database } from '../../../platform/database/index.ts';
import { toKeys } from './apply-chunk.ts';
import { type ArchiveNames, indexArchive } from './archive-names.ts';
import { cut, formatAmount } from './cells.ts';
import { inChunks, readEntries } from './entries.ts';
import { type ImportRecord, readBrands, readKnown } from './import-store.ts';
import { type EntryPlan, foldSku, type KnownProduct, planEntry, remember } from './plan-entry.ts';
import { presentFault } from './present-import.ts';

export type PreviewRequest = {
  database: Pick<Database, 'inOrganization'>;
  rowsFile: string;
  record: ImportRecord;
  mapping: ImportMapping;
  corrections: readonly ImportCorrection[];
};

const CHUNK = 500;
const SHOWN_FAULTS = 200;
const SHOWN_PRODUCTS = 20;
/** More are counted and not kept: nobody mends ten thousand cells by hand. */
const KEPT_FAULTS = 10_000;

/** Plans every row as the run will, against the catalogue as it is now. Each chunk reads in a transaction of its own. */
export async function previewImport(
  request: PreviewRequest,
): Promise<{ preview: ImportPreview; faults: ImportFault[] }> {
  const { record, mapping } = request;
  const table = { columns: record.columns, mapping };
  // What earlier rows make is met by later rows of the same table, as it will be in the run.
  const made = new Map<string, KnownProduct>();
  const tally = createTally(record);
  const entries = readEntries(request.rowsFile, table, { after: 0, corrections: request.corrections });
  for await (const chunk of inChunks(entries, CHUNK)) {
    const { known, brands } = await request.database.inOrganization(record.organization_id, async (transaction) => ({
      known: await readKnown(transaction, toKeys(chunk), false),
      brands: await readBrands(transaction),
    }));
    for (const sku of toKeys(chunk).skus) {
      const product = made.get(foldSku(known, sku));
      if (!product) continue;
      const { sku: own } = product.fields;
      // It may be written in other letters than the row that means it.
      if (own !== null) known.foldedSkus.set(own, foldSku(known, sku));
      remember(known, product);
    }
    for (const entry of chunk) {
      const plan = planEntry(entry, known, { brands, defaults: mapping.defaults });
      tally.add(plan);
      if (plan.action !== 'create' && plan.action !== 'update') continue;
      remember(known, plan.product);
      const { sku } = plan.product.fields;
      if (sku !== null) made.set(foldSku(known, sku), plan.product);
    }
  }
  return tally.finish();
}

function createTally(record: ImportRecord) {
  const counts = { creates: 0, updates: 0, unchanged: 0, skippedRows: 0, pictures: 0, faultCount: 0 };
  const faults: ImportFault[] = [];
  const samples: ImportPreview['samples'] = [];
  const archive = record.archive_sha256 === null ? null : indexArchive(record.archive_entries);
  const note = (fault: ImportFault) => {
    counts.faultCount += 1;
    if (faults.length < KEPT_FAULTS) faults.push(fault);
  };
  return {
    add(plan: EntryPlan): void {
      if (plan.action === 'skip') counts.skippedRows += plan.entry.rows.length;
      else if (plan.action === 'unchanged') counts.unchanged += 1;
      else if (plan.action === 'create') counts.creates += 1;
      else counts.updates += 1;
      for (const fault of plan.action === 'skip' ? plan.faults : findMissingPictures(plan, archive)) note(fault);
      if (plan.action === 'create' || plan.action === 'update') counts.pictures += plan.pictures.length;
      if (samples.length < SHOWN_PRODUCTS) samples.push(toSample(plan));
    },
    finish: () => ({
      preview: { ...counts, faults: faults.slice(0, SHOWN_FAULTS).map(presentFault), samples },
      faults,
    }),
  };
}

/** Files by name can be looked for now; addresses are tried in the run. */
function findMissingPictures(plan: EntryPlan, archive: ArchiveNames | null): ImportFault[] {
  if (plan.action !== 'create' && plan.action !== 'update') return [];
  return plan.pictures.flatMap(({ row, column, source }) => {
    if (/^(https?:\/\/|asset:)/i.test(source) || archive?.find(source) !== undefined) return [];
    const sentence = archive ? say('import_row.not_in_zip', { file: source }) : say('import_row.no_zip');
    return [{ row, column, kind: 'picture' as const, value: cut(source, 500), sentence }];
  });
}

function toSample(plan: EntryPlan): ImportPreview['samples'][number] {
  const row = plan.entry.rows[0]!.row;
  const pictures = plan.entry.pictures.length;
  if (plan.action === 'skip') {
    const { name, sku, price } = plan.entry.fields;
    const text = price ? `${formatAmount(price)} ${price.currency}` : null;
    return {
      row,
      action: 'skip',
      name: name ?? '',
      sku: sku ?? null,
      price: text,
      variants: plan.entry.variants.length,
      pictures,
    };
  }
  const { name, sku, priceMinor, currency } = plan.product.fields;
  const price =
    priceMinor === null || currency === null
      ? null
      : `${formatAmount({ amountMinor: priceMinor, currency })} ${currency}`;
  return { row, action: plan.action, name, sku, price, variants: plan.product.variants.length, pictures };
}
