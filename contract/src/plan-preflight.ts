import { z } from 'zod';
import {
  type Certainty,
  certainty,
  DELIVERY_TABLE_DATE,
  type DeliveryLimit,
  type DeliveryPreset,
  type SafeZone,
} from './delivery-presets.ts';
import { type Loudness, loudness, type PlacedMark } from './film.ts';
import { say } from './messages.ts';
import { ratio } from './primitives.ts';

/** What is known of a finished film and of what goes out beside it. */
export const filmFacts = z.object({
  ratio,
  width: z.int().positive(),
  height: z.int().positive(),
  seconds: z.number().positive(),
  sizeBytes: z.int().nonnegative(),
  framesPerSecond: z.number().positive(),
  /** As FFmpeg names them: `mov,mp4,m4a,3gp,3g2,mj2`, `h264`. Null where the film was made before they were measured. */
  container: z.string().nullable(),
  videoCodec: z.string().nullable(),
  bitsPerSecond: z.number().nullable(),
  sound: z.object({ codec: z.string(), sampleRate: z.int(), channels: z.int() }).nullable(),
  loudness: loudness.nullable(),
});
export type FilmFacts = z.infer<typeof filmFacts>;

export type CoverFacts = { kind: 'designed' | 'frame' | 'picture'; frame: number | null; isStale: boolean };
export type PostFacts = { title: string; text: string; hashtags: readonly string[] };
export type PreflightFacts = FilmFacts & {
  cover: (CoverFacts & { width: number | null; height: number | null }) | null;
  post: PostFacts | null;
  /** Words, watermark and label over the picture; null where their places were not kept. */
  placed: readonly PlacedMark[] | null;
  /** Models that made pictures, motion or voice; null where nobody noted them. */
  models: readonly string[] | null;
  isLabelled: boolean;
};

export const preflightCode = z.enum([
  'shape',
  'size',
  'length',
  'bytes',
  'bit_rate',
  'frame_rate',
  'format',
  'sound',
  'loudness',
  'peak',
  'safe_zone',
  'cover',
  'ai_label',
  'title',
  'text',
  'hashtags',
]);
export type PreflightCode = z.infer<typeof preflightCode>;

/** One rule held against one file. The sentences are English here; their codes travel in the answer's `messages`. */
export const preflightFinding = z
  .object({
    code: preflightCode,
    status: z.enum(['ok', 'warn', 'fault']),
    title: z.string(),
    measured: z.string(),
    /** The rule itself. */
    rule: z.string(),
    /** How sure the rule is, as people read it. */
    source: z.string(),
    certainty,
    /** Month the rule was looked up: `2026-11`. */
    date: z.string(),
  })
  .meta({ id: 'PreflightFinding' });
export type PreflightFinding = z.infer<typeof preflightFinding>;

/** Kinora's own aim for every network: what one of them publishes, and no other contradicts. */
export const AIM_LUFS = -14;
export const AIM_PEAK_DB = -1;
const LOUDNESS_TOLERANCE = 1;

type Found = {
  code: PreflightCode;
  isKept: boolean;
  measured: string;
  rule: string;
  sure: Certainty;
  /** What other sources say, as a sentence. */
  other?: string;
  /** Broken it costs quality and no network refuses the film: a warning, whoever says so. */
  isAdvice?: true;
};

/**
 * Holds a film and what goes out with it against one network's table. A fault is a limit on the network's own page that is
 * broken; one that only others tell, or tell differently, is a warning, as is what could not be measured.
 */
export function planPreflight(facts: PreflightFacts, preset: DeliveryPreset): PreflightFinding[] {
  const found: (Found | null)[] = [
    checkShape(facts, preset),
    checkSize(facts, preset),
    checkLength(facts, preset),
    checkBytes(facts, preset),
    checkBitRate(facts, preset),
    checkFrameRate(facts, preset),
    checkFormat(facts, preset),
    checkSound(facts, preset),
    checkLoudness(facts, preset),
    checkPeak(facts),
    checkSafeZone(facts, preset),
    checkCover(facts, preset),
    checkAiLabel(facts, preset),
    checkWords('title', facts.post && characters(facts.post.title), preset.title),
    checkWords('text', facts.post && characters(joinPost(facts.post)), preset.text),
    checkHashtags(facts, preset),
  ];
  return found.flatMap((one) => (one ? [toFinding(one)] : []));
}

/** The words beside a film as they are copied: the text, then its hashtags on a line of their own. */
export function joinPost({ text, hashtags }: Pick<PostFacts, 'text' | 'hashtags'>): string {
  return [text, hashtags.map((tag) => `#${tag}`).join(' ')].filter((part) => part !== '').join('\n\n');
}

/** Characters as people see them: an emoji is one. */
export function characters(text: string): number {
  return [...text].length;
}

/** The worst of several: what a column shows. */
export function worstOf(findings: readonly Pick<PreflightFinding, 'status'>[]): PreflightFinding['status'] {
  if (findings.some(({ status }) => status === 'fault')) return 'fault';
  return findings.some(({ status }) => status === 'warn') ? 'warn' : 'ok';
}

function toFinding({ code, isKept, measured, rule, sure, other, isAdvice }: Found): PreflightFinding {
  const status = isKept ? 'ok' : sure === 'official' && !isAdvice ? 'fault' : 'warn';
  const source = other ?? say(SOURCES[sure]);
  return {
    code,
    status,
    title: say(`preflight.${code}`),
    measured,
    rule,
    source,
    certainty: sure,
    date: DELIVERY_TABLE_DATE,
  };
}

const SOURCES = {
  official: 'preflight.source.official',
  secondary: 'preflight.source.secondary',
  differs: 'preflight.source.uneven',
  unverified: 'preflight.source.unverified',
  own: 'preflight.source.own',
} as const satisfies Record<Certainty, string>;

function fits(value: number, { min = -Infinity, max = Infinity }: Pick<DeliveryLimit, 'min' | 'max'>): boolean {
  return value >= min && value <= max;
}

function checkShape(facts: PreflightFacts, { ratios, ratiosCertainty }: DeliveryPreset): Found {
  const isKept = ratios.includes(facts.ratio);
  return { code: 'shape', isKept, measured: facts.ratio, rule: ratios.join(', '), sure: ratiosCertainty };
}

function checkSize({ width, height }: PreflightFacts, { shortSide, longSide }: DeliveryPreset): Found | null {
  if (!shortSide && !longSide) return null;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const isKept = fits(short, shortSide ?? {}) && fits(long, longSide ?? {});
  const sure = (shortSide ?? longSide)!.certainty;
  return { code: 'size', isKept, measured: `${width} × ${height}`, rule: describeSides(shortSide, longSide), sure };
}

function describeSides(short: DeliveryLimit | null, long: DeliveryLimit | null): string {
  const least = short?.min !== undefined && long?.min !== undefined ? { short: short.min, long: long.min } : null;
  if (least && long?.max !== undefined)
    return say('preflight.sides_between', { short: least.short, long: least.long, most: long.max });
  if (least) return say('preflight.sides_least', least);
  if (short?.min !== undefined && long?.max !== undefined)
    return say('preflight.side_between', { from: short.min, to: long.max });
  return say('preflight.side_most', { to: long?.max ?? 0 });
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));

function checkLength({ seconds }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const limit = preset.seconds;
  if (!limit) return null;
  const measured = say('check.seconds', { seconds: round(seconds) });
  return {
    code: 'length',
    isKept: fits(seconds, limit),
    measured,
    rule: describeSeconds(limit),
    ...sureOf(limit, asMinutes),
  };
}

const asMinutes = (seconds: number) => say('preflight.source.differs_minutes', { other: round(seconds / 60) });

function describeSeconds({ min, max = 0 }: DeliveryLimit): string {
  const isMinutes = max >= 120 && max % 60 === 0;
  if (min === undefined)
    return isMinutes ? say('preflight.most_minutes', { to: max / 60 }) : say('preflight.most_seconds', { to: max });
  return isMinutes
    ? say('preflight.seconds_to_minutes', { from: min, to: max / 60 })
    : say('preflight.seconds_between', { from: min, to: max });
}

function sureOf({ certainty: sure, other }: DeliveryLimit, write: (value: number) => string) {
  return other === undefined ? { sure } : { sure, other: write(other) };
}

const toMegabytes = (bytes: number) => round(bytes / 1_000_000);
function checkBytes({ sizeBytes }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const limit = preset.bytes;
  if (limit?.max === undefined) return null;
  const measured = `${toMegabytes(sizeBytes)} MB`;
  const rule = say('preflight.most_megabytes', { to: toMegabytes(limit.max) });
  const sure = sureOf(limit, (value) => say('preflight.source.differs', { other: `${toMegabytes(value)} MB` }));
  return { code: 'bytes', isKept: fits(sizeBytes, limit), measured, rule, ...sure };
}

const toMegabits = (bits: number) => round(bits / 1_000_000);
function checkBitRate({ bitsPerSecond }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const limit = preset.bitsPerSecond;
  if (!limit) return null;
  const rule =
    limit.max === undefined
      ? say('preflight.least_megabits', { from: toMegabits(limit.min ?? 0) })
      : say('preflight.most_megabits', { to: toMegabits(limit.max) });
  const sure = sureOf(limit, (value) => say('preflight.source.differs', { other: `${toMegabits(value)} Mbit/s` }));
  if (bitsPerSecond === null) return { code: 'bit_rate', rule, ...unmeasured(sure) };
  const measured = `${toMegabits(bitsPerSecond)} Mbit/s`;
  return { code: 'bit_rate', isKept: fits(bitsPerSecond, limit), measured, rule, ...sure };
}

/** What nobody measured breaks no rule, and keeps none. */
function unmeasured(sure: Pick<Found, 'sure' | 'other'>): Omit<Found, 'code' | 'rule'> {
  return { ...sure, isKept: false, measured: say('preflight.not_measured'), sure: 'unverified' };
}

function checkFrameRate({ framesPerSecond }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const limit = preset.framesPerSecond;
  if (!limit) return null;
  const { min, max } = limit;
  const rule =
    max === undefined
      ? say('preflight.least_frames', { from: min ?? 0 })
      : min === undefined
        ? say('preflight.most_frames', { to: max })
        : say('preflight.frames_between', { from: min, to: max });
  const measured = say('preflight.frames', { frames: round(framesPerSecond, 3) });
  return { code: 'frame_rate', isKept: fits(framesPerSecond, limit), measured, rule, sure: limit.certainty };
}

const CODEC_NAMES: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'H.265',
  vp8: 'VP8',
  vp9: 'VP9',
  aac: 'AAC',
};
const nameOf = (codec: string) => CODEC_NAMES[codec] ?? codec.toUpperCase();

function checkFormat({ container, videoCodec }: PreflightFacts, preset: DeliveryPreset): Found {
  const { containers, videoCodecs, formatCertainty: sure } = preset;
  const upper = (names: readonly string[]) => names.map((name) => name.toUpperCase()).join(', ');
  const rule = `${upper(containers)} · ${videoCodecs.map(nameOf).join(', ')}`;
  if (container === null || videoCodec === null) return { code: 'format', rule, ...unmeasured({ sure }) };
  const names = container.split(',');
  const known = containers.find((name) => names.includes(name));
  const isKept = known !== undefined && videoCodecs.includes(videoCodec);
  // FFmpeg names one family of containers by all its members; ours end in .mp4.
  const shown = names.includes('mp4') ? 'mp4' : (names[0] ?? container);
  return { code: 'format', isKept, measured: `${shown.toUpperCase()} · ${nameOf(videoCodec)}`, rule, sure };
}

const toKilohertz = (rate: number) => round(rate / 1000);
function checkSound({ sound }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const limit = preset.soundSampleRate;
  if (!limit || !sound) return null;
  const { min, max } = limit;
  const rule =
    max === undefined
      ? say('preflight.least_kilohertz', { from: toKilohertz(min ?? 0) })
      : min === undefined
        ? say('preflight.most_kilohertz', { to: toKilohertz(max) })
        : say('preflight.kilohertz_between', { from: toKilohertz(min), to: toKilohertz(max) });
  const measured = `${nameOf(sound.codec)} · ${toKilohertz(sound.sampleRate)} kHz`;
  return { code: 'sound', isKept: fits(sound.sampleRate, limit), measured, rule, sure: limit.certainty };
}

/** Louder than a published level is turned down, which loses nothing but the mix's own level: a warning at most. */
function checkLoudness({ loudness: level, sound }: PreflightFacts, preset: DeliveryPreset): Found | null {
  if (!sound && !level) return null;
  const published = preset.loudness?.max;
  const rule =
    published === undefined
      ? say('preflight.loudness_own', { lufs: AIM_LUFS })
      : say('preflight.loudness_turned_down', { lufs: published });
  if (!level) return { code: 'loudness', rule, ...unmeasured({ sure: 'own' }) };
  return {
    code: 'loudness',
    isKept: isLoudEnough(level, published),
    measured: `${level.integratedLufs.toFixed(1)} LUFS`,
    rule,
    sure: preset.loudness?.certainty ?? 'own',
    isAdvice: true,
  };
}

function isLoudEnough({ integratedLufs }: Loudness, published: number | undefined): boolean {
  if (published !== undefined) return integratedLufs <= published + LOUDNESS_TOLERANCE;
  return Math.abs(integratedLufs - AIM_LUFS) <= LOUDNESS_TOLERANCE;
}

function checkPeak({ loudness: level }: PreflightFacts): Found | null {
  if (!level) return null;
  const rule = say('check.peak_at_most', { value: AIM_PEAK_DB });
  // A tenth above is within what measuring itself differs by.
  const isKept = level.truePeakDb <= AIM_PEAK_DB + 0.1;
  return { code: 'peak', isKept, measured: `${level.truePeakDb.toFixed(1)} dBTP`, rule, sure: 'own' };
}

/** Rounding of a text measure, and marks that reach a little over their line. */
const ZONE_TOLERANCE = 0.004;

/** What the network's own buttons cover cannot be read; the film plays all the same. */
function checkSafeZone({ ratio: shape, placed }: PreflightFacts, { safeZone: zone }: DeliveryPreset): Found | null {
  if (!zone || shape !== '9:16') return null;
  const rule = say('preflight.zone_free');
  if (!placed) return { code: 'safe_zone', rule, ...unmeasured({ sure: zone.certainty }) };
  const covered = placed.filter(({ box }) => isOutside(box, zone));
  const [first] = covered;
  const count = covered.length;
  const measured = first ? sayCovered(first, count) : say('preflight.zone_clear');
  return { code: 'safe_zone', isKept: !first, measured, rule, sure: zone.certainty, isAdvice: true };
}

function sayCovered({ kind, text }: PlacedMark, count: number): string {
  if (kind === 'watermark') return say('preflight.zone_covered_mark', { count });
  if (kind === 'logo') return say('preflight.zone_covered_logo', { count });
  return say('preflight.zone_covered', { count, text });
}

function isOutside(box: PlacedMark['box'], zone: SafeZone): boolean {
  return (
    box.x < zone.left - ZONE_TOLERANCE ||
    box.y < zone.top - ZONE_TOLERANCE ||
    box.x + box.width > 1 - zone.right + ZONE_TOLERANCE ||
    box.y + box.height > 1 - zone.bottom + ZONE_TOLERANCE
  );
}

const AI_RULES = {
  switch: 'preflight.ai_switch',
  switch_or_mark: 'preflight.ai_switch_or_mark',
  metadata: 'preflight.ai_metadata',
} as const;

/** A film without models needs no label. With them, what the network wants done by hand is told each time. */
function checkAiLabel({ models, isLabelled }: PreflightFacts, { aiRule }: DeliveryPreset): Found {
  const asks = aiRule?.asks;
  const rule = say(asks ? AI_RULES[asks] : 'preflight.ai_law');
  const sure = aiRule?.certainty ?? 'secondary';
  if (!models) return { code: 'ai_label', rule, ...unmeasured({ sure }) };
  const names = models.join(', ');
  const measured =
    models.length === 0
      ? say('preflight.ai_none')
      : isLabelled
        ? say('preflight.ai_marked', { models: names })
        : say('preflight.ai_models', { models: names });
  const isKept = models.length === 0 || asks === 'metadata' || (isLabelled && asks !== 'switch');
  return { code: 'ai_label', isKept, measured, rule, sure, isAdvice: true };
}

function checkCover({ cover }: PreflightFacts, preset: DeliveryPreset): Found | null {
  const { takes, ratio: shape, minWidth, certainty: sure } = preset.cover;
  if (takes === 'none') return null;
  const rule = describeCover(preset);
  if (!cover) return { code: 'cover', isKept: false, measured: say('preflight.cover_none'), rule, sure: 'own' };
  if (cover.isStale) return { code: 'cover', isKept: false, measured: say('preflight.cover_gone'), rule, sure: 'own' };
  const isWide = minWidth === null || (cover.width ?? 0) >= minWidth;
  const isShaped = shape === null || isOfShape(cover, shape);
  const isKept = takes === 'frame' ? cover.kind !== 'picture' : isWide && isShaped;
  const measured =
    cover.kind === 'picture'
      ? `${cover.width ?? '?'} × ${cover.height ?? '?'}`
      : cover.frame === null
        ? say('preflight.cover_designed')
        : say('check.where_frame', { frame: cover.frame });
  // Which pictures may be covers is nowhere a reason to refuse the film.
  return { code: 'cover', isKept, measured, rule, sure, isAdvice: true };
}

function isOfShape({ width, height }: { width: number | null; height: number | null }, shape: string): boolean {
  const [across = 1, down = 1] = shape.split(':').map(Number);
  if (width === null || height === null) return false;
  return Math.abs(width / height / (across / down) - 1) < 0.01;
}

function describeCover({ cover: { takes, ratio: shape, minWidth } }: DeliveryPreset): string {
  if (takes === 'frame') return say('preflight.cover_takes_frame');
  if (shape !== null && minWidth !== null) return say('preflight.cover_takes_picture', { shape, width: minWidth });
  return say('preflight.cover_takes_either');
}

function checkWords(code: 'title' | 'text', count: number | null, limit: DeliveryLimit | null): Found | null {
  if (limit?.max === undefined || count === null) return null;
  const measured = say('preflight.characters', { count });
  const rule = say('preflight.most_characters', { to: limit.max });
  const sure = sureOf(limit, (value) => say('preflight.source.differs_characters', { other: value }));
  return { code, isKept: count <= limit.max, measured, rule, ...sure };
}

function checkHashtags({ post }: PreflightFacts, { hashtags: limit }: DeliveryPreset): Found | null {
  if (limit?.max === undefined || !post) return null;
  const measured = say('preflight.hashtag_count', { count: post.hashtags.length });
  const rule = say('preflight.most_hashtags', { to: limit.max });
  return { code: 'hashtags', isKept: fits(post.hashtags.length, limit), measured, rule, sure: limit.certainty };
}
