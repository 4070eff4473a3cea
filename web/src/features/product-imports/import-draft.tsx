import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileArchive } from 'lucide-react';
import { useRef, useState } from 'react';
import { call, type ImportField, type ProductImport, productImportQuery, sendFile } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, FileInput, Mono, Problem, Segmented, Select, TextInput, toastProblem } from '../../ui/index.ts';
import { KINDS, STATUSES } from '../catalogue/list-state.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { CheckedRows } from './checked-rows.tsx';
import { useCorrections } from './corrections.ts';
import { twiceUsed } from './import-fields.ts';
import { MatchColumns } from './match-columns.tsx';

type Defaults = NonNullable<ProductImport['mapping']>['defaults'];

/** Columns on one side, what they would make on the other: each change checks every row again. Nothing is written. */
export function ImportDraft({ table }: { table: ProductImport }) {
  const t = useWords();
  const canWrite = useMay('products.write');
  const [columns, setColumns] = useState(() => table.mapping?.columns ?? table.columns.map(({ proposed }) => proposed));
  const [defaults, setDefaults] = useState<Defaults>(
    () => table.mapping?.defaults ?? { kind: 'object', status: 'draft', currency: null },
  );
  const corrections = useCorrections(table.id);
  const isFit =
    columns.some((field) => field === 'name' || field === 'sku' || field === 'id') && twiceUsed(columns).size === 0;
  const checked = useChecked(table, { columns, defaults, corrections: corrections.list, isEnabled: isFit && canWrite });
  const run = useRun(table.id);
  const archive = useArchive(table.id);
  const rows = checked.data ? table.totalRows - checked.data.skippedRows : 0;
  const canRun = canWrite && isFit && rows > 0 && !checked.isFetching && !checked.error && !run.isPending;
  useHotkeys([
    { keys: 'mod+enter', label: t('import.run'), scope: 'screen', inFields: true, run: () => canRun && run.mutate() },
  ]);
  const screen = (
    <Screen
      title={table.name}
      className="import-draft"
      beside={
        <span className="text-3">
          <Mono>{t('import.rows', { count: table.totalRows })}</Mono>
        </span>
      }
      actions={
        canWrite ? (
          <Button look="main" disabled={!canRun} onClick={() => run.mutate()}>
            {checked.data && checked.data.skippedRows > 0
              ? t('import.runSkip', { rows, skipped: checked.data.skippedRows })
              : t('import.runAll', { count: checked.data ? rows : table.totalRows })}
          </Button>
        ) : (
          <span className="chip">{t('board.viewOnly')}</span>
        )
      }
    >
      <div className="import-columns">
        <section className="import-match" aria-labelledby="import-match">
          <h2 id="import-match" className="strong">
            {t('import.match')}
          </h2>
          {run.error ? <Problem error={run.error} /> : null}
          <Reading table={table} />
          <MatchColumns
            table={table}
            columns={columns}
            onChange={(place, field) => setColumns(replaceAt(columns, place, field))}
          />
          <DefaultFields
            defaults={defaults}
            needsCurrency={columns.includes('price') && !columns.includes('currency') && defaults.currency === null}
            onChange={(changes) => setDefaults({ ...defaults, ...changes })}
          />
          <ArchiveLine table={table} archive={archive} />
        </section>
        <section className="import-check" aria-labelledby="import-check">
          <h2 id="import-check" className="strong">
            {t('import.check')}
          </h2>
          {isFit ? null : (
            <p className="text-2">{t(twiceUsed(columns).size > 0 ? 'import.twice' : 'import.needsName')}</p>
          )}
          {checked.error ? <Problem error={checked.error} onRetry={() => void checked.refetch()} /> : null}
          {checked.data && isFit ? (
            <CheckedRows
              preview={checked.data}
              placeOf={(column) => placeOfFault(column, table, columns)}
              isOld={checked.isPlaceholderData}
              onCorrect={corrections.correct}
            />
          ) : null}
        </section>
      </div>
    </Screen>
  );
  const takeZip = (files: File[]) => {
    const [file] = files;
    if (file) archive.mutate(file);
  };
  return canWrite ? <DropAnywhere onFiles={takeZip}>{screen}</DropAnywhere> : screen;
}

/** A fault names the file's column, or the field where a column's cell is missing. */
function placeOfFault(column: string | null, table: ProductImport, fields: readonly (ImportField | null)[]): number {
  const place = table.columns.findIndex(({ name }) => name === column);
  return place >= 0 || column === null ? place : fields.indexOf(column);
}

function replaceAt(columns: readonly (ImportField | null)[], place: number, field: ImportField | null) {
  return columns.map((one, index) => (index === place ? field : one));
}

/** Every row, checked anew for each mapping and correction; the old result stays until the new one is here. */
function useChecked(
  table: ProductImport,
  {
    columns,
    defaults,
    corrections,
    isEnabled,
  }: {
    columns: (ImportField | null)[];
    defaults: Defaults;
    corrections: ReturnType<typeof useCorrections>['list'];
    isEnabled: boolean;
  },
) {
  return useQuery({
    queryKey: [
      'product-import-check',
      table.id,
      table.encoding,
      table.delimiter,
      table.archive?.name,
      columns,
      defaults,
      corrections,
    ],
    queryFn: ({ signal }) =>
      call('previewProductImport', {
        params: { id: table.id },
        body: { mapping: { columns, defaults }, corrections },
        signal,
      }),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

function useRun(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('runProductImport', { params: { id } }),
    onSuccess: (table) => {
      client.setQueryData(productImportQuery(id).queryKey, table);
      void client.invalidateQueries({ queryKey: ['product-imports'] });
    },
  });
}

function useArchive(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const uploadId = await sendFile(file, { signal: new AbortController().signal, onProgress: () => undefined });
      return call('setProductImportArchive', { params: { id }, body: { uploadId } });
    },
    onSuccess: (table) => client.setQueryData(productImportQuery(id).queryKey, table),
    onError: toastProblem,
  });
}

/** How the file was read. A guess is said to be one. */
function Reading({ table }: { table: ProductImport }) {
  const t = useWords();
  const client = useQueryClient();
  const reread = async (body: { encoding?: ProductImport['encoding']; delimiter?: ProductImport['delimiter'] }) => {
    const next = await call('rereadProductImport', { params: { id: table.id }, body });
    client.setQueryData(productImportQuery(table.id).queryKey, next);
  };
  return (
    <div className="column">
      {table.isEncodingCertain ? null : <p className="small status status-stale">{t('import.guessed')}</p>}
      <div className="two">
        <Field label={t('import.encoding')}>
          <Select
            value={table.encoding}
            onChange={(event) =>
              void reread({ encoding: event.target.value as ProductImport['encoding'] }).catch(toastProblem)
            }
          >
            {(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1255', 'windows-1256'] as const).map(
              (encoding) => (
                <option key={encoding} value={encoding}>
                  {encoding}
                </option>
              ),
            )}
          </Select>
        </Field>
        <Field label={t('import.delimiter')}>
          <Select
            value={table.delimiter}
            onChange={(event) =>
              void reread({ delimiter: event.target.value as ProductImport['delimiter'] }).catch(toastProblem)
            }
          >
            {(['comma', 'semicolon', 'tab', 'pipe'] as const).map((delimiter) => (
              <option key={delimiter} value={delimiter}>
                {t(`import.delimiter.${delimiter}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </div>
  );
}

/** What rows without a word on it get. */
function DefaultFields({
  defaults,
  needsCurrency,
  onChange,
}: {
  defaults: Defaults;
  needsCurrency: boolean;
  onChange: (changes: Partial<Defaults>) => void;
}) {
  const t = useWords();
  return (
    <fieldset className="import-defaults">
      <legend className="label">{t('import.defaults')}</legend>
      <Segmented
        label={t('products.kind')}
        value={defaults.kind}
        choices={KINDS.map((value) => ({ value, label: t(`product.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Segmented
        label={t('products.status')}
        value={defaults.status}
        choices={STATUSES.map((value) => ({ value, label: t(`product.status.${value}`) }))}
        onChange={(status) => onChange({ status })}
      />
      <Field label={t('product.currency')}>
        <TextInput
          className="time"
          maxLength={3}
          placeholder="EUR"
          defaultValue={defaults.currency ?? ''}
          onBlur={({ target }) => {
            const code = target.value.trim().toUpperCase();
            onChange({ currency: /^[A-Z]{3}$/.test(code) ? code : null });
          }}
        />
      </Field>
      {needsCurrency ? (
        <p className="small status status-stale import-currency" role="status">
          {t('import.needsCurrency')}
        </p>
      ) : null}
    </fieldset>
  );
}

function ArchiveLine({ table, archive }: { table: ProductImport; archive: ReturnType<typeof useArchive> }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="row row-wrap">
      <Button icon={FileArchive} disabled={archive.isPending} onClick={() => input.current?.click()}>
        {t(archive.isPending ? 'import.sendingZip' : 'import.addZip')}
      </Button>
      <FileInput
        ref={input}
        accept=".zip"
        label={t('import.addZip')}
        onFiles={([file]) => file && archive.mutate(file)}
      />
      <span className="small text-3">
        {table.archive ? (
          <>
            <bdi>{table.archive.name}</bdi> · {t('drop.files', { count: table.archive.files })}
          </>
        ) : (
          t('import.zipHelp')
        )}
      </span>
    </div>
  );
}
