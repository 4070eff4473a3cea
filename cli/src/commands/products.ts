import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ImportFault,
  type ImportMapping,
  type ImportPreview,
  importField,
  importMapping,
  type ProductImport,
} from '@kinora/contract';
import { z } from 'zod';
import { type ApiClient, createApiClient } from '../api-client.ts';
import { commandError, usageError } from '../errors.ts';
import { PRODUCTS_USAGE } from '../products-usage.ts';
import { chooseReporter, type ProgressReporter } from '../progress.ts';
import { listenForStop } from '../stop-signal.ts';
import { openStudio } from '../studio.ts';
import { uploadFile } from '../upload-file.ts';

const POLL_INTERVAL_MS = 500;
const SHOWN_FAULTS = 20;

const OPTIONS = {
  map: { type: 'string' },
  pictures: { type: 'string' },
  encoding: { type: 'string' },
  delimiter: { type: 'string' },
  out: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** What `--map` holds: fields by the table's own column names, and what rows without a word on it get. */
const mapFile = z.object({
  columns: z.record(z.string(), importField.nullable()).default({}),
  defaults: importMapping.shape.defaults,
});
type MapFile = z.output<typeof mapFile>;

/** `kinora products import|export`: the same acts as the web app's, over the API. */
export async function runProductsCommand(words: string[]): Promise<number> {
  const { values, positionals } = parseWords(words);
  const [act, file, ...rest] = positionals;
  if (act === 'import' && file !== undefined && rest.length === 0) return importProducts(file, values);
  if (act === 'export' && file === undefined) return exportProducts(values);
  throw usageError(PRODUCTS_USAGE);
}

type Values = ReturnType<typeof parseWords>['values'];

function parseWords(words: string[]) {
  try {
    return parseArgs({ args: words, options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw usageError(`${error instanceof Error ? error.message : String(error)}\n\n${PRODUCTS_USAGE}`);
  }
}

/** Exit code 0 when every row was written or, with --dry-run, could be; 1 when rows or files were left out. */
async function importProducts(path: string, values: Values): Promise<number> {
  const map = values.map === undefined ? mapFile.parse({}) : await readMap(values.map);
  const reporter = chooseReporter({ isJson: values.json });
  return inStudio(
    (sentence) => reporter.note(sentence),
    async (client) => {
      const table = await bringTable(client, path, values);
      const mapping = toMapping(table, map);
      const preview = await client.post<ImportPreview>(`/product-imports/${table.id}/preview`, { mapping });
      for (const sentence of [...describeMapping(table, mapping, map), ...describePreview(preview)])
        reporter.note(sentence);
      if (values['dry-run']) return preview.faultCount > 0 ? 1 : 0;
      await client.post(`/product-imports/${table.id}/run`, {});
      const done = await waitForImport(client, table.id, reporter);
      reporter.finish();
      return reportEnd(client, done, reporter);
    },
  );
}

/**
 * Ctrl-C ends the command; an import that runs in a studio of its own goes on there and can be cancelled or undone in the
 * app. One in a studio started for this command stops with it, and goes on when the next studio starts.
 */
async function inStudio(
  note: (sentence: string) => void,
  work: (client: ApiClient) => Promise<number>,
): Promise<number> {
  const stop = listenForStop();
  try {
    const studio = await openStudio(note, stop.signal);
    try {
      return await work(createApiClient(studio, stop.signal));
    } finally {
      await studio.close();
    }
  } catch (error) {
    if (stop.exitCode === undefined) throw error;
    note('Stopped.');
    return stop.exitCode;
  } finally {
    stop.dispose();
  }
}

async function bringTable(client: ApiClient, path: string, values: Values): Promise<ProductImport> {
  const uploadId = await uploadFile(client, path);
  const { encoding, delimiter } = values;
  const table = await client.post<ProductImport>('/product-imports', {
    name: basename(path),
    uploadId,
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
  });
  if (values.pictures !== undefined)
    await client.put(`/product-imports/${table.id}/archive`, { uploadId: await uploadFile(client, values.pictures) });
  return table;
}

async function readMap(path: string): Promise<MapFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw commandError('products.map_unreadable', `${path} cannot be read.`, error);
  });
  const parsed = mapFile.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw commandError('products.map_invalid', `${path} is no mapping. ${faults.join('; ')}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commandError('products.map_invalid', `${path} is no JSON.`, error);
  }
}

/** The studio's proposal, with what the file says in its place. A column the table lacks is told, not passed over. */
export function toMapping(table: Pick<ProductImport, 'columns'>, map: MapFile): ImportMapping {
  const names = new Set(table.columns.map(({ name }) => name));
  const unknown = Object.keys(map.columns).filter((name) => !names.has(name));
  if (unknown.length > 0)
    throw commandError(
      'products.map_column_unknown',
      `The table has no column “${unknown.join('”, “')}”. It has: ${[...names].join(', ')}.`,
    );
  const given = new Set(Object.values(map.columns));
  const columns = table.columns.map(({ name, proposed }) => {
    if (name in map.columns) return map.columns[name] ?? null;
    return given.has(proposed) ? null : proposed;
  });
  return { columns, defaults: map.defaults };
}

/** Which column is read as what, and which are not read: a price nobody noticed was left out is found out of too late. */
export function describeMapping(
  table: Pick<ProductImport, 'columns'>,
  { columns }: Pick<ImportMapping, 'columns'>,
  map: Pick<MapFile, 'columns'>,
): string[] {
  const read = table.columns.flatMap(({ name }, place) => (columns[place] ? [`“${name}” as ${columns[place]}`] : []));
  // Those that the map itself leaves out are known to be.
  const left = table.columns.filter(({ name }, place) => !columns[place] && !(name in map.columns));
  return [
    `Read: ${read.join(', ')}.`,
    ...(left.length > 0
      ? [`Not read: “${left.map(({ name }) => name).join('”, “')}”. Name a field for each in --map.`]
      : []),
  ];
}

function describePreview(preview: ImportPreview): string[] {
  const { creates, updates, unchanged, skippedRows, pictures, faultCount } = preview;
  const shown = preview.faults.slice(0, SHOWN_FAULTS);
  const rest = faultCount - shown.length;
  return [
    `${creates} new, ${updates} changed, ${unchanged} as they are; ${pictures} files; ${skippedRows} rows left out.`,
    ...shown.map(toFaultLine),
    ...(rest > 0 ? [`… and ${rest} more.`] : []),
  ];
}

function toFaultLine({ row, column, sentence }: ImportFault): string {
  return column === null || sentence.includes(column)
    ? `Row ${row}: ${sentence}`
    : `Row ${row}, ${column}: ${sentence}`;
}

async function waitForImport(client: ApiClient, id: string, reporter: ProgressReporter): Promise<ProductImport> {
  const startedAt = performance.now();
  for (;;) {
    const now = await client.get<ProductImport>(`/product-imports/${id}`);
    reporter.update({ share: toShare(now), seconds: (performance.now() - startedAt) / 1000, lines: [] });
    if (now.state !== 'running') return now;
    await client.pause(POLL_INTERVAL_MS);
  }
}

function toShare({ doneRows, totalRows, pictures }: ProductImport): number {
  const whole = totalRows + pictures.total;
  return whole === 0 ? 1 : Math.min(1, (Math.min(doneRows, totalRows) + pictures.done + pictures.failed) / whole);
}

async function reportEnd(client: ApiClient, done: ProductImport, reporter: ProgressReporter): Promise<number> {
  if (done.state !== 'completed')
    throw commandError('products.stopped', done.failure ?? `The import is ${done.state}.`);
  reporter.note(`${done.created} products made, ${done.updated} changed, ${done.unchanged} as they were.`);
  if (done.skipped === 0 && done.pictures.failed === 0) return 0;
  const { items } = await client.get<{ items: ImportFault[] }>(
    `/product-imports/${done.id}/faults?limit=${SHOWN_FAULTS}`,
  );
  reporter.note(`${done.skipped} rows and ${done.pictures.failed} files were left out:`);
  for (const fault of items) reporter.note(toFaultLine(fault));
  return 1;
}

async function exportProducts(values: Values): Promise<number> {
  const note = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  return inStudio(note, async (client) => {
    const query = new URLSearchParams();
    if (values.delimiter !== undefined) query.set('delimiter', values.delimiter);
    if (values.encoding !== undefined) query.set('encoding', values.encoding);
    const table = await client.fetchFile(`/product-export?${query}`);
    if (values.out === undefined) process.stdout.write(table);
    else await writeWhole(table, values.out);
    return 0;
  });
}

/** Written aside, then renamed: a stopped command leaves no half table under the final name. */
async function writeWhole(table: Buffer, target: string): Promise<void> {
  const aside = `${target}.part`;
  try {
    await writeFile(aside, table);
    await rename(aside, target);
  } finally {
    await rm(aside, { force: true });
  }
  process.stderr.write(`The products are in ${target}.\n`);
}
