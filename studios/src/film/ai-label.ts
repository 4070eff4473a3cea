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
 * Providers’ models that made pictures, motion, voice or music of a film, as people read them. Pictures that people brought are
 * taken for what they are said to be: who made those, nobody here knows.
 */
export async function listModels(assets: AssetPort, film: Film, spoken: SpokenLines): Promise<string[]> {
  const takes = film.shots.flatMap(({ selectedTake }) => selectedTake?.madeBy.split(' + ') ?? []);
  const heard = [...spoken.lines, ...(film.sound.music ? [film.sound.music] : [])];
  const sounds = await Promise.all(heard.map(({ assetId }) => findSoundMaker(assets, assetId)));
  const makers = [...takes, ...sounds.flatMap((maker) => maker ?? [])];
  return [...new Set(makers)].filter((maker) => maker !== MADE_BY).sort();
}

/** A sound that is no file any more is not heard either. */
async function findSoundMaker(assets: AssetPort, assetId: string): Promise<string | null> {
  try {
    return (await assets.open(assetId)).madeBy;
  } catch (error) {
    if (error instanceof KinoraError && error.code === 'media.asset_missing') return null;
    throw error;
  }
}
