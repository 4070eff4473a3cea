import { useState } from 'react';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Mono, TextInput } from '../../ui/index.ts';
import { findParts, type Part } from './find-parts.ts';
import parts from './parts.generated.json' with { type: 'json' };
import './credits.css';

/** Every part the studio runs with and its licence, fonts and drawings included (design.md §8). */
export function CreditsScreen() {
  const t = useWords();
  const [query, setQuery] = useState('');
  const found = findParts(parts, query);
  return (
    <Screen title={t('nav.credits')}>
      <div className="credits">
        <p className="read">{t('credits.own')}</p>
        <p className="text-2">{t('credits.copyleft')}</p>
        <Field label={t('credits.filter')}>
          <TextInput isForm type="search" value={query} onChange={(event) => setQuery(event.target.value)} />
        </Field>
        {found.length === 0 ? <p role="status">{t('credits.none')}</p> : <PartTable parts={found} />}
      </div>
    </Screen>
  );
}

function PartTable({ parts: rows }: { parts: readonly Part[] }) {
  const t = useWords();
  return (
    <table className="credits-table">
      <thead>
        <tr>
          <th scope="col">{t('credits.part')}</th>
          <th scope="col">{t('credits.version')}</th>
          <th scope="col">{t('credits.licence')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, version, licence, note }) => (
          <tr key={`${name}@${version}`}>
            <td>
              <bdi>{name}</bdi>
              {note === '' ? null : (
                <span className="small text-2 credits-note" dir="ltr">
                  {note}
                </span>
              )}
            </td>
            <td>
              <Mono>{version}</Mono>
            </td>
            <td>
              <bdi>{licence}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
