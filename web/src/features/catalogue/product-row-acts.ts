import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArchiveRestore, Clapperboard, CornerDownLeft, SwatchBook, Tag, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { brandsQuery, type ProductSummary } from '../../api/index.ts';
import { type RowAct, useRowActs } from '../../app/palette/row-acts.ts';
import { useMay } from '../../app/session.ts';
import { useWords, type WordKey } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';
import { type BulkChange, editMany, restoreMany } from './bulk-edit.ts';
import { STATUSES } from './list-state.ts';
import type { Selection } from './use-selection.ts';

type Rows = readonly Pick<ProductSummary, 'id' | 'mediaCount'>[];

/** Sends a change of many products, says what happened and offers to take it back. */
export function useProductActs(clear: () => void) {
  const t = useWords();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(
      ['products', 'product', 'product-facets'].map((name) => client.invalidateQueries({ queryKey: [name] })),
    );
  const act = async (work: () => Promise<{ changed: number; undo: () => Promise<void> }>, sentence: WordKey) => {
    const { changed, undo } = await work();
    clear();
    await refresh();
    const takeBack = async () => {
      await undo();
      await refresh();
    };
    showToast({ text: t(sentence, { count: changed }), undo: () => void takeBack().catch(toastProblem) });
  };
  const idsOf = (rows: Rows) => rows.map(({ id }) => id);
  return {
    edit: (rows: Rows, change: BulkChange, sentence: WordKey) =>
      void act(() => editMany(idsOf(rows), change), sentence).catch(toastProblem),
    restore: (rows: Rows) => void act(() => restoreMany(idsOf(rows)), 'products.restored').catch(toastProblem),
  };
}

/** Films take up to 24 pictures; more products than this could not all be in one. */
const PRODUCTS_A_FILM = 8;

/** Where one film of these products is made; undefined where they have no pictures or are too many. */
export function filmOfProducts(rows: Rows): string | undefined {
  const withPictures = rows.filter(({ mediaCount }) => mediaCount > 0);
  if (withPictures.length === 0 || withPictures.length > PRODUCTS_A_FILM) return undefined;
  return `/projects/new/film?products=${encodeURIComponent(withPictures.map(({ id }) => id).join(','))}`;
}

/** Each is priced and begun by itself, from one press. */
const FILMS_AT_ONCE = 24;

/** Where a product film of each is made; undefined for one alone, which has a page of its own, and for too many. */
export function filmOfEach(rows: Rows): string | undefined {
  const withPictures = rows.filter(({ mediaCount }) => mediaCount > 0);
  if (withPictures.length < 2 || withPictures.length > FILMS_AT_ONCE) return undefined;
  return `/studios/product-film/many?products=${encodeURIComponent(withPictures.map(({ id }) => id).join(','))}`;
}

type List = {
  items: readonly ProductSummary[];
  selection: Selection<ProductSummary>;
  isTrash: boolean;
  canWrite: boolean;
};

/** What the palette does with products: all that the bar at the foot of the list does. */
export function useProductRowActs({ items, selection, isTrash, canWrite }: List): void {
  const t = useWords();
  const [, navigate] = useLocation();
  const canMake = useMay('jobs.create');
  const brands = useQuery({ ...brandsQuery, enabled: canWrite }).data?.items ?? [];
  const { edit, restore } = useProductActs(selection.clear);
  const open = (rows: readonly ProductSummary[]): RowAct[] =>
    rows.length === 1
      ? [
          {
            id: 'open',
            label: t('palette.open', { name: rows[0]?.name ?? '' }),
            icon: CornerDownLeft,
            run: () => navigate(`/products/${rows[0]?.id}`),
          },
        ]
      : [];
  const film = (rows: readonly ProductSummary[]): RowAct[] => {
    const places = [
      { id: 'film', label: t('products.makeFilm'), href: filmOfProducts(rows) },
      { id: 'films', label: t('productFilm.many'), href: filmOfEach(rows) },
    ];
    return places.flatMap(({ id, label, href }) =>
      canMake && href ? [{ id, label, icon: Clapperboard, run: () => navigate(href) }] : [],
    );
  };
  const changes = (rows: readonly ProductSummary[]): RowAct[] => [
    ...STATUSES.map((status) => ({
      id: `status ${status}`,
      label: `${t('products.status')}: ${t(`product.status.${status}`)}`,
      icon: Tag,
      run: () => edit(rows, { action: 'set_status', status }, `products.made.${status}`),
    })),
    ...brands.map(({ id, name }) => ({
      id: `brand ${id}`,
      label: `${t('products.brand')}: ${name}`,
      icon: SwatchBook,
      run: () => edit(rows, { action: 'set_brand', brandId: id }, 'products.branded'),
    })),
    {
      id: 'delete',
      label: t('products.delete'),
      icon: Trash2,
      run: () => edit(rows, { action: 'delete' }, 'products.trashed'),
    },
  ];
  const back = (rows: readonly ProductSummary[]): RowAct[] => [
    { id: 'restore', label: t('products.restore'), icon: ArchiveRestore, run: () => restore(rows) },
  ];
  useRowActs({ items, chosen: selection.chosen }, (rows) => ({
    heading: (rows.length === 1 && rows[0]?.name) || t('products.chosenCount', { count: rows.length }),
    acts: isTrash ? (canWrite ? back(rows) : []) : [...open(rows), ...film(rows), ...(canWrite ? changes(rows) : [])],
  }));
}
