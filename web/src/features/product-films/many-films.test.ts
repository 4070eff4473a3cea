import { describe, expect, test } from 'vitest';
import type { Asset, Product } from '../../api/index.ts';
import { emptyDraft } from './draft.ts';
import { beginAll, type FilmOf, filmsOf, MOST_FILMS, readIds } from './many-films.ts';

const picture = (id: string) => ({ role: 'hero', asset: { id, kind: 'image', mediaType: 'image/png' } as Asset });
const product = (id: string, change: Partial<Product> = {}) =>
  ({
    id,
    name: `Product ${id}`,
    price: null,
    brandId: null,
    media: [picture(`picture ${id}`)],
    ...change,
  }) as unknown as Product;

describe('a film of each product', () => {
  test('has the name, price, brand and pictures of its product, and is made as chosen for all', () => {
    const draft = { ...emptyDraft('en'), template: 'macro' as const, seconds: 15 as const };
    const dear = { price: { amountMinor: 7900, currency: 'EUR' }, brandId: 'nera' } as Partial<Product>;
    const forms = filmsOf([product('a', dear), product('b')], draft, 'en').map(({ form }) => form);
    expect(forms).toMatchObject([
      { template: 'macro', seconds: 15, title: 'Product a', brandId: 'nera', pictures: ['picture a'] },
      { template: 'macro', seconds: 15, title: 'Product b', pictures: ['picture b'] },
    ]);
    expect(forms.map(({ price }) => price)).toEqual(['€79.00', '']);
    expect(forms[1]).not.toHaveProperty('brandId');
  });

  test('is not made of a product without pictures', () => {
    const films = filmsOf([product('a', { media: [] }), product('b')], emptyDraft('en'), 'en');
    expect(films.map(({ product: { id } }) => id)).toEqual(['b']);
  });

  test('is asked for once, and of so many at most', () => {
    const ids = Array.from({ length: MOST_FILMS + 5 }, (_, index) => `p${index}`);
    expect(readIds(new URLSearchParams({ products: 'a,b,,a' }))).toEqual(['a', 'b']);
    expect(readIds(new URLSearchParams({ products: ids.join(',') }))).toHaveLength(MOST_FILMS);
  });
});

describe('beginning them', () => {
  const films = filmsOf(
    ['a', 'b', 'c'].map((id) => product(id)),
    emptyDraft('en'),
    'en',
  );
  const run = async (refuse: (film: FilmOf) => Error | undefined) => {
    const begun: string[] = [];
    const begin = async (film: FilmOf) => {
      const error = refuse(film);
      if (error) throw error;
    };
    const faults = await beginAll(films, { begin, onBegun: (id) => begun.push(id) });
    return { begun, faults: faults.map(({ name }) => name) };
  };

  test('goes on past one that is refused, and names it', async () => {
    const refused = await run(({ product: { id } }) => (id === 'b' ? new Error('no') : undefined));
    expect(refused).toEqual({ begun: ['a', 'c'], faults: ['Product b'] });
  });

  test('ends where the studio no longer answers', async () => {
    const away = Object.assign(new Error('away'), { code: 'offline' });
    expect(await run(({ product: { id } }) => (id === 'b' ? away : undefined))).toEqual({
      begun: ['a'],
      faults: ['Product b'],
    });
  });
});
