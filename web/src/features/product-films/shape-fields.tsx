import type { Language } from '../../api/index.ts';
import { LANGUAGES, useFormat, useWords } from '../../app/words/index.ts';
import { Field, Segmented, Select } from '../../ui/index.ts';
import { MUSIC, RatioPicker } from '../films/index.ts';
import { LENGTHS, type ProductDraft } from './draft.ts';

type Props = { draft: ProductDraft; set: (changes: Partial<ProductDraft>) => void };

export function LanguageAndMusic({ draft, set }: Props) {
  const t = useWords();
  return (
    <div className="column">
      <Field label={t('film.language')}>
        <Select value={draft.language} onChange={(event) => set({ language: event.target.value as Language })}>
          {LANGUAGES.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('film.music')} help={t('film.musicHelp')}>
        <Select value={draft.music} onChange={(event) => set({ music: event.target.value as ProductDraft['music'] })}>
          <option value="">{t('productFilm.templateMusic')}</option>
          {MUSIC.map((choice) => (
            <option key={choice} value={choice}>
              {t(`music.${choice}`)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

export function ShapeFields({ draft, set }: Props) {
  const t = useWords();
  const format = useFormat();
  return (
    <div className="row row-wrap new-film-shape">
      <Segmented
        label={t('film.length')}
        value={draft.seconds}
        choices={LENGTHS.map((value) => ({ value, label: format.seconds(value) }))}
        onChange={(seconds) => set({ seconds })}
      />
      <RatioPicker chosen={draft.ratios} onChange={(ratios) => set({ ratios })} />
      <Segmented
        label={t('film.quality')}
        value={draft.quality}
        choices={[
          { value: 'final', label: t('film.quality.final') },
          { value: 'draft', label: t('film.quality.draft') },
        ]}
        onChange={(quality) => set({ quality })}
      />
    </div>
  );
}
