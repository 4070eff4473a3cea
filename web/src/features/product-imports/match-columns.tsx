import type { ImportField, ProductImport } from '../../api/index.ts';
import { useWords, type Words } from '../../app/words/index.ts';
import { Select } from '../../ui/index.ts';
import {
  freeFields,
  PICTURE_FIELDS,
  type PlainField,
  PRODUCT_FIELDS,
  twiceUsed,
  VARIANT_FIELDS,
} from './import-fields.ts';

const SAMPLES = 3;

/** Each column of the file with what stands in it, and what it is taken for. */
export function MatchColumns({
  table,
  columns,
  onChange,
}: {
  table: ProductImport;
  columns: readonly (ImportField | null)[];
  onChange: (place: number, field: ImportField | null) => void;
}) {
  const t = useWords();
  const twice = twiceUsed(columns);
  return (
    <table className="table import-table">
      <thead>
        <tr>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.samples')}</th>
          <th scope="col">{t('import.becomes')}</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map((column, place) => {
          const field = columns[place] ?? null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have places, and may share a name
            <tr key={place} className={field === null ? 'import-left-out' : ''}>
              <th scope="row" dir="auto">
                {column.name || t('import.noName', { place: place + 1 })}
              </th>
              <td>
                <span className="import-samples small text-3">
                  {column.samples.slice(0, SAMPLES).map((sample, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal
                    <bdi key={index} className="cut">
                      {sample}
                    </bdi>
                  ))}
                </span>
              </td>
              <td>
                <FieldSelect
                  label={t('import.becomesOf', { name: column.name || String(place + 1) })}
                  column={column.name}
                  value={field}
                  isTwice={field !== null && twice.has(field)}
                  onChange={(next) => onChange(place, next)}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FieldSelect({
  label,
  column,
  value,
  isTwice,
  onChange,
}: {
  label: string;
  column: string;
  value: ImportField | null;
  isTwice: boolean;
  onChange: (field: ImportField | null) => void;
}) {
  const t = useWords();
  const free = freeFields(column);
  const isOwn = value === null || !value.includes(':') || free.some(({ field }) => field === value);
  return (
    <Select
      aria-label={label}
      aria-invalid={isTwice || undefined}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{t('import.leaveOut')}</option>
      {isOwn ? null : <option value={value}>{value}</option>}
      <FieldGroup label={t('import.group.product')} fields={PRODUCT_FIELDS} t={t} />
      <FieldGroup label={t('import.group.pictures')} fields={PICTURE_FIELDS} t={t} />
      <FieldGroup label={t('import.group.variant')} fields={VARIANT_FIELDS} t={t} />
      {free.length > 0 ? (
        <optgroup label={t('import.group.fact')}>
          {free.map(({ prefix, field }) => (
            <option key={field} value={field}>
              {t(`import.as.${prefix}`)}
            </option>
          ))}
        </optgroup>
      ) : null}
    </Select>
  );
}

function FieldGroup({ label, fields, t }: { label: string; fields: readonly PlainField[]; t: Words }) {
  return (
    <optgroup label={label}>
      {fields.map((field) => (
        <option key={field} value={field}>
          {nameOfField(field, t)}
        </option>
      ))}
    </optgroup>
  );
}

function nameOfField(field: PlainField, t: Words): string {
  const role = PICTURE_FIELDS.find((one) => one === field);
  if (role && role !== 'pictures') return t(`media.role.${role}`);
  return t(`import.field.${field as Exclude<PlainField, Exclude<(typeof PICTURE_FIELDS)[number], 'pictures'>>}`);
}
