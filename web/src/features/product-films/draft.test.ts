import { expect, it } from 'vitest';
import type { Product } from '../../api/index.ts';
import { emptyDraft, isBegun, isOf, listHindrances, toForm, withoutProduct, withProduct } from './draft.ts';

const asset = (id: string, kind = 'image') => ({ id, kind, name: id }) as Product['media'][number]['asset'];
const media = (id: string, role: string, kind?: string) =>
  ({ id: `m${id}`, role, asset: asset(id, kind) }) as Product['media'][number];
const product = {
  name: 'Linen shirt',
  price: { amountMinor: 8950, currency: 'EUR' },
  brandId: 'b1' as Product['brandId'],
  media: [media('1', 'front'), media('2', 'hero'), media('3', 'sound', 'audio'), media('4', 'back')],
};

it('takes a product’s pictures with its hero first, its name, its price and its brand', () => {
  const draft = withProduct(emptyDraft('en'), product, { locale: 'en' });
  expect(draft.pictures.map(({ id }) => id)).toEqual(['2', '1', '4']);
  expect(draft).toMatchObject({ title: 'Linen shirt', price: '€89.50', brandId: 'b1' });
});

it('takes only the pictures chosen, and leaves what a person wrote', () => {
  const written = { ...emptyDraft('en'), title: 'New', price: '€70' };
  const draft = withProduct(written, product, { pictureIds: ['4', '1'], locale: 'en' });
  expect(draft.pictures.map(({ id }) => id)).toEqual(['1', '4']);
  expect(draft).toMatchObject({ title: 'New', price: '€70' });
});

it('asks for nothing that was not chosen, and for a name and logo only without a brand', () => {
  const empty = toForm(emptyDraft('he'));
  expect(empty).not.toHaveProperty('music');
  expect(empty).not.toHaveProperty('brandName');
  expect(empty).toMatchObject({ language: 'he', template: 'runway' });
  const logo = { ...asset('9'), url: '', thumbnailUrl: null, placeholderColour: null };
  const own = { ...emptyDraft('en'), brandName: ' Nera ', logo, music: 'epic' as const };
  expect(toForm(own)).toMatchObject({ brandName: 'Nera', logo: '9', music: 'epic' });
  const branded = toForm({ ...own, brandId: 'b1' });
  expect(branded).not.toHaveProperty('logo');
  expect(branded).not.toHaveProperty('brandName');
});

it('names what is missing in the order one would repair it', () => {
  const state = { isUploading: true, isOnline: true, canMake: false };
  expect(listHindrances({ ...emptyDraft('en'), ratios: [] }, state)).toEqual([
    'role',
    'pictures',
    'ratio',
    'uploading',
  ]);
});

it('goes on with a product it shows, and begins anew for another, with the choices of how films are made', () => {
  const draft = { ...withProduct(emptyDraft('en'), product, { locale: 'en' }), music: 'epic' as const };
  const other = { media: [media('7', 'hero')] };
  expect([isOf(draft, product), isOf(draft, other), isOf(emptyDraft('en'), product)]).toEqual([true, false, false]);
  expect([isBegun(draft), isBegun(emptyDraft('en')), isBegun({ ...emptyDraft('en'), price: '€7' })]).toEqual([
    true,
    false,
    true,
  ]);
  expect(withoutProduct(draft)).toEqual({ ...emptyDraft('en'), music: 'epic' });
});
