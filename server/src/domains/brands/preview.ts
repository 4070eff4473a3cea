import {
  type FilmInput,
  filmInput,
  type Language,
  type Ratio,
  type SceneDescription,
  type Storyboard,
} from '@kinora/contract';
import type { BrandRecord } from './store.ts';

export type BrandView = 'picture' | 'words' | 'card';

/** Says what it is: nothing is invented for a brand that has not said anything yet. */
const SENTENCES: Readonly<Record<Language, string>> = {
  en: 'This is how your words look',
  he: 'כך ייראו המילים שלכם',
  ar: 'هكذا ستبدو كلماتكم',
};
const NAMES: Readonly<Record<Language, string>> = { en: 'Brand', he: 'מותג', ar: 'العلامة' };
const OPENINGS: Readonly<Record<Language, string>> = { en: 'Opening', he: 'פתיחה', ar: 'الافتتاحية' };

/** The form of a film that shows the kit and nothing else. */
export function toPreviewForm(brand: BrandRecord, pictures: readonly string[], language: Language): FilmInput {
  const brief = `${NAMES[language]}: ${brand.name}\n${OPENINGS[language]}: ${SENTENCES[language]}.\n${SENTENCES[language]}.`;
  return filmInput.parse({ brief, pictures, brandId: brand.id, seconds: 15, language, quality: 'final', seed: 7 });
}

const PICTURE_KINDS: readonly SceneDescription['kind'][] = [
  'hero',
  'photo',
  'studio_floor',
  'spotlight',
  'close',
  'price',
];
const WORD_KINDS: readonly SceneDescription['kind'][] = ['typographic', 'kinetic_words', 'hero', 'photo'];

export type PreviewShot = Storyboard['scenes'][number]['shots'][number];

/** The shot that shows what is asked for best; a brand without photographs shows its words, then its card. */
export function choosePreviewShot(storyboard: Storyboard, view: BrandView): PreviewShot {
  const shots = storyboard.scenes.flatMap((scene) => scene.shots);
  const card = shots.find((shot) => shot.scene.kind === 'end_card') ?? shots.at(-1)!;
  if (view === 'card') return card;
  const kinds = view === 'picture' ? PICTURE_KINDS : WORD_KINDS;
  const fits = (shot: PreviewShot) =>
    view === 'picture' ? shot.scene.subjects.length > 0 : shot.scene.words.lines.length > 0;
  for (const kind of kinds) {
    const shot = shots.find((one) => one.scene.kind === kind && fits(one));
    if (shot) return shot;
  }
  return shots.find(fits) ?? (view === 'picture' ? choosePreviewShot(storyboard, 'words') : card);
}

/** Moment at which everything has arrived. */
const SETTLED_SHARE = 0.7;

export type PreviewRequest = { view: BrandView; ratio: Ratio; width: number };

export function toFrame(storyboard: Storyboard, { view, ratio, width }: PreviewRequest) {
  const { scene, key: shotKey, lengthFrames } = choosePreviewShot(storyboard, view);
  const frame = Math.floor(lengthFrames * SETTLED_SHARE);
  return { scene, storyboard, shotKey, lengthFrames, frame, ratio, width };
}
