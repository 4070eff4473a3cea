import { PRICES, type PriceKey, type QuoteLine, type Ratio, type Storyboard, say } from '@kinora/contract';
import type { QuoteContext, StudioQuote } from '../studio.ts';
import { MADE_BY } from './dependencies.ts';
import { type MusicOrder, musicLines } from './orders/music-order.ts';
import { labelOf as vendorLabel, warnUnpriced } from './orders/route-order.ts';
import { type VoiceOrder, voiceLines } from './orders/voice-order.ts';
import { shotsOf } from './timeline/shots.ts';

/** Leaves a film will need, counted. */
export type FilmWork = {
  photographs: number;
  shots: number;
  /** Frames of the whole film in one ratio. */
  frames: number;
  hasVoice: boolean;
  /** A provider's voice in the place of the built-in one. */
  voiceOrder?: VoiceOrder | null;
  hasMusic: boolean;
  /** A provider's music in the place of the built-in one. */
  musicOrder?: MusicOrder | null;
  ratios: readonly Ratio[];
  isFreeSample: boolean;
  warnings: readonly string[];
};

/** Used until this installation has a history of its own: measured on two cores (README, `npm run bench`). */
const FRAMES_PER_SECOND = 18;
const FIRST_SECONDS: Readonly<Record<string, number>> = {
  'film/analyse': 1.5,
  'film/voice': 6,
  'film/music': 4,
  'film/finish': 6,
};

export function quoteFilm(work: FilmWork, context: QuoteContext): StudioQuote {
  const own = [
    line(say('work.plan'), 1, 'plan', say('work.plan.why')),
    ...(work.photographs > 0
      ? [line(say('work.photographs'), work.photographs, 'plan', say('work.photographs.why'))]
      : []),
    ...(work.shots > 0 ? [line(say('work.shots'), work.shots, 'motion', say('work.shots.why'))] : []),
    ...(work.hasVoice && !work.voiceOrder ? [line(say('work.voice'), 1, 'voice', say('work.voice.why'))] : []),
    ...(work.hasMusic && !work.musicOrder ? [line(say('work.music'), 1, 'music', say('work.music.why'))] : []),
    ...(work.ratios.length > 0 ? [line(say('work.films'), work.ratios.length, 'cut', work.ratios.join(', '))] : []),
  ].map((entry) => priced(entry, context, work.isFreeSample));
  const voiceOrder = work.hasVoice ? (work.voiceOrder ?? null) : null;
  const musicOrder = work.hasMusic ? (work.musicOrder ?? null) : null;
  const lines = [...own, ...(voiceOrder ? voiceLines(voiceOrder) : []), ...(musicOrder ? musicLines(musicOrder) : [])];
  const orders = [voiceOrder, musicOrder].filter((order) => order !== null);
  const totalCredits = lines.reduce((sum, entry) => sum + entry.credits, 0);
  return {
    lines,
    totalCredits,
    expectedSeconds: Math.round(expectSeconds(work, context)),
    priceLabel: labelOf(totalCredits, context, orders[0] ?? null),
    warnings: [
      ...work.warnings,
      ...warnUnpriced(
        orders.map(({ facts }) => facts),
        orders.map(({ measure }) => measure),
      ),
    ],
    ...(work.isFreeSample ? { isFreeSample: true } : {}),
  };
}

/** What a planned film will cost: a leaf per shot, its sounds, a film per ratio. */
export function quoteStoryboard(
  storyboard: Storyboard,
  work: Pick<FilmWork, 'photographs' | 'ratios' | 'isFreeSample' | 'voiceOrder' | 'musicOrder'>,
  context: QuoteContext,
): StudioQuote {
  const shots = shotsOf(storyboard);
  return quoteFilm(
    {
      ...work,
      shots: shots.length,
      frames: storyboard.targetFrames,
      hasVoice: shots.some((shot) => shot.narration !== ''),
      hasMusic: storyboard.music.choice !== 'none',
      warnings: storyboard.notices,
    },
    context,
  );
}

type BareLine = { what: string; count: number; key: PriceKey; why: string };
function line(what: string, count: number, key: PriceKey, why: string): BareLine {
  return { what, count, key, why };
}

function priced({ what, count, key, why }: BareLine, context: QuoteContext, isFree: boolean): QuoteLine {
  const unitCredits = isFree ? 0 : PRICES[context.preset][key];
  return { what, count, unitCredits, credits: unitCredits * count, madeBy: MADE_BY, why };
}

function labelOf(credits: number, context: QuoteContext, order: VoiceOrder | MusicOrder | null): string {
  // Never "free" for what somebody pays elsewhere.
  if (order) return vendorLabel(order.facts, credits, order.measure);
  if (context.preset === 'self-hosted') return 'Free · built-in engine';
  return credits === 1 ? '1 credit' : `${credits} credits`;
}

/** Medians of this installation where it has them. Slots work side by side; the main ratio reuses the shots' segments. */
function expectSeconds(work: FilmWork, context: QuoteContext): number {
  const median = (kind: string) => context.medianSeconds(kind) ?? FIRST_SECONDS[kind] ?? 0;
  const drawing = work.frames / FRAMES_PER_SECOND;
  const slots = Math.max(1, context.renderSlots);
  const perShot = context.medianSeconds('film/shot');
  const shots = work.shots > 0 ? (perShot ? perShot * work.shots : drawing) / slots : 0;
  const others = Math.max(0, work.ratios.length - 1);
  const renders = others > 0 ? ((context.medianSeconds('film/render') ?? drawing + 4) * others) / slots : 0;
  const sounds =
    (work.hasVoice ? median('film/voice') : 0) + (work.hasMusic && work.shots === 0 ? median('film/music') : 0);
  return (
    (work.photographs * median('film/analyse')) / slots +
    sounds +
    shots +
    renders +
    (work.ratios.length > 0 ? median('film/finish') + 5 : 0)
  );
}
