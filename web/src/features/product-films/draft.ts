import type { Language, ProductFilmForm, Ratio } from '../../api/index.ts';
import type { DraftPicture } from '../films/index.ts';

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
  seconds: (typeof LENGTHS)[number];
  ratios: Ratio[];
  quality: 'draft' | 'final';
};

export function emptyDraft(): ProductDraft {
  return {
    template: 'runway',
    templateId: '',
    pictures: [],
    title: '',
    price: '',
    prompt: '',
    brandId: '',
    seconds: 10,
    ratios: ['16:9', '9:16', '1:1', '4:5'],
    quality: 'final',
  };
}

/** What the studio is asked for. Empty fields are left out: the film then shows nothing in their place. */
export function toForm(draft: ProductDraft, language: Language): ProductFilmForm {
  const { template, templateId, brandId, seconds, ratios, quality } = draft;
  return {
    template,
    ...(templateId ? { templateId } : {}),
    ...(brandId ? { brandId } : {}),
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
