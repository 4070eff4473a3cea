import { CUTOUT_TRUST_LIMIT, type FilmInput, type Language, say } from '@kinora/contract';
import type { CastShot } from './cast.ts';
import type { RankedPicture } from './pictures.ts';
import type { BriefReading } from './read-brief.ts';
import { clip, toLine } from './text.ts';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', he: 'Hebrew', ar: 'Arabic' };

type NoticeInput = {
  input: Pick<FilmInput, 'language' | 'voice' | 'voiceBy' | 'seconds'>;
  ranked: readonly RankedPicture[];
  reading: BriefReading;
  /** From the form, the kit or the brief. */
  brandName: string | undefined;
  cast: readonly CastShot[];
  language: Language;
};

/** Sentences for the person who will look at the plan: what was left out, and what would change that. */
export function planNotices(context: NoticeInput): string[] {
  return [...noticePictures(context), ...noticeBrief(context), ...noticeVoice(context)];
}

function noticePictures({ ranked, cast }: NoticeInput): string[] {
  if (ranked.length === 0) return [say('notice.no_photographs')];
  const shown = new Set(cast.flatMap((shot) => shot.subjects.map((subject) => subject.pictureKey)));
  const unused = ranked
    .filter(({ picture }) => !shown.has(picture.key))
    .map(({ picture }) => `“${shortName(picture.name)}”`);
  const left = unused.length > 0 ? [say('notice.not_used', { names: clip(unused.join(', '), 400) })] : [];
  return [...noticeUncut(ranked), ...left];
}

const MOST_UNCUT = 8;

/** A sentence for each photograph that could not be cut out and is shown whole. */
export function noticeUncut(ranked: readonly RankedPicture[]): string[] {
  const untrusted = ranked.flatMap(({ picture }) => {
    if (picture.kind !== 'photo' || (picture.analysis.cutout?.trust ?? 0) >= CUTOUT_TRUST_LIMIT) return [];
    const doubts = picture.analysis.cutout?.doubts ?? [];
    const name = shortName(picture.name);
    if (doubts.length === 0) return [say('notice.not_cut_out_plain', { name })];
    return [say('notice.not_cut_out', { name, why: doubts.join(', ') })];
  });
  return untrusted.slice(0, MOST_UNCUT);
}

function shortName(name: string): string {
  return clip(toLine(name), 48);
}

function noticeBrief({ input, reading, brandName, language }: NoticeInput): string[] {
  const { facts } = reading;
  const notices: string[] = [];
  if (language !== input.language) {
    notices.push(say('notice.language', { language: LANGUAGE_NAMES[language] }));
  }
  const isPriceUnsaid = !facts.price && !facts.offer && !facts.callToAction;
  if (isPriceUnsaid) notices.push(say('notice.nothing_offered'));
  if (!brandName && !facts.productName) notices.push(say('notice.nameless'));
  return notices;
}

function noticeVoice({ input, language }: NoticeInput): string[] {
  if (input.voice === 'none' || input.voiceBy || language === 'en') return [];
  if (language === 'he') return [say('notice.voice_hebrew')];
  return [say('notice.voice_arabic')];
}
