import { useState } from 'react';
import type { ImportCorrection, ImportFault, ImportPreview } from '../../api/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Mono, StatusMark, TextInput } from '../../ui/index.ts';

const ACTION_MARKS = { create: 'passed', update: 'stale', unchanged: 'done', skip: 'failed' } as const;

/** What the table would do: counts, each fault in its place with a field to put it right, and the first products. */
export function CheckedRows({
  preview,
  placeOf,
  isOld,
  onCorrect,
}: {
  preview: ImportPreview;
  /** The column of the file a fault lies in, from 0; -1 where it is in none. */
  placeOf: (column: string | null) => number;
  isOld: boolean;
  onCorrect: (correction: ImportCorrection) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const figures = [
    ['import.creates', preview.creates],
    ['import.updates', preview.updates],
    ['import.unchanged', preview.unchanged],
    ['import.skipped', preview.skippedRows],
    ['import.pictures', preview.pictures],
  ] as const;
  return (
    <div className={isOld ? 'column import-result import-old' : 'column import-result'} aria-busy={isOld}>
      <dl className="import-figures">
        {figures.map(([key, count]) => (
          <div key={key}>
            <dt className="small text-3">{t(key)}</dt>
            <dd>
              <Mono isLarge>{format.number(count)}</Mono>
            </dd>
          </div>
        ))}
      </dl>
      {preview.faultCount > 0 ? (
        <>
          <h3 className="section-title">{t('import.faults', { count: preview.faultCount })}</h3>
          <ul className="import-faults">
            {preview.faults.map((fault, index) => (
              <Fault
                // biome-ignore lint/suspicious/noArrayIndexKey: a row may have two faults in one cell
                key={`${fault.row}-${fault.column}-${fault.value}-${index}`}
                fault={fault}
                place={placeOf(fault.column)}
                onCorrect={onCorrect}
              />
            ))}
          </ul>
          {preview.faultCount > preview.faults.length ? (
            <p className="small text-3">
              {t('import.moreFaults', { count: preview.faultCount - preview.faults.length })}
            </p>
          ) : null}
        </>
      ) : null}
      <Samples samples={preview.samples} />
    </div>
  );
}

/** `Row 14, price: "12,5O"` with the sentence that says what to do, and the cell itself to write in. */
function Fault({
  fault,
  place,
  onCorrect,
}: {
  fault: ImportFault;
  place: number;
  onCorrect: (correction: ImportCorrection) => void;
}) {
  const t = useWords();
  const said = useSaid();
  const [value, setValue] = useState(fault.value);
  const keep = () => {
    if (place >= 0 && value !== fault.value) onCorrect({ row: fault.row, column: place, value });
  };
  const name = t('import.cell', { row: fault.row, column: fault.column ?? '' });
  return (
    <li>
      <span className="small">
        <StatusMark mark={fault.kind === 'row' ? 'failed' : 'stale'}>
          <bdi className="strong">{name}</bdi>
        </StatusMark>
      </span>
      {place >= 0 ? (
        <TextInput
          dir="auto"
          aria-label={name}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      ) : (
        <bdi className="small">{fault.value}</bdi>
      )}
      <bdi className="small text-2">{said(fault.sentence)}</bdi>
    </li>
  );
}

function Samples({ samples }: { samples: ImportPreview['samples'] }) {
  const t = useWords();
  if (samples.length === 0) return null;
  return (
    <>
      <h3 className="section-title">{t('import.first', { count: samples.length })}</h3>
      <div className="table-wrap">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('import.row')}</th>
              <th scope="col">{t('products.column.name')}</th>
              <th scope="col">{t('products.column.sku')}</th>
              <th scope="col">{t('products.column.price')}</th>
              <th scope="col">{t('product.variants')}</th>
              <th scope="col">{t('import.pictures')}</th>
              <th scope="col">{t('import.happens')}</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr key={sample.row}>
                <td>
                  <Mono>{sample.row}</Mono>
                </td>
                <td>
                  <bdi>{sample.name}</bdi>
                </td>
                <td>{sample.sku ? <Mono>{sample.sku}</Mono> : null}</td>
                <td>{sample.price ? <Mono>{sample.price}</Mono> : null}</td>
                <td>{sample.variants > 0 ? <Mono>{sample.variants}</Mono> : null}</td>
                <td>{sample.pictures > 0 ? <Mono>{sample.pictures}</Mono> : null}</td>
                <td>
                  <StatusMark mark={ACTION_MARKS[sample.action]}>{t(`import.action.${sample.action}`)}</StatusMark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
