import type { Product, ProductFilmForm } from '../../api/index.ts';
import { type ProductDraft, toForm, withProduct } from './draft.ts';

/** More than this is asked for in several goes: each is priced and begun by itself. */
export const MOST_FILMS = 24;

export type FilmOf = { product: Product; form: ProductFilmForm };

/** The products that an address names, each once. */
export function readIds(search: URLSearchParams): string[] {
  const ids = (search.get('products') ?? '').split(',').filter((id) => id !== '');
  return [...new Set(ids)].slice(0, MOST_FILMS);
}

/** A film of each product that has pictures: with its own name, price and brand, and everything else as the draft says. */
export function filmsOf(products: readonly Product[], draft: ProductDraft, locale: string): FilmOf[] {
  return products
    .map((product) => ({ product, form: toForm(withProduct(draft, product, { locale })) }))
    .filter(({ form }) => form.pictures.length > 0);
}

export type Fault = { name: string; error: unknown };

/**
 * Begins one film after the other. A refusal of one does not hold the others up; after one without an answer the rest is
 * left for the next press. What is begun is told by its product, so that the next press leaves it out.
 */
export async function beginAll(
  films: readonly FilmOf[],
  { begin, onBegun }: { begin: (film: FilmOf) => Promise<unknown>; onBegun: (productId: string) => void },
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const film of films) {
    try {
      await begin(film);
      onBegun(film.product.id);
    } catch (error) {
      faults.push({ name: film.product.name, error });
      if (isOffline(error)) break;
    }
  }
  return faults;
}

function isOffline(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'offline';
}
