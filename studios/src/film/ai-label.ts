import type { Disclosure, Language } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import type { AssetPort, Film } from '../ports.ts';
import { MADE_BY } from './dependencies.ts';
import type { SpokenLines } from './leaves/spoken-lines.ts';

/** What the picture says where people want it to. Two or three words that are read in a glance. */
const LABEL: Readonly<Record<Language, string>> = {
  en: 'Made with AI',
  he: 'נוצר בעזרת AI',
  ar: 'صُنع بالذكاء الاصطناعي',
};

export function disclosureIn(language: Language): Disclosure {
  return { text: LABEL[language], language };
}

/**
 * Providers’ models that made pictures, motion or voice of a film, as people read them. Pictures that people brought are
 * taken for what they are said to be: who made those, nobody here knows.
 */
export async function listModels(assets: AssetPort, film: Film, spoken: SpokenLines): Promise<string[]> {
  const takes = film.shots.flatMap(({ selectedTake }) => selectedTake?.madeBy.split(' + ') ?? []);
  const voices = await Promise.all(spoken.lines.map(({ assetId }) => findVoiceMaker(assets, assetId)));
  const makers = [...takes, ...voices.flatMap((maker) => maker ?? [])];
  return [...new Set(makers)].filter((maker) => maker !== MADE_BY).sort();
}

/** A line that is no file any more is not heard either. */
async function findVoiceMaker(assets: AssetPort, assetId: string): Promise<string | null> {
  try {
    return (await assets.open(assetId)).madeBy;
  } catch (error) {
    if (error instanceof KinoraError && error.code === 'media.asset_missing') return null;
    throw error;
  }
}
