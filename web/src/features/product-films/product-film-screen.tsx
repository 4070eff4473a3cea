import { useQuery } from '@tanstack/react-query';
import { Shirt } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import {
  type Asset,
  brandsQuery,
  call,
  type ProductFilmForm,
  productTemplatesQuery,
  queueStatusQueryOf,
} from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { localeOf, useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Field, Problem, showToast, TextArea, TextInput, toastProblem } from '../../ui/index.ts';
import { PriceComing } from '../films/coming.tsx';
import {
  BrandFields,
  type ChangeDraft,
  DropAnywhere,
  MakeFoot,
  PICTURES_MAX,
  PictureShelf,
  QuoteLines,
  Step,
  useDraft,
  useSettled,
  useUploads,
} from '../films/index.ts';
import {
  emptyDraft,
  isBegun,
  isOf,
  listHindrances,
  type ProductDraft,
  productDrafts,
  TITLE_MAX,
  toForm,
  withoutProduct,
  withProduct,
} from './draft.ts';
import { ProductPicker } from './product-picker.tsx';
import './product-film.css';
import { LanguageAndMusic, ShapeFields } from './shape-fields.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { useMakeProductFilm } from './use-make-product-film.ts';

type Uploads = ReturnType<typeof useUploads>;
type SetDraft = (changes: Partial<ProductDraft>) => void;
type ChangeProduct = ChangeDraft<ProductDraft>;

/** S18: one product, one template, a price, and the press. The film opens as every film does. */
export function ProductFilmScreen() {
  const t = useWords();
  const language = useLanguage();
  const format = useFormat();
  const [draft, setDraft, savedAt] = useDraft(productDrafts, () => emptyDraft(language));
  const set: SetDraft = (changes) => setDraft((before) => ({ ...before, ...changes }));
  const uploads = useUploads((asset: Asset) =>
    setDraft((before) => ({ ...before, pictures: [...before.pictures.filter(({ id }) => id !== asset.id), asset] })),
  );
  useProductInAddress(draft, setDraft);
  useFreshTemplate(draft, setDraft);
  useTemplateInAddress(setDraft);
  return (
    <DropAnywhere onFiles={(files) => void uploads.add(files)}>
      <Screen
        title={t('nav.productFilm')}
        className="new-film"
        beside={
          savedAt ? <span className="small text-3">{t('film.saved', { time: format.clock(savedAt) })}</span> : undefined
        }
      >
        <div className="new-film-columns">
          <div className="new-film-form">
            <Step number={1} title={t('productFilm.product')}>
              <ProductFields draft={draft} setDraft={setDraft} uploads={uploads} />
            </Step>
            <Step number={2} title={t('productFilm.template')}>
              <TemplateChoice draft={draft} onChange={set} />
            </Step>
            <Step number={3} title={t('productFilm.brandAndSound')}>
              <BrandAndSound draft={draft} set={set} />
            </Step>
            <Step number={4} title={t('film.shape')}>
              <ShapeFields draft={draft} set={set} />
            </Step>
          </div>
          <PriceSide draft={draft} isUploading={uploads.isUploading} />
        </div>
      </Screen>
    </DropAnywhere>
  );
}

/**
 * `?product=id`: a film of this product. What was begun of it is gone on with;
 * what was begun of another is put aside and comes back with Undo. The address is
 * then plain again, so that a reload does not undo what was changed.
 */
function useProductInAddress(draft: ProductDraft, setDraft: ChangeProduct): void {
  const t = useWords();
  const locale = localeOf(useLanguage());
  const [search, setSearch] = useSearchParams();
  const id = search.get('product');
  const latest = useRef({ draft, setDraft, setSearch, locale, t });
  latest.current = { draft, setDraft, setSearch, locale, t };
  useEffect(() => {
    if (!id) return;
    latest.current.setSearch({}, { replace: true });
    call('getProduct', { params: { id } }).then((product) => {
      const { draft: before, setDraft: change, locale, t } = latest.current;
      if (isOf(before, product)) return;
      change((now) => withProduct(withoutProduct(now), product, { locale }));
      if (isBegun(before))
        showToast({ text: t('productFilm.begunAnew', { name: product.name }), undo: () => change(() => before) });
    }, toastProblem);
  }, [id]);
}

/** `?template=id`: one of the organization's own templates is chosen. */
function useTemplateInAddress(setDraft: ChangeProduct): void {
  const [search, setSearch] = useSearchParams();
  const { data } = useQuery(productTemplatesQuery);
  const id = search.get('template');
  const latest = useRef({ setDraft, setSearch });
  latest.current = { setDraft, setSearch };
  useEffect(() => {
    if (!id || !data) return;
    const own = data.items.find((one) => one.id === id);
    latest.current.setSearch({}, { replace: true });
    if (own) latest.current.setDraft((before) => ({ ...before, template: own.kind, templateId: own.id }));
  }, [id, data]);
}

/** A kept draft may name one of the organization's templates that has gone since: its design is then the built-in one. */
function useFreshTemplate({ templateId }: ProductDraft, setDraft: ChangeProduct): void {
  const { data } = useQuery(productTemplatesQuery);
  const kept = useRef(templateId).current;
  const change = useRef(setDraft).current;
  useEffect(() => {
    if (kept === '' || !data || data.items.some(({ id }) => id === kept)) return;
    change((before) => (before.templateId === kept ? { ...before, templateId: '' } : before));
  }, [kept, data, change]);
}

function ProductFields({
  draft,
  setDraft,
  uploads,
}: {
  draft: ProductDraft;
  setDraft: ChangeProduct;
  uploads: Uploads;
}) {
  const t = useWords();
  const locale = localeOf(useLanguage());
  const [isPicking, setPicking] = useState(false);
  const set: SetDraft = (changes) => setDraft((before) => ({ ...before, ...changes }));
  return (
    <>
      <div className="field">
        <div className="field-head">
          <span className="label">{t('productFilm.pictures')}</span>
          <Button icon={Shirt} onClick={() => setPicking(true)}>
            {t('productFilm.fromCatalogue')}
          </Button>
        </div>
        <PictureShelf
          pictures={draft.pictures}
          items={uploads.items}
          onAdd={(files) => void uploads.add(files)}
          onChoose={(assets) =>
            setDraft((before) => ({ ...before, pictures: [...before.pictures, ...assets].slice(0, PICTURES_MAX) }))
          }
          onRemove={(id) => set({ pictures: draft.pictures.filter((picture) => picture.id !== id) })}
          onDismiss={uploads.dismiss}
        />
        <p className="help">{t(draft.template === 'spin' ? 'productFilm.spinHelp' : 'productFilm.picturesHelp')}</p>
      </div>
      <WordFields draft={draft} set={set} />
      {isPicking ? (
        <ProductPicker
          onClose={() => setPicking(false)}
          onPick={(product, pictureIds) => {
            setDraft((before) => withProduct(before, product, { pictureIds, locale }));
            setPicking(false);
          }}
        />
      ) : null}
    </>
  );
}

function WordFields({ draft, set }: { draft: ProductDraft; set: SetDraft }) {
  const t = useWords();
  return (
    <>
      <div className="two">
        <Field label={t('productFilm.title')}>
          <TextInput
            dir="auto"
            maxLength={TITLE_MAX}
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
    </>
  );
}

function BrandAndSound({ draft, set }: { draft: ProductDraft; set: SetDraft }) {
  const { data: brands } = useQuery(brandsQuery);
  return (
    <div className="two">
      <BrandFields draft={draft} set={set} brands={brands?.items ?? []} />
      <LanguageAndMusic draft={draft} set={set} />
    </div>
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
  const form = toForm(draft);
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
        {quote ? (
          <QuoteLines quote={quote} />
        ) : draft.pictures.length > 0 && draft.ratios.length > 0 && !error ? (
          <PriceComing />
        ) : (
          <EmptyState sentence={t('productFilm.empty')} />
        )}
        {quote ? <QueuePlace /> : null}
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      </div>
      <MakeFoot quote={quote} reasons={reasons} isReady={isReady} error={make.error} onPress={press} />
    </aside>
  );
}

/** What stands before this film: counted, as nobody knows how long other people's work takes. */
function QueuePlace() {
  const t = useWords();
  const { data: status } = useQuery(queueStatusQueryOf('organization'));
  if (!status) return null;
  const ahead = status.pending + status.processing;
  return (
    <p className="quote-queue">
      {status.isPaused ? t('productFilm.queuePaused') : t('productFilm.queueAhead', { count: ahead })}
    </p>
  );
}
