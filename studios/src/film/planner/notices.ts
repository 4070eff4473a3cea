import { CUTOUT_TRUST_LIMIT, type FilmInput, type Language } from '@kinora/contract';
import type { CastShot } from './cast.ts';
import type { RankedPicture } from './pictures.ts';
import type { BriefReading } from './read-brief.ts';
import { clip, toLine } from './text.ts';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', he: 'Hebrew', ar: 'Arabic' };

type NoticeInput = {
  input: Pick<FilmInput, 'language' | 'voice' | 'seconds'>;
  ranked: readonly RankedPicture[];
  reading: BriefReading;
  cast: readonly CastShot[];
  language: Language;
};

/** Sentences for the person who will look at the plan: what was left out, and what would change that. */
export function planNotices(context: NoticeInput): string[] {
  return [...noticePictures(context), ...noticeBrief(context), ...noticeVoice(context)];
}

function noticePictures({ ranked, cast }: NoticeInput): string[] {
  if (ranked.length === 0) return ['No photographs were given: the film is made of type and light.'];
  const shown = new Set(cast.flatMap((shot) => shot.subjects.map((subject) => subject.pictureKey)));
  const untrusted = ranked.flatMap(({ picture }) => {
    if (picture.kind !== 'photo' || (picture.analysis.cutout?.trust ?? 0) >= CUTOUT_TRUST_LIMIT) return [];
    const doubts = picture.analysis.cutout?.doubts ?? [];
    const why = doubts.length > 0 ? ` (${doubts.join(', ')})` : '';
    return [`“${shortName(picture.name)}” could not be cut out cleanly${why} and is shown whole.`];
  });
  const unused = ranked
    .filter(({ picture }) => !shown.has(picture.key))
    .map(({ picture }) => `“${shortName(picture.name)}”`);
  const left =
    unused.length > 0 ? [`Not used, as the film has no place for more: ${clip(unused.join(', '), 400)}.`] : [];
  return [...untrusted.slice(0, 8), ...left];
}

function shortName(name: string): string {
  return clip(toLine(name), 48);
}

function noticeBrief({ input, reading, language }: NoticeInput): string[] {
  const { facts } = reading;
  const notices: string[] = [];
  if (language !== input.language) {
    notices.push(
      `The brief is written in ${LANGUAGE_NAMES[language]}, so the film is too: the built-in engine does not translate.`,
    );
  }
  const isPriceUnsaid = !facts.price && !facts.offer && !facts.callToAction;
  if (isPriceUnsaid) notices.push('The brief names no price, offer or call to action, so the film shows none.');
  if (!facts.brandName && !facts.productName)
    notices.push('The brief names neither a brand nor a product; the last card stays without a name.');
  return notices;
}

function noticeVoice({ input, language }: NoticeInput): string[] {
  if (input.voice === 'none' || language === 'en') return [];
  if (language === 'he')
    return ['The built-in voice cannot read Hebrew without vowel points, so the film has no voice.'];
  return ['The built-in voice is weak in Arabic: listen before you publish.'];
}
