import type { MusicChoice } from '@kinora/contract';
import type { Language, Product, ProductFilmForm, Ratio } from '../../api/index.ts';
import { sayPrice } from '../catalogue/price-text.ts';
import { type DraftPicture, PICTURES_MAX } from '../films/draft.ts';
import { draftShelf } from '../films/kept-draft.ts';
import { visibleOf } from '../films/products-in-draft.ts';

export const TEMPLATES = ['runway', 'spin', 'macro', 'spotlight'] as const;
export const LENGTHS = [5, 10, 15, 30] as const;

/** The form of a product film as it is being filled in. `templateId` names one of the organization's own templates. */
export type ProductDraft = {
  template: (typeof TEMPLATES)[number];
  templateId: string;
  pictures: DraftPicture[];
  title: string;
  price: string;
  prompt: string;
  brandId: string;
  /** Without a brand: the name on the last card and the logo of this film alone. */
  brandName: string;
  logo: DraftPicture | null;
  language: Language;
  /** The template's own when empty. */
  music: MusicChoice | '';
  seconds: (typeof LENGTHS)[number];
  ratios: Ratio[];
  quality: 'draft' | 'final';
};

export const productDrafts = draftShelf('product-film');

export function emptyDraft(language: Language): ProductDraft {
  return {
    template: 'runway',
    templateId: '',
    pictures: [],
    title: '',
    price: '',
    prompt: '',
    brandId: '',
    brandName: '',
    logo: null,
    language,
    music: '',
    seconds: 10,
    ratios: ['16:9', '9:16', '1:1', '4:5'],
    quality: 'final',
  };
}

/** What the studio is asked for. Empty fields are left out: the film then shows nothing in their place. */
export function toForm(draft: ProductDraft): ProductFilmForm {
  const { template, templateId, brandId, logo, music, language, seconds, ratios, quality } = draft;
  const brandName = draft.brandName.trim();
  return {
    template,
    ...(templateId ? { templateId } : {}),
    ...(brandId ? { brandId } : {}),
    ...(brandId === '' && brandName !== '' ? { brandName } : {}),
    ...(brandId === '' && logo ? { logo: logo.id } : {}),
    ...(music ? { music } : {}),
    pictures: draft.pictures.map(({ id }) => id),
    title: draft.title.trim(),
    price: draft.price.trim(),
    prompt: draft.prompt.trim(),
    seconds,
    ratios,
    quality,
    language,
  };
}

/**
 * The draft for a product of the catalogue: what it is called, costs and belongs to, and these of its pictures. What a
 * person wrote before stays.
 */
export function withProduct(
  draft: ProductDraft,
  product: Pick<Product, 'name' | 'price' | 'brandId' | 'media'>,
  choice: { pictureIds?: readonly string[]; locale: string },
): ProductDraft {
  const all = visibleOf(product);
  const { pictureIds, locale } = choice;
  const pictures = pictureIds ? all.filter(({ id }) => pictureIds.includes(id)) : all;
  return {
    ...draft,
    pictures: pictures.slice(0, PICTURES_MAX),
    title: draft.title.trim() || product.name.slice(0, TITLE_MAX),
    price: draft.price.trim() || (product.price ? sayPrice(product.price, locale) : ''),
    brandId: draft.brandId || (product.brandId ?? ''),
  };
}

/** Whether the draft says anything of a product, so that another one begins a form of its own. */
export function isBegun({ pictures, title, price, prompt }: ProductDraft): boolean {
  return pictures.length > 0 || [title, price, prompt].some((text) => text.trim() !== '');
}

/** Whether the draft shows this product already: asked for once more, it is gone on with. */
export function isOf({ pictures }: ProductDraft, { media }: Pick<Product, 'media'>): boolean {
  return pictures.some(({ id }) => media.some(({ asset }) => asset.id === id));
}

/** The draft of another product: nothing of the one before is said of it, and how films are made here stays chosen. */
export function withoutProduct(draft: ProductDraft): ProductDraft {
  return { ...draft, pictures: [], title: '', price: '', prompt: '', brandId: '', brandName: '', logo: null };
}

export const TITLE_MAX = 60;

export type Hindrance = 'role' | 'pictures' | 'ratio' | 'uploading' | 'offline';

/** Why the film cannot be made now, in the order one would repair it. */
export function listHindrances(
  draft: ProductDraft,
  state: { isUploading: boolean; isOnline: boolean; canMake: boolean },
): Hindrance[] {
  const found: [boolean, Hindrance][] = [
    [!state.canMake, 'role'],
    [draft.pictures.length === 0, 'pictures'],
    [draft.ratios.length === 0, 'ratio'],
    [state.isUploading, 'uploading'],
    [!state.isOnline, 'offline'],
  ];
  return found.filter(([isSo]) => isSo).map(([, hindrance]) => hindrance);
}
