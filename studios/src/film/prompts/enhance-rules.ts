import type { Language } from '@kinora/contract';

export type EnhanceKind = 'picture' | 'motion';

/** What a prompt should say, how it is known that it does, and what is added where it does not. */
type Rule = { says: RegExp; add: string };

const MOST_CHARACTERS = 1000;

const PICTURE: Readonly<Record<Language, readonly Rule[]>> = {
  en: [
    {
      says: /(?<!\p{L})(?:light|lit|lamp|sun|daylight|shadow|glow|backlit|dusk|dawn|night)/iu,
      add: 'soft light from one side',
    },
    {
      says: /(?<!\p{L})(?:background|backdrop|ground|wall|table|floor|studio|stage|street|room|set|field)/iu,
      add: 'on a plain ground',
    },
    {
      says: /(?<!\p{L})(?:close|wide|macro|portrait|angle|lens|mm|shot|view|framed|from above|eye level|overhead)/iu,
      add: 'eye level, 50 mm lens',
    },
    { says: /(?<!\p{L})(?:text|letter|caption|lettering)/iu, add: 'no lettering in the picture' },
  ],
  he: [
    { says: /אור|תאורה|מואר|צל|שמש|לילה|שקיעה|זריחה/u, add: 'אור רך מצד אחד' },
    { says: /רקע|קיר|שולחן|רצפה|סטודיו|במה|רחוב|חדר/u, add: 'על רקע חלק' },
    { says: /תקריב|רחב|מאקרו|זווית|עדשה|גובה העיניים|מלמעלה|צילום/u, add: 'בגובה העיניים, עדשת 50 מ״מ' },
    { says: /טקסט|אותיות|כיתוב/u, add: 'בלי כיתוב בתמונה' },
  ],
  ar: [
    { says: /ضوء|إضاءة|مضاء|ظل|شمس|ليل|غروب|شروق/u, add: 'ضوء ناعم من جانب واحد' },
    { says: /خلفية|جدار|حائط|طاولة|أرضية|استوديو|مسرح|شارع|غرفة/u, add: 'على خلفية بسيطة' },
    { says: /قريب|واسع|ماكرو|زاوية|عدسة|مستوى العين|من الأعلى|لقطة/u, add: 'في مستوى العين، عدسة 50 مم' },
    { says: /نص|حروف|كتابة/u, add: 'بلا كتابة في الصورة' },
  ],
};

const MOTION: Readonly<Record<Language, readonly Rule[]>> = {
  en: [
    {
      says: /(?<!\p{L})(?:push|pull|pan|tilt|orbit|track|dolly|zoom|sweep|camera|still|static|turn|move|drift|rise|fall|sway)/iu,
      add: 'slow push in',
    },
    { says: /(?<!\p{L})(?:slow|fast|quick|gentle|steady|sudden|smooth|still|static)/iu, add: 'steady' },
  ],
  he: [
    { says: /מצלמה|תנועה|התקרבות|סיבוב|נע|זז|עומד/u, add: 'התקרבות איטית של המצלמה' },
    { says: /איטי|מהיר|עדין|יציב|פתאומי|חלק/u, add: 'בתנועה יציבה' },
  ],
  ar: [
    { says: /كاميرا|حركة|اقتراب|دوران|تتحرك|ثابت/u, add: 'اقتراب بطيء للكاميرا' },
    { says: /بطيء|سريع|لطيف|ثابت|مفاجئ|سلس/u, add: 'بحركة ثابتة' },
  ],
};

const RULES = { picture: PICTURE, motion: MOTION } as const;
const COMMA: Readonly<Record<Language, string>> = { en: ', ', he: ', ', ar: '، ' };

/**
 * A prompt with what image and video models need to be told and the person left out: light, ground, framing, or one steady
 * movement. What they wrote stays as it is and comes first; a prompt that says everything is given back unchanged.
 */
export function enhanceByRules(asked: { kind: EnhanceKind; prompt: string; language: Language }): {
  prompt: string;
  added: string[];
} {
  const own = asked.prompt.trim().replace(/[\s.,،؛;]+$/u, '');
  const missing = RULES[asked.kind][asked.language].filter(({ says }) => !says.test(own)).map(({ add }) => add);
  const added: string[] = [];
  let prompt = own;
  for (const phrase of missing) {
    const longer = prompt === '' ? phrase : `${prompt}${COMMA[asked.language]}${phrase}`;
    if ([...longer].length > MOST_CHARACTERS) break;
    prompt = longer;
    added.push(phrase);
  }
  return { prompt: added.length === 0 ? asked.prompt : prompt, added };
}
