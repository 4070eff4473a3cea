import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type Product, productQuery } from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { localeOf, useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { ButtonLink, EmptyState, Mono, Problem, StatusMark, sentenceOf } from '../../ui/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';
import { PriceComing } from '../films/coming.tsx';
import { MakeFoot, Step } from '../films/index.ts';
import { usePriceWords } from '../films/price-words.ts';
import { visibleOf } from '../films/products-in-draft.ts';
import { emptyDraft, listHindrances, type ProductDraft, withProduct } from './draft.ts';
import { type Fault, type FilmOf, filmsOf, readIds } from './many-films.ts';
import './product-film.css';
import { LanguageAndMusic, ShapeFields } from './shape-fields.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { useBeginMany, useManyQuotes } from './use-many-films.ts';

/** One product film of each product that the address names: one choice of template, shape and sound for all. */
export function ManyFilmsScreen() {
  const t = useWords();
  const language = useLanguage();
  const locale = localeOf(language);
  const [search] = useSearchParams();
  const [draft, setDraft] = useState(() => emptyDraft(language));
  const set = (changes: Partial<ProductDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const answers = useQueries({ queries: readIds(search).map((id) => productQuery(id)) });
  const products = answers.flatMap(({ data }) => data ?? []);
  const many = useBeginMany();
  const films = filmsOf(products, draft, locale).filter(({ product }) => !many.begun.has(product.id));
  const quotes = useManyQuotes(films);
  const [first] = filmsOf(products, draft, locale);
  // The templates move with the first product; nothing else of it is taken for the others.
  const shown = first ? withProduct(draft, first.product, { locale }) : draft;
  if (answers.length === 0) return <NoProducts />;
  return (
    <Screen title={t('productFilm.many')} className="new-film">
      <div className="new-film-columns">
        <div className="new-film-form">
          <Step number={1} title={t('productFilm.manyProducts')}>
            <Products products={products} begun={many.begun} credits={quotes.data?.credits} />
            <p className="help">{t('productFilm.manyHelp')}</p>
          </Step>
          <Step number={2} title={t('productFilm.template')}>
            <TemplateChoice draft={shown} onChange={set} />
          </Step>
          <Step number={3} title={t('productFilm.manySound')}>
            <LanguageAndMusic draft={draft} set={set} />
          </Step>
          <Step number={4} title={t('film.shape')}>
            <ShapeFields draft={draft} set={set} />
          </Step>
        </div>
        <PriceSide
          films={films}
          draft={shown}
          quotes={quotes}
          many={many}
          isLoading={answers.some(({ isPending }) => isPending)}
        />
      </div>
    </Screen>
  );
}

function NoProducts() {
  const t = useWords();
  return (
    <Screen title={t('productFilm.many')}>
      <EmptyState sentence={t('productFilm.manyNone')}>
        <ButtonLink look="main" href="/products">
          {t('nav.catalogue')}
        </ButtonLink>
      </EmptyState>
    </Screen>
  );
}

function Products({
  products,
  begun,
  credits,
}: {
  products: readonly Product[];
  begun: ReadonlySet<string>;
  credits: ReadonlyMap<string, number> | undefined;
}) {
  const t = useWords();
  const price = usePriceWords();
  return (
    <ul className="many-products">
      {products.map((product) => {
        const [picture] = visibleOf(product);
        const cost = credits?.get(product.id);
        return (
          <li key={product.id} className="row">
            <span className="thumb">{picture ? <AssetStill asset={picture} /> : null}</span>
            <Link href={`/products/${product.id}`} className="grow cut">
              <bdi>{product.name}</bdi>
            </Link>
            {begun.has(product.id) ? <StatusMark mark="passed">{t('productFilm.begun')}</StatusMark> : null}
            {picture ? null : <span className="small text-3">{t('productFilm.noPictures')}</span>}
            {cost !== undefined && cost > 0 ? <Mono>{price(cost)}</Mono> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** How many films, what they cost together, what hinders them and which were refused. */
function PriceSide({
  films,
  draft,
  quotes,
  many,
  isLoading,
}: {
  films: readonly FilmOf[];
  draft: ProductDraft;
  quotes: ReturnType<typeof useManyQuotes>;
  many: ReturnType<typeof useBeginMany>;
  isLoading: boolean;
}) {
  const t = useWords();
  const format = useFormat();
  const isOnline = useConnection((state) => state.isOnline);
  const canMake = useMay('jobs.create');
  const reasons = listHindrances(draft, { isUploading: false, isOnline, canMake }).map((hindrance) =>
    t(hindrance === 'pictures' ? 'productFilm.hindrance.pictures' : `film.hindrance.${hindrance}`),
  );
  const { data, error, refetch, isFetching } = quotes;
  const isReady = reasons.length === 0 && films.length > 0 && data !== undefined && !isFetching && !many.isBusy;
  return (
    <aside className="new-film-plan" aria-label={t('productFilm.cost')}>
      <div className="plan-scroll many-cost">
        {films.length > 0 ? (
          <p className="title">{t('productFilm.manyCount', { count: films.length })}</p>
        ) : isLoading ? null : (
          <EmptyState sentence={t('productFilm.hindrance.pictures')} />
        )}
        <p className="text-2">
          {t('productFilm.manyFiles', {
            count: films.length * draft.ratios.length,
            length: format.seconds(draft.seconds),
          })}
        </p>
        {films.length > 0 && !data && !error ? <PriceComing /> : null}
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
        <Refused faults={many.faults} />
      </div>
      <MakeFoot
        quote={data}
        reasons={isLoading ? [] : reasons}
        isReady={isReady}
        error={null}
        label={t('productFilm.manyMake', { count: films.length })}
        onPress={() => {
          if (isReady) many.make({ films, credits: data.credits });
        }}
      />
    </aside>
  );
}

function Refused({ faults }: { faults: readonly Fault[] }) {
  const t = useWords();
  if (faults.length === 0) return null;
  return (
    <ul role="alert">
      {faults.map(({ name, error }) => (
        <li key={name}>
          <StatusMark mark="failed" />
          <bdi className="strong">{name}</bdi> <bdi className="help-bad">{sentenceOf(error as Error, t)}</bdi>
        </li>
      ))}
    </ul>
  );
}
