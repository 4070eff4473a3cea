import type { Language } from '@kinora/contract';

/** A product of the sample brand as the catalogue keeps it; `key` is that of its drawing (products.ts). */
export type SampleGood = {
  key: string;
  kind: 'garment' | 'object';
  sku: string;
  name: string;
  description: string;
  tags: string[];
  price: { amountMinor: number; currency: string };
};

type Words = { name: string; description: string; tags: string[] };

/** Prices agree with the briefs' “from 79 €” and “from 320”. */
const GOODS = [
  { key: 'tote', kind: 'object', sku: 'SAB-TOTE-01', price: { en: 249, he: 990, ar: 990 } },
  { key: 'scarf', kind: 'garment', sku: 'SAB-SCARF-01', price: { en: 79, he: 320, ar: 320 } },
  { key: 'beanie', kind: 'garment', sku: 'SAB-BEANIE-01', price: { en: 89, he: 360, ar: 360 } },
  { key: 'balm', kind: 'object', sku: 'SAB-BALM-01', price: { en: 19, he: 79, ar: 79 } },
] as const;
type Key = (typeof GOODS)[number]['key'];

const CURRENCIES = { en: 'EUR', he: 'ILS', ar: 'AED' } as const satisfies Record<Language, string>;

const WORDS: Readonly<Record<Language, Record<Key, Words>>> = {
  en: {
    tote: {
      name: 'Leather tote',
      description: 'Vegetable-tanned leather, stitched by hand with waxed thread. Brass fittings.',
      tags: ['leather', 'bags'],
    },
    scarf: { name: 'Herringbone scarf', description: 'Lambswool, woven in Biella.', tags: ['wool', 'winter'] },
    beanie: { name: 'Ribbed beanie', description: 'Soft merino, knitted in Donegal.', tags: ['wool', 'winter'] },
    balm: { name: 'Leather balm', description: 'Beeswax and oil. Keeps leather supple for decades.', tags: ['care'] },
  },
  he: {
    tote: {
      name: 'תיק עור',
      description: 'עור בעיבוד צמחי, תפור ביד בחוט משוח בשעווה. אבזמי פליז.',
      tags: ['עור', 'תיקים'],
    },
    scarf: { name: 'צעיף אדרה', description: 'צמר כבשים, נארג בביאלה.', tags: ['צמר', 'חורף'] },
    beanie: { name: 'כובע צמר', description: 'צמר מרינו רך, נסרג בדונגל.', tags: ['צמר', 'חורף'] },
    balm: { name: 'משחת עור', description: 'שעוות דבורים ושמן. שומרת על העור גמיש לעשורים.', tags: ['טיפוח'] },
  },
  ar: {
    tote: {
      name: 'حقيبة جلدية',
      description: 'جلد مدبوغ نباتياً، مخيط يدوياً بخيط مشمّع، مع قطع من النحاس.',
      tags: ['جلد', 'حقائب'],
    },
    scarf: { name: 'وشاح صوفي', description: 'صوف الحملان، منسوج في بييلا.', tags: ['صوف', 'شتاء'] },
    beanie: { name: 'قبعة صوفية', description: 'صوف ميرينو ناعم، محبوك في دونيغال.', tags: ['صوف', 'شتاء'] },
    balm: { name: 'بلسم الجلد', description: 'شمع العسل والزيت. يحافظ على ليونة الجلد لعقود.', tags: ['عناية'] },
  },
};

/** What the sample brand sells, told in one language and priced in its currency. */
export function sampleGoods(language: Language): SampleGood[] {
  return GOODS.map(({ price, ...good }) => ({
    ...good,
    ...WORDS[language][good.key],
    price: { amountMinor: price[language] * 100, currency: CURRENCIES[language] },
  }));
}
