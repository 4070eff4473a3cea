import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Clapperboard, Copy, Ellipsis, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useParams, useSearchParams } from 'wouter';
import { ApiError, call, type Product, productQuery } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { Waiting } from '../../app/waiting.tsx';
import { useFormat, useWords } from '../../app/words/index.ts';
import { ButtonLink, Icon, IconButton, Menu, type MenuItem, Problem, showToast, toastProblem } from '../../ui/index.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { Gallery } from './gallery.tsx';
import { MediaPanel } from './media-panel.tsx';
import './product.css';
import { ProductFacts } from './product-facts.tsx';
import { ProductFilms } from './product-films.tsx';
import { useGalleryUploads } from './use-gallery-uploads.ts';
import { useProductActs } from './use-product-acts.ts';
import { Variants } from './variants.tsx';

/** S20: one product with its pictures by role, its facts, its variants and the films made of it. */
export function ProductScreen() {
  const { id = '' } = useParams<{ id: string }>();
  const product = useQuery(productQuery(id));
  if (product.error instanceof ApiError && [403, 404, 400, 422].includes(product.error.status)) return <NotFound />;
  if (product.error && !product.data) return <Problem error={product.error} onRetry={() => void product.refetch()} />;
  return product.data ? <ProductPage key={id} product={product.data} /> : <Waiting />;
}

function ProductPage({ product }: { product: Product }) {
  const t = useWords();
  const canWrite = useMay('products.write');
  const acts = useProductActs(product.id);
  const [variantId, showVariant] = useShownVariant(product);
  const [selectedId, setSelectedId] = useState<string>();
  const uploads = useGalleryUploads(product, variantId, acts);
  const selected = product.media.find(({ id }) => id === selectedId);
  useHotkeys(canWrite ? [{ keys: 'mod+z', label: t('do.undo'), scope: 'screen', run: acts.undo }] : []);
  const screen = (
    <Screen
      title={product.name}
      className="product-screen"
      beside={<Saved acts={acts} />}
      actions={<Actions product={product} canWrite={canWrite} />}
    >
      <div className="product-page">
        <div className="product-main">
          <Gallery
            product={product}
            variantId={variantId}
            onVariant={showVariant}
            selectedId={selectedId}
            onSelect={setSelectedId}
            acts={acts}
            uploads={uploads}
            canWrite={canWrite}
          />
          <Variants product={product} acts={acts} canWrite={canWrite} onShow={showVariant} shownId={variantId} />
          <ProductFilms product={product} />
        </div>
        <aside className="product-side" aria-label={t('product.facts')}>
          {selected ? (
            <MediaPanel
              key={selected.id}
              product={product}
              media={selected}
              acts={acts}
              canWrite={canWrite}
              onClose={() => setSelectedId(undefined)}
            />
          ) : null}
          <ProductFacts product={product} acts={acts} canWrite={canWrite} />
        </aside>
      </div>
    </Screen>
  );
  return canWrite ? <DropAnywhere onFiles={(files) => void uploads.add(files)}>{screen}</DropAnywhere> : screen;
}

/** Which variant's pictures are shown, by the address; a variant that is gone shows the product's own. */
function useShownVariant(product: Product): [string | null, (id: string | null) => void] {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('variant');
  const shown = product.variants.some(({ id }) => id === wanted) ? wanted : null;
  return [shown, (id) => setSearch(id === null ? {} : { variant: id }, { replace: true })];
}

function Saved({ acts }: { acts: ReturnType<typeof useProductActs> }) {
  const t = useWords();
  const format = useFormat();
  return (
    <span className="row row-tight small text-3" role="status">
      {acts.savedAt ? t('film.saved', { time: format.clock(acts.savedAt) }) : null}
      {acts.canUndo ? <IconButton size="dense" icon={Undo2} flipIcon label={t('do.undo')} onClick={acts.undo} /> : null}
    </span>
  );
}

function Actions({ product, canWrite }: { product: Product; canWrite: boolean }) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const items = useProductMenu(product);
  return (
    <>
      {canWrite ? (
        <Menu
          className="button button-plain button-icon"
          label={t('project.menu', { name: product.name })}
          items={items}
        >
          <Icon of={Ellipsis} />
        </Menu>
      ) : (
        <span className="chip">{t('board.viewOnly')}</span>
      )}
      {canMake ? (
        <>
          <ButtonLink href={`/projects/new/film?products=${product.id}`}>{t('products.makeFilm')}</ButtonLink>
          <ButtonLink look="main" icon={Clapperboard} href={`/studios/product-film?product=${product.id}`}>
            {t('nav.productFilm')}
          </ButtonLink>
        </>
      ) : null}
    </>
  );
}

function useProductMenu(product: Product): MenuItem[] {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const refresh = () => {
    for (const name of ['products', 'product-facets']) void client.invalidateQueries({ queryKey: [name] });
  };
  const duplicate = async () => {
    const copy = await call('duplicateProduct', { params: { id: product.id } });
    refresh();
    navigate(`/products/${copy.id}`);
  };
  const remove = async () => {
    await call('deleteProduct', { params: { id: product.id } });
    refresh();
    navigate('/products');
    const restore = async () => {
      await call('restoreProduct', { params: { id: product.id } });
      refresh();
    };
    showToast({ text: t('project.trashed', { name: product.name }), undo: () => void restore().catch(toastProblem) });
  };
  return [
    { kind: 'action', label: t('product.duplicate'), icon: Copy, run: () => void duplicate().catch(toastProblem) },
    { kind: 'line' },
    {
      kind: 'action',
      label: t('products.delete'),
      icon: Trash2,
      isDanger: true,
      run: () => void remove().catch(toastProblem),
    },
  ];
}
