import type { FilmInput, FilmLook, Language } from '@kinora/contract';
import { chooseFonts, planPalette, type TypeVoice } from '@kinora/media-core';
import { chooseKitFonts, facesOf } from './kit-fonts.ts';
import type { RankedPicture } from './pictures.ts';
import type { PlannerMaterial } from './planner-material.ts';
import type { BriefReading } from './read-brief.ts';
import { isLatin } from './words.ts';

type LookContext = {
  language: Language;
  ranked: readonly RankedPicture[];
  brandName: string | undefined;
  reading: BriefReading;
};

/** Colours and faces of a film, from its products and its kit. Without grain where only a draft is wanted. */
export function planLook(
  quality: FilmInput['quality'],
  material: Pick<PlannerMaterial, 'kit' | 'logo' | 'logoOnDark'>,
  context: LookContext,
): FilmLook {
  const products = context.ranked.flatMap(({ picture }) => (picture.kind === 'photo' ? [picture.analysis] : []));
  const [hero, ...seconds] = products;
  // Without photographs the kit's first colour takes the hero's place, else a warm neutral.
  const stand = material.kit?.colours[0] ?? { l: 60, c: 8, h: 70 };
  const own = chooseFonts(context.language, voiceOf(context.reading));
  const isLatinName = !context.brandName || isLatin(context.brandName);
  const fonts = chooseKitFonts(
    { ...own, wordmark: isLatinName ? own.wordmark : own.display },
    { kit: material.kit, language: context.language, isLatinName },
  );
  const faces = facesOf(fonts, material.kit);
  return {
    language: context.language,
    palette: planPalette({
      hero: hero ?? { palette: [{ colour: stand, share: 1 }], meanLightness: stand.l },
      seconds,
      brandColours: material.kit?.colours ?? [],
    }),
    fonts,
    grain: quality === 'draft' ? 0 : 0.06,
    ...(material.logo ? { logo: material.logo } : {}),
    ...(material.logo && material.logoOnDark ? { logoOnDark: material.logoOnDark } : {}),
    ...(faces.length > 0 ? { faces } : {}),
  };
}

const TECHNICAL =
  /(?<![\p{L}])(app|software|laptop|phone|headphones?|speaker|camera|watch|battery|bluetooth|wireless|engine|drone|charger|gps|sensor|running|sports?|bike|אפליקציה|טלפון|אוזניות|סוללה|אלחוטי|ריצה|تطبيق|هاتف|سماعات|بطارية|لاسلكي|رياضي)(?![\p{L}])/iu;

function voiceOf(reading: BriefReading): TypeVoice {
  const { facts } = reading;
  const text = [facts.productName?.text, facts.claim?.text, ...facts.facts.map((fact) => fact.text)].join(' ');
  if (TECHNICAL.test(text) || facts.tone === 'energetic' || facts.tone === 'urgent') return 'technical';
  return facts.tone === 'warm' ? 'calm' : 'elegant';
}
