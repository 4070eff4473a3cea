import type { MusicChoice } from '@kinora/contract';
import type { Asset, FilmForm, Language, Ratio } from '../../api/index.ts';
import { draftShelf } from './kept-draft.ts';

export const RATIOS: readonly Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
export const VOICES = ['none', 'male-deep', 'male-warm', 'female-soft', 'female-energetic', 'child'] as const;
export const BRIEF_MAX = 20_000;
export const PICTURES_MAX = 24;

export type DraftPicture = Pick<Asset, 'id' | 'name' | 'url' | 'thumbnailUrl' | 'kind' | 'placeholderColour'> &
  Partial<Pick<Asset, 'notices' | 'messages'>>;

/** The form of a new film as it is being written; kept in the browser until the film is made. */
export type FilmDraft = {
  brief: string;
  pictures: DraftPicture[];
  logo: DraftPicture | null;
  brandId: string;
  brandName: string;
  seconds: 15 | 30 | 60;
  language: Language;
  voice: (typeof VOICES)[number];
  /** A provider's voice in the place of the built-in one; without the voice's id it is not whole, and is not sent. */
  voiceBy: { connection: string; model: string; voice: string; orElse: 'nobody' | 'built_in' } | null;
  music: MusicChoice;
  /** A provider's music in the place of the built-in one. */
  musicBy: { connection: string; model: string; orElse: 'nobody' | 'built_in' } | null;
  /** `under`: clips of providers are heard low under music and voice. */
  clipSound: 'none' | 'under';
  ratios: Ratio[];
  burnCaptions: boolean;
  fps: 24 | 25 | 30;
  quality: 'draft' | 'final';
};

export const filmDrafts = draftShelf('film');

export function emptyDraft(language: Language): FilmDraft {
  return {
    brief: '',
    pictures: [],
    logo: null,
    brandId: '',
    brandName: '',
    seconds: 15,
    language,
    voice: 'none',
    voiceBy: null,
    music: 'uplifting',
    musicBy: null,
    clipSound: 'none',
    ratios: [...RATIOS],
    burnCaptions: false,
    fps: 30,
    quality: 'final',
  };
}

/** What the studio is asked for. Empty fields are left out: the studio then shows nothing in their place. */
export function toFilmForm(draft: FilmDraft): FilmForm {
  return {
    brief: draft.brief.trim(),
    pictures: draft.pictures.map(({ id }) => id),
    ...(draft.logo ? { logo: draft.logo.id } : {}),
    ...(draft.brandId ? { brandId: draft.brandId } : {}),
    ...(!draft.brandId && draft.brandName.trim() ? { brandName: draft.brandName.trim() } : {}),
    seconds: draft.seconds,
    language: draft.language,
    ...toVoice(draft),
    music: draft.music,
    ...(draft.musicBy && draft.music !== 'none' ? { musicBy: draft.musicBy } : {}),
    ...(draft.clipSound === 'under' ? { clipSound: draft.clipSound } : {}),
    ratios: RATIOS.filter((ratio) => draft.ratios.includes(ratio)),
    fps: draft.fps,
    burnCaptions: draft.burnCaptions,
    quality: draft.quality,
  };
}

function toVoice({ language, voice, voiceBy }: FilmDraft): Pick<FilmForm, 'voice' | 'voiceBy'> {
  const isWhole = voiceBy !== null && voiceBy.voice.trim() !== '' && voice !== 'none';
  if (!isWhole) return { voice: speaks({ language, voiceBy: null }) ? voice : 'none' };
  return { voice, voiceBy: { ...voiceBy, ...(language === 'he' ? { orElse: 'nobody' as const } : {}) } };
}

/** The built-in voice cannot read Hebrew without vowel points; it refuses rather than mumbles. */
export function speaks({ language, voiceBy }: Pick<FilmDraft, 'language' | 'voiceBy'>): boolean {
  return language !== 'he' || voiceBy !== null;
}

export type Hindrance = 'brief' | 'briefLong' | 'ratio' | 'uploading' | 'offline' | 'role';

/** Why the film cannot be made now, in the order one would repair it. */
export function listHindrances(
  draft: FilmDraft,
  state: { isUploading: boolean; isOnline: boolean; canMake: boolean },
): Hindrance[] {
  const found: [boolean, Hindrance][] = [
    [!state.canMake, 'role'],
    [draft.brief.trim() === '', 'brief'],
    [draft.brief.length > BRIEF_MAX, 'briefLong'],
    [draft.ratios.length === 0, 'ratio'],
    [state.isUploading, 'uploading'],
    [!state.isOnline, 'offline'],
  ];
  return found.filter(([isSo]) => isSo).map(([, hindrance]) => hindrance);
}
