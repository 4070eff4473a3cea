import type { Language, LogoIdea, LogoKind } from '@kinora/contract';

/** What ideas are made from: the brief and what the kit says of the brand. */
export type LogoGrounds = {
  name: string;
  about: string;
  language: Language;
  count: number;
  /** `#rrggbb`, most important first; empty where the kit has none. */
  colours: readonly string[];
  wordsToAvoid: readonly string[];
};

/** `{name}` and `{initial}` are the brand's; `{about}` what it does, as it was written. */
type Concept = { kind: LogoKind; prompt: string; words: Record<Language, { title: string; idea: string }> };

const NEGATIVE = 'photograph, mock-up, gradient, shadow, bevel, texture, tagline, extra letters, watermark';
/** Ink and one warm accent, where the brand has no colours yet. */
const USUAL_COLOURS = ['#1d1a16', '#9a5a2e'];

/**
 * The moments of a logo that hold up as one idea each (craft-logos.md §4, §6, §7), most telling first. Each is another way of
 * thinking, so that a first sheet shows directions and no variations.
 */
const CONCEPTS: readonly Concept[] = [
  {
    kind: 'wordmark',
    prompt:
      'Wordmark “{name}” in a warm geometric sans serif, medium weight. One round letter is replaced by a simple drawing that stands for {about}, in the same box and stroke width as the letter, so that the word stays readable.',
    words: {
      en: {
        title: 'A letter that is the thing',
        idea: 'One round letter of the name becomes what the brand is about.',
      },
      he: { title: 'אות שהיא הדבר', idea: 'אות עגולה אחת בשם הופכת למה שהמותג עוסק בו.' },
      ar: { title: 'حرف هو الشيء نفسه', idea: 'يتحول حرف مستدير في الاسم إلى ما تدور حوله العلامة.' },
    },
  },
  {
    kind: 'symbol',
    prompt:
      'Abstract sign for a brand of {about}: four equal leaf shapes around a centre, built from circles, every gap the same width, point symmetric, one accent among dark shapes. No lettering.',
    words: {
      en: {
        title: 'Four parts, one centre',
        idea: 'Equal shapes around a centre, with one gap everywhere, say care and order.',
      },
      he: { title: 'ארבעה חלקים, מרכז אחד', idea: 'צורות שוות סביב מרכז, עם מרווח אחיד, אומרות הקפדה וסדר.' },
      ar: { title: 'أربعة أجزاء ومركز واحد', idea: 'أشكال متساوية حول مركز بفراغ واحد تعبّر عن العناية والنظام.' },
    },
  },
  {
    kind: 'lettermark',
    prompt:
      'Lettermark of the letter {initial} as a single monoline of constant width that turns back on itself, round only at its two free ends, drawn from straight bars and quarter circles, centred with much air.',
    words: {
      en: { title: 'One line', idea: 'The initial is drawn in a single line that never lifts, as good work is done.' },
      he: { title: 'קו אחד', idea: 'האות הראשונה נמשכת בקו אחד שאינו מתרומם, כמו עבודה טובה.' },
      ar: { title: 'خط واحد', idea: 'يُرسم الحرف الأول بخط واحد لا ينقطع، كما يُنجز العمل الجيد.' },
    },
  },
  {
    kind: 'combination',
    prompt:
      'Small solid sign for {about}, made of discs, bars and arcs with slits of one width, set left of the name “{name}” in a quiet sans serif whose stroke equals the slits. The sign is as high as the capitals.',
    words: {
      en: { title: 'Sign and name, one hand', idea: 'The sign is cut by the same stroke the letters are made of.' },
      he: { title: 'סמל ושם ביד אחת', idea: 'הסמל חתוך באותו עובי קו שממנו בנויות האותיות.' },
      ar: { title: 'رمز واسم بيد واحدة', idea: 'يُقطع الرمز بالسماكة نفسها التي رُسمت بها الحروف.' },
    },
  },
  {
    kind: 'emblem',
    prompt:
      'Round emblem: the name “{name}” set on a circle in spaced capitals around a single plain drawing that stands for {about}, two line weights only, equal air inside and outside the ring.',
    words: {
      en: { title: 'A seal', idea: 'The name runs around what is made, as on a seal pressed into it.' },
      he: { title: 'חותם', idea: 'השם מקיף את מה שנוצר, כמו חותם שהוטבע בו.' },
      ar: { title: 'ختم', idea: 'يدور الاسم حول ما يُصنع كأنه ختم طُبع عليه.' },
    },
  },
  {
    kind: 'wordmark',
    prompt:
      'Wordmark “{name}” in heavy capitals, cut by one straight horizontal gap at the height where the letters have the least ink, the gap a sixteenth of their height, both halves exactly aligned.',
    words: {
      en: { title: 'One cut', idea: 'A single cut through the whole name, as clean as a well-made seam.' },
      he: { title: 'חתך אחד', idea: 'חתך אחד לאורך כל השם, נקי כמו תפר עשוי היטב.' },
      ar: { title: 'قطع واحد', idea: 'قطع واحد عبر الاسم كله، نظيف كدرزة متقنة.' },
    },
  },
  {
    kind: 'lettermark',
    prompt:
      'Monogram: the letter {initial} knocked out of a solid disc so that the edge of the disc cuts its foot, counterchanged in two flat colours, sharp geometry, no outline.',
    words: {
      en: { title: 'Out of the disc', idea: 'The initial is what is left when something is taken away.' },
      he: { title: 'מתוך הדיסקה', idea: 'האות הראשונה היא מה שנשאר כשמורידים משהו.' },
      ar: { title: 'من داخل القرص', idea: 'الحرف الأول هو ما يبقى حين يُزال شيء.' },
    },
  },
  {
    kind: 'symbol',
    prompt:
      'Sign of nested arches like a doorway seen from the front, bars of one width with equal gaps, the innermost arch in the accent colour, for a brand of {about}. No lettering.',
    words: {
      en: { title: 'A doorway', idea: 'Arches inside arches invite one in: the brand as a place.' },
      he: { title: 'פתח', idea: 'קשתות בתוך קשתות מזמינות להיכנס: המותג כמקום.' },
      ar: { title: 'مدخل', idea: 'أقواس داخل أقواس تدعو إلى الدخول: العلامة بوصفها مكاناً.' },
    },
  },
];

/** Concepts for a first sheet, by rules: the same brand has the same ones. */
export function thinkOfLogos(grounds: LogoGrounds): LogoIdea[] {
  const { language, count } = grounds;
  const colours = (grounds.colours.length > 0 ? grounds.colours : USUAL_COLOURS).slice(0, 2);
  return CONCEPTS.slice(0, count).map(({ kind, prompt, words }) => ({
    ...words[language],
    kind,
    prompt: `${fill(prompt, grounds)} Flat vector on a plain ground, colours ${colours.join(' and ')}.`,
    negativePrompt: NEGATIVE,
    colours: [...colours],
  }));
}

const MOST_ABOUT = 160;

function fill(text: string, { name, about }: LogoGrounds): string {
  const initial = [...name.trim()][0]?.toLocaleUpperCase() ?? '';
  return text.replaceAll('{name}', name.trim()).replaceAll('{initial}', initial).replaceAll('{about}', toClause(about));
}

/** What the brand does as part of a sentence: short, without its full stop, its first word small unless it is a name. */
function toClause(about: string): string {
  const told = about.trim().replace(/[.!?]+$/, '');
  const letters = [...told];
  const short =
    letters.length > MOST_ABOUT
      ? letters
          .slice(0, MOST_ABOUT)
          .join('')
          .replace(/\s+\S*$/, '')
      : told;
  return /^\p{Lu}\p{Ll}* \p{Ll}/u.test(short) || /^\p{Lu}\p{Ll}*,/u.test(short)
    ? `${short[0]!.toLocaleLowerCase()}${short.slice(1)}`
    : short;
}
