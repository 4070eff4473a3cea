import { z } from 'zod';
import { type Ratio, ratio } from './primitives.ts';

/**
 * What each network takes, as data with a date: networks change, the table does not pretend otherwise. Looked up in the
 * month below; every limit says how sure it is. Only YouTube publishes what it does with a film's loudness, so every
 * other network is held to Kinora's own aim and told so.
 */
export const DELIVERY_TABLE_DATE = '2026-11';

/** Where a limit stands: on the network's own page, on others' pages, told differently by several, or by nobody sure. */
export const certainty = z.enum(['official', 'secondary', 'differs', 'unverified', 'own']);
export type Certainty = z.infer<typeof certainty>;

/** A span of a figure. `other` is the figure that another source gives, where they differ. */
export const deliveryLimit = z.object({
  min: z.number().optional(),
  max: z.number().optional(),
  other: z.number().optional(),
  certainty,
});
export type DeliveryLimit = z.infer<typeof deliveryLimit>;

/** Parts of a 9:16 frame that the network's own buttons and words cover, as fractions of its height or width. */
export const safeZone = z.object({
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
  left: z.number(),
  certainty,
});
export type SafeZone = z.infer<typeof safeZone>;

/**
 * What a network asks of films in which models made pictures or voices that look real: its own switch when one posts, that
 * or a mark on the picture, or nothing beyond what it reads from the file. Null where nothing is known.
 */
export const aiRule = z.object({ asks: z.enum(['switch', 'switch_or_mark', 'metadata']), certainty });
export type AiRule = z.infer<typeof aiRule>;

export const network = z.enum([
  'youtube',
  'instagram',
  'facebook',
  'tiktok',
  'pinterest',
  'x',
  'linkedin',
  'amazon',
  'shopify',
]);
export type Network = z.infer<typeof network>;

export const DELIVERY_PRESET_IDS = [
  'youtube',
  'youtube-shorts',
  'instagram-reels',
  'instagram-feed',
  'instagram-stories',
  'facebook-reels',
  'tiktok',
  'tiktok-ads',
  'pinterest',
  'x',
  'linkedin',
  'amazon-listing',
  'amazon-ads',
  'shopify',
] as const;
export const deliveryPresetId = z.enum(DELIVERY_PRESET_IDS);
export type DeliveryPresetId = z.infer<typeof deliveryPresetId>;

export const deliveryPreset = z
  .object({
    id: deliveryPresetId,
    network,
    /** A proper name: the same in every language. */
    name: z.string(),
    /** Shapes it takes, the one it is made for first. */
    ratios: z.array(ratio).min(1),
    ratiosCertainty: certainty,
    /** Shorter and longer side in pixels. */
    shortSide: deliveryLimit.nullable(),
    longSide: deliveryLimit.nullable(),
    seconds: deliveryLimit.nullable(),
    bytes: deliveryLimit.nullable(),
    bitsPerSecond: deliveryLimit.nullable(),
    framesPerSecond: deliveryLimit.nullable(),
    containers: z.array(z.string()),
    videoCodecs: z.array(z.string()),
    formatCertainty: certainty,
    soundSampleRate: deliveryLimit.nullable(),
    /** LUFS above which the network turns a film down; null where it publishes none. */
    loudness: deliveryLimit.nullable(),
    safeZone: safeZone.nullable(),
    /** What stands for the film before it plays: one of its frames, a picture of one's own, either, or none of ours. */
    cover: z.object({
      takes: z.enum(['frame', 'picture', 'either', 'none']),
      ratio: ratio.nullable(),
      minWidth: z.int().nullable(),
      certainty,
    }),
    title: deliveryLimit.nullable(),
    /** Characters of the words beside the film, hashtags included. Null where a placement shows none. */
    text: deliveryLimit.nullable(),
    hashtags: deliveryLimit.nullable(),
    aiRule: aiRule.nullable(),
  })
  .meta({ id: 'DeliveryPreset' });
export type DeliveryPreset = z.infer<typeof deliveryPreset>;

const MB = 1_000_000;
const GB = 1_000_000_000;
const official = (limit: Omit<DeliveryLimit, 'certainty'>): DeliveryLimit => ({ ...limit, certainty: 'official' });
const secondary = (limit: Omit<DeliveryLimit, 'certainty'>): DeliveryLimit => ({ ...limit, certainty: 'secondary' });
const differs = (limit: Omit<DeliveryLimit, 'certainty'>): DeliveryLimit => ({ ...limit, certainty: 'differs' });
const unverified = (limit: Omit<DeliveryLimit, 'certainty'>): DeliveryLimit => ({ ...limit, certainty: 'unverified' });

const META_REELS: SafeZone = { top: 0.14, right: 0.06, bottom: 0.35, left: 0.06, certainty: 'secondary' };
/** Clear of every network's buttons: 65–929 of 1080, 269–1248 of 1920. Stands where a network says nothing. */
const SAFE_FOR_ALL: SafeZone = {
  top: 269 / 1920,
  right: (1080 - 929) / 1080,
  bottom: (1920 - 1248) / 1920,
  left: 65 / 1080,
  certainty: 'unverified',
};
const MP4_OR_MOV = ['mp4', 'mov'];
const H264 = ['h264'];
const H264_OR_5 = ['h264', 'hevc'];
const NOTHING = {
  shortSide: null,
  longSide: null,
  seconds: null,
  bytes: null,
  bitsPerSecond: null,
  framesPerSecond: null,
  soundSampleRate: null,
  loudness: null,
  safeZone: null,
  title: null,
  hashtags: null,
  aiRule: null,
} as const;

const INSTAGRAM = {
  ...NOTHING,
  network: 'instagram',
  ratiosCertainty: 'official',
  seconds: official({ min: 3, max: 900 }),
  bytes: differs({ max: 300 * MB, other: GB }),
  bitsPerSecond: differs({ max: 5 * MB, other: 25 * MB }),
  framesPerSecond: official({ min: 23, max: 60 }),
  containers: MP4_OR_MOV,
  videoCodecs: H264_OR_5,
  formatCertainty: 'official',
  soundSampleRate: official({ max: 48_000 }),
  cover: { takes: 'either', ratio: null, minWidth: null, certainty: 'official' },
  text: secondary({ max: 2200 }),
  hashtags: secondary({ max: 30 }),
  aiRule: { asks: 'switch', certainty: 'secondary' },
} as const;

export const DELIVERY_PRESETS: readonly DeliveryPreset[] = [
  {
    ...NOTHING,
    id: 'youtube',
    network: 'youtube',
    name: 'YouTube',
    ratios: ['16:9', '1:1', '4:5', '9:16'],
    ratiosCertainty: 'official',
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'official',
    soundSampleRate: official({ min: 48_000, max: 96_000 }),
    loudness: official({ max: -14 }),
    cover: { takes: 'picture', ratio: '16:9', minWidth: 1280, certainty: 'secondary' },
    title: official({ max: 100 }),
    text: official({ max: 5000 }),
    aiRule: { asks: 'switch', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'youtube-shorts',
    network: 'youtube',
    name: 'YouTube Shorts',
    ratios: ['9:16', '1:1'],
    ratiosCertainty: 'secondary',
    seconds: secondary({ max: 180 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'official',
    loudness: official({ max: -14 }),
    safeZone: SAFE_FOR_ALL,
    cover: { takes: 'frame', ratio: null, minWidth: null, certainty: 'secondary' },
    title: official({ max: 100 }),
    text: official({ max: 5000 }),
    aiRule: { asks: 'switch', certainty: 'secondary' },
  },
  {
    ...INSTAGRAM,
    id: 'instagram-reels',
    name: 'Instagram Reels',
    ratios: ['9:16'],
    ratiosCertainty: 'official',
    shortSide: official({ min: 540 }),
    longSide: official({ min: 960 }),
    // The API takes a quarter of an hour; the Reels tab is said to show films of up to a minute and a half.
    seconds: differs({ min: 3, max: 90, other: 900 }),
    safeZone: META_REELS,
  },
  {
    ...INSTAGRAM,
    id: 'instagram-feed',
    name: 'Instagram feed',
    ratios: ['4:5', '1:1'],
    ratiosCertainty: 'official',
  },
  {
    ...INSTAGRAM,
    id: 'instagram-stories',
    name: 'Instagram Stories',
    ratios: ['9:16'],
    ratiosCertainty: 'official',
    seconds: unverified({ max: 60 }),
    safeZone: { top: 0.14, right: 0, bottom: 0.2, left: 0, certainty: 'secondary' },
    cover: { takes: 'none', ratio: null, minWidth: null, certainty: 'unverified' },
    text: null,
    hashtags: null,
  },
  {
    ...NOTHING,
    id: 'facebook-reels',
    network: 'facebook',
    name: 'Facebook Reels',
    ratios: ['9:16'],
    ratiosCertainty: 'official',
    shortSide: official({ min: 540 }),
    longSide: official({ min: 960 }),
    seconds: official({ min: 3, max: 90 }),
    framesPerSecond: official({ min: 24, max: 60 }),
    containers: ['mp4'],
    videoCodecs: H264_OR_5,
    formatCertainty: 'secondary',
    soundSampleRate: secondary({ max: 48_000 }),
    safeZone: META_REELS,
    cover: { takes: 'frame', ratio: null, minWidth: null, certainty: 'unverified' },
    text: secondary({ max: 63_206 }),
    aiRule: { asks: 'switch', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'tiktok',
    network: 'tiktok',
    name: 'TikTok',
    ratios: ['9:16', '16:9', '1:1'],
    ratiosCertainty: 'secondary',
    shortSide: secondary({ min: 360 }),
    longSide: secondary({ max: 4096 }),
    // An account may allow less than the API.
    seconds: differs({ max: 180, other: 600 }),
    bytes: secondary({ max: 4 * GB }),
    framesPerSecond: secondary({ min: 23, max: 60 }),
    containers: ['mp4', 'mov', 'webm'],
    videoCodecs: [...H264_OR_5, 'vp8', 'vp9'],
    formatCertainty: 'secondary',
    safeZone: { top: 0.08, right: 0.14, bottom: 0.22, left: 0, certainty: 'secondary' },
    cover: { takes: 'frame', ratio: null, minWidth: null, certainty: 'secondary' },
    text: differs({ max: 2200, other: 4000 }),
    aiRule: { asks: 'switch_or_mark', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'tiktok-ads',
    network: 'tiktok',
    name: 'TikTok ads',
    ratios: ['9:16', '1:1', '16:9'],
    ratiosCertainty: 'official',
    shortSide: official({ min: 540 }),
    longSide: official({ min: 640 }),
    // The sheet for travel; other trades have sheets of their own.
    seconds: differs({ min: 5, max: 60 }),
    bytes: official({ max: 500 * MB }),
    bitsPerSecond: official({ min: 516_000 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'secondary',
    safeZone: { top: 0.08, right: 0.14, bottom: 0.22, left: 0, certainty: 'secondary' },
    cover: { takes: 'frame', ratio: null, minWidth: null, certainty: 'unverified' },
    text: unverified({ max: 100 }),
    aiRule: { asks: 'switch_or_mark', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'pinterest',
    network: 'pinterest',
    name: 'Pinterest',
    ratios: ['9:16', '1:1', '4:5', '16:9'],
    ratiosCertainty: 'official',
    seconds: official({ min: 4, max: 900 }),
    bytes: official({ max: 2 * GB }),
    containers: MP4_OR_MOV,
    videoCodecs: H264_OR_5,
    formatCertainty: 'official',
    cover: { takes: 'either', ratio: null, minWidth: null, certainty: 'unverified' },
    title: official({ max: 100 }),
    text: official({ max: 500 }),
    hashtags: secondary({ max: 20 }),
    aiRule: { asks: 'metadata', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'x',
    network: 'x',
    name: 'X',
    ratios: ['16:9', '1:1', '9:16', '4:5'],
    ratiosCertainty: 'secondary',
    // Paid accounts may post longer films and longer words.
    seconds: secondary({ min: 0.5, max: 140 }),
    bytes: secondary({ max: 512 * MB }),
    framesPerSecond: secondary({ max: 60 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'secondary',
    cover: { takes: 'none', ratio: null, minWidth: null, certainty: 'unverified' },
    text: secondary({ max: 280 }),
  },
  {
    ...NOTHING,
    id: 'linkedin',
    network: 'linkedin',
    name: 'LinkedIn',
    ratios: ['16:9', '1:1', '4:5', '9:16'],
    ratiosCertainty: 'secondary',
    shortSide: secondary({ min: 144, max: 2304 }),
    longSide: secondary({ min: 256, max: 4096 }),
    seconds: differs({ min: 3, max: 600, other: 900 }),
    bytes: differs({ max: 200 * MB, other: 5 * GB }),
    framesPerSecond: secondary({ min: 10, max: 60 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'secondary',
    cover: { takes: 'either', ratio: null, minWidth: null, certainty: 'unverified' },
    text: secondary({ max: 3000 }),
    aiRule: { asks: 'metadata', certainty: 'secondary' },
  },
  {
    ...NOTHING,
    id: 'amazon-listing',
    network: 'amazon',
    name: 'Amazon listing',
    ratios: ['16:9'],
    ratiosCertainty: 'secondary',
    shortSide: secondary({ min: 720 }),
    longSide: secondary({ min: 1280 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'secondary',
    cover: { takes: 'picture', ratio: '16:9', minWidth: 1920, certainty: 'secondary' },
    title: secondary({ max: 100 }),
    text: null,
  },
  {
    ...NOTHING,
    id: 'amazon-ads',
    network: 'amazon',
    name: 'Amazon ads',
    ratios: ['16:9'],
    ratiosCertainty: 'official',
    shortSide: official({ min: 1080 }),
    longSide: official({ min: 1920 }),
    seconds: official({ max: 180 }),
    bytes: official({ max: 500 * MB }),
    framesPerSecond: official({ min: 15 }),
    containers: MP4_OR_MOV,
    videoCodecs: H264,
    formatCertainty: 'unverified',
    soundSampleRate: official({ min: 44_100 }),
    cover: { takes: 'none', ratio: null, minWidth: null, certainty: 'unverified' },
    text: null,
  },
  {
    ...NOTHING,
    id: 'shopify',
    network: 'shopify',
    name: 'Shopify product',
    ratios: ['1:1', '4:5', '16:9', '9:16'],
    ratiosCertainty: 'secondary',
    longSide: secondary({ max: 4096 }),
    seconds: secondary({ max: 600 }),
    bytes: secondary({ max: GB }),
    containers: ['mp4', 'mov', 'webm'],
    videoCodecs: H264,
    formatCertainty: 'secondary',
    cover: { takes: 'none', ratio: null, minWidth: null, certainty: 'unverified' },
    text: null,
  },
];

const presets = new Map(DELIVERY_PRESETS.map((preset) => [preset.id, preset]));

export function deliveryPresetOf(id: DeliveryPresetId): DeliveryPreset {
  return presets.get(id)!;
}

/** The placement shown first for a film of a shape, before a person chooses. */
export const FIRST_PRESETS: Readonly<Record<Ratio, DeliveryPresetId>> = {
  '16:9': 'youtube',
  '9:16': 'instagram-reels',
  '1:1': 'linkedin',
  '4:5': 'instagram-feed',
};
