import type { PromptCase } from './evaluate.ts';

/** Briefs of different trades, lengths and scripts; each has a trap: a number, a law, a word that is nearly a claim. */
export const PROMPT_CASES: readonly PromptCase[] = [
  {
    name: 'fashion, prices',
    language: 'en',
    seconds: 15,
    brief:
      'Brand: Maison Halden. Autumn drop. The dresses, cut in Porto. Merino, organic cotton and recycled satin. Made to be worn again. From €79. Free returns for 60 days.',
  },
  {
    name: 'coffee, nothing to claim',
    language: 'en',
    seconds: 30,
    brief:
      'Brand: Orra Coffee. Beans from Ethiopia and Peru, roasted in small drums every Tuesday. Notes of plum and cocoa. Order at orra.example.',
  },
  {
    name: 'medicine-like, must not claim',
    language: 'en',
    seconds: 15,
    brief:
      'Product: Tide magnesium drink. Lemon taste, no sugar. 20 sachets for €18. This is a food supplement. Must not say: sleep.',
  },
  {
    name: 'a short brief',
    language: 'en',
    seconds: 15,
    brief: 'A linen shirt that breathes.',
  },
  {
    name: 'Hebrew',
    language: 'he',
    seconds: 15,
    brief:
      'מותג: סייבל. תיק העור החדש. עור איטלקי, תפירה ידנית ורוכסן פליז. נבנה להישאר. מחיר: 890 ₪. משלוח חינם. הזמינו באתר.',
  },
  {
    name: 'Arabic',
    language: 'ar',
    seconds: 15,
    brief:
      'المنتج: حقيبة الجلد\nالعلامة: سيبل\nالمميزات: جلد إيطالي، خياطة يدوية وسحاب نحاسي\nالسعر: ٣٥٠ درهم\nالشعار: صنعت لتبقى',
  },
  {
    name: 'a minute',
    language: 'en',
    seconds: 60,
    brief:
      'Brand: Fjellhus. Cabins of spruce above the tree line. Each sleeps four. A stove, a sauna and no signal. Bread is baked in the valley and carried up. Walk in from the road in 40 minutes. From NOK 1,900 a night. Book at fjellhus.example.',
  },
];
