import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Asset, brandsQuery, call, type ProductFilmForm } from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { EmptyState, Field, Problem, Segmented, Select, TextArea, TextInput } from '../../ui/index.ts';
import {
  DropAnywhere,
  MakeFoot,
  PictureShelf,
  QuoteLines,
  RatioPicker,
  Step,
  useSettled,
  useUploads,
} from '../films/index.ts';
import { emptyDraft, LENGTHS, listHindrances, type ProductDraft, toForm } from './draft.ts';
import './product-film.css';
import { TemplateChoice } from './template-choice.tsx';
import { useMakeProductFilm } from './use-make-product-film.ts';

type Uploads = ReturnType<typeof useUploads>;
type SetDraft = (changes: Partial<ProductDraft>) => void;

/** S18: one product, one template, a price, and the press. The film opens as every film does. */
export function ProductFilmScreen() {
  const t = useWords();
  const [draft, setDraft] = useState(emptyDraft);
  const set: SetDraft = (changes) => setDraft((before) => ({ ...before, ...changes }));
  const uploads = useUploads((asset: Asset) =>
    setDraft((before) => ({ ...before, pictures: [...before.pictures.filter(({ id }) => id !== asset.id), asset] })),
  );
  return (
    <DropAnywhere onFiles={(files) => void uploads.add(files)}>
      <Screen title={t('nav.productFilm')} className="new-film">
        <div className="new-film-columns">
          <Fields draft={draft} set={set} uploads={uploads} />
          <PriceSide draft={draft} isUploading={uploads.isUploading} />
        </div>
      </Screen>
    </DropAnywhere>
  );
}

function Fields({ draft, set, uploads }: { draft: ProductDraft; set: SetDraft; uploads: Uploads }) {
  const t = useWords();
  const format = useFormat();
  return (
    <div className="new-film-form">
      <Step number={1} title={t('productFilm.template')}>
        <TemplateChoice chosen={draft} onChange={set} />
      </Step>
      <Step number={2} title={t('productFilm.product')}>
        <div className="field">
          <span className="label">{t('productFilm.pictures')}</span>
          <PictureShelf
            pictures={draft.pictures}
            items={uploads.items}
            onAdd={(files) => void uploads.add(files)}
            onRemove={(id) => set({ pictures: draft.pictures.filter((picture) => picture.id !== id) })}
            onDismiss={uploads.dismiss}
          />
          <p className="help">{t(draft.template === 'spin' ? 'productFilm.spinHelp' : 'productFilm.picturesHelp')}</p>
        </div>
        <WordFields draft={draft} set={set} />
      </Step>
      <Step number={3} title={t('film.shape')}>
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
      </Step>
    </div>
  );
}

function WordFields({ draft, set }: { draft: ProductDraft; set: SetDraft }) {
  const t = useWords();
  const { data: brands } = useQuery(brandsQuery);
  return (
    <>
      <div className="two">
        <Field label={t('productFilm.title')}>
          <TextInput
            dir="auto"
            maxLength={60}
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
        <Field label={t('productFilm.price')}>
          <TextInput
            dir="auto"
            maxLength={24}
            value={draft.price}
            onChange={(event) => set({ price: event.target.value })}
          />
        </Field>
      </div>
      <Field label={t('productFilm.prompt')} help={t('productFilm.promptHelp')}>
        <TextArea
          dir="auto"
          rows={3}
          maxLength={1000}
          value={draft.prompt}
          onChange={(event) => set({ prompt: event.target.value })}
        />
      </Field>
      <Field label={t('film.brand')}>
        <Select value={draft.brandId} onChange={(event) => set({ brandId: event.target.value })}>
          <option value="">{t('film.noBrand')}</option>
          {(brands?.items ?? []).map((brand) => (
            <option key={brand.id} value={brand.id}>
              {brand.name}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

/** The price of the form, asked again 600 ms after its last change. */
function useQuote(form: ProductFilmForm) {
  const settled = useSettled(JSON.stringify(form));
  const body = JSON.parse(settled) as ProductFilmForm;
  return useQuery({
    queryKey: ['product-film-quote', settled],
    queryFn: ({ signal }) => call('quoteProductFilm', { body, signal }),
    // What is asked is the settled form, which may not have its first picture yet.
    enabled: body.pictures.length > 0 && body.ratios?.length !== 0,
    gcTime: 60_000,
  });
}

function PriceSide({ draft, isUploading }: { draft: ProductDraft; isUploading: boolean }) {
  const t = useWords();
  const form = toForm(draft, useLanguage());
  const { data: quote, error, refetch } = useQuote(form);
  const isOnline = useConnection((state) => state.isOnline);
  const canMake = useMay('jobs.create');
  const make = useMakeProductFilm();
  const reasons = listHindrances(draft, { isUploading, isOnline, canMake }).map((hindrance) =>
    t(hindrance === 'pictures' ? 'productFilm.hindrance.pictures' : `film.hindrance.${hindrance}`),
  );
  const isReady = reasons.length === 0 && quote !== undefined && !make.isPending;
  const press = () => {
    if (isReady) make.mutate({ form, maxCredits: quote.totalCredits });
  };
  return (
    <aside className="new-film-plan" aria-label={t('productFilm.cost')}>
      <div className="plan-scroll">
        {quote ? <QuoteLines quote={quote} /> : <EmptyState sentence={t('productFilm.empty')} />}
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      </div>
      <MakeFoot quote={quote} reasons={reasons} isReady={isReady} error={make.error} onPress={press} />
    </aside>
  );
}
