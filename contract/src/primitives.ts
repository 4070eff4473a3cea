import { z } from 'zod';
import { say } from './messages.ts';

/** Ids are UUIDv7 made in the application, branded per type so that a wrong one does not compile. */
export const organizationId = z.uuid().brand<'OrganizationId'>();
export type OrganizationId = z.infer<typeof organizationId>;
export const userId = z.uuid().brand<'UserId'>();
export type UserId = z.infer<typeof userId>;
export const assetId = z.uuid().brand<'AssetId'>();
export type AssetId = z.infer<typeof assetId>;
export const brandId = z.uuid().brand<'BrandId'>();
export type BrandId = z.infer<typeof brandId>;
export const projectId = z.uuid().brand<'ProjectId'>();
export type ProjectId = z.infer<typeof projectId>;
export const sceneId = z.uuid().brand<'SceneId'>();
export type SceneId = z.infer<typeof sceneId>;
export const shotId = z.uuid().brand<'ShotId'>();
export type ShotId = z.infer<typeof shotId>;
export const takeId = z.uuid().brand<'TakeId'>();
export type TakeId = z.infer<typeof takeId>;
export const timelineId = z.uuid().brand<'TimelineId'>();
export type TimelineId = z.infer<typeof timelineId>;
export const itemId = z.string().min(1).max(64).brand<'ItemId'>();
export type ItemId = z.infer<typeof itemId>;
export const jobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof jobId>;
export const quoteId = z.uuid().brand<'QuoteId'>();
export type QuoteId = z.infer<typeof quoteId>;
export const templateId = z.uuid().brand<'TemplateId'>();
export type TemplateId = z.infer<typeof templateId>;
export const renderId = z.uuid().brand<'RenderId'>();
export type RenderId = z.infer<typeof renderId>;

/** Languages of the interface and of the media. Each is first class; `he` and `ar` read right to left. */
export const language = z.enum(['en', 'he', 'ar']);
export type Language = z.infer<typeof language>;
export function directionOf(value: Language): 'ltr' | 'rtl' {
  return value === 'en' ? 'ltr' : 'rtl';
}

/** Shapes a film is delivered in. Each is laid out anew from the scene description, never cropped from another. */
export const ratio = z.enum(['16:9', '9:16', '1:1', '4:5']);
export type Ratio = z.infer<typeof ratio>;

/** Width and height in whole pixels, both even (H.264 4:2:0 needs it). */
export const size = z.object({ width: z.int().min(2).max(8192), height: z.int().min(2).max(8192) });
export type Size = z.infer<typeof size>;

/** Delivery size per ratio at full quality. */
export const FULL_SIZES: Readonly<Record<Ratio, Size>> = {
  '16:9': { width: 1920, height: 1080 },
  '9:16': { width: 1080, height: 1920 },
  '1:1': { width: 1080, height: 1080 },
  '4:5': { width: 1080, height: 1350 },
};

/** File-name form of a ratio: `16x9`. */
export function ratioSlug(value: Ratio): string {
  return value.replace(':', 'x');
}

/** Frame rate as a rational, so that 29.97 stays exact. Films made by the built-in planner use 24, 25 or 30 over 1. */
export const rate = z.object({ numerator: z.int().positive(), denominator: z.int().positive() });
export type Rate = z.infer<typeof rate>;
export function framesPerSecond(value: Rate): number {
  return value.numerator / value.denominator;
}

/** CIE LCh colour: lightness 0–100, chroma ≥ 0, hue in degrees. All palettes and sets are planned in it. */
export const lch = z.object({
  l: z.number().min(0).max(100),
  c: z.number().min(0).max(150),
  h: z.number().min(0).max(360),
});
export type Lch = z.infer<typeof lch>;

/** `#rrggbb`, lower case. */
export const hexColour = z.string().regex(/^#[0-9a-f]{6}$/, say('field.colour'));
export type HexColour = z.infer<typeof hexColour>;

/** Rectangle in fractions (0–1) of the picture's or frame's width and height, origin at the top left. */
export const fractionBox = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type FractionBox = z.infer<typeof fractionBox>;

/** SHA-256 in lower-case hex: the address of a file's content. */
export const contentHash = z.string().regex(/^[0-9a-f]{64}$/);
export type ContentHash = z.infer<typeof contentHash>;

export const isoTime = z.iso.datetime({ offset: true });

/** Where a server of a person's own or a receiver stands. */
export const webAddress = z.url({ protocol: /^https?$/, error: say('field.web_address') }).max(2000);

/** Keys travel in headers, which hold plain letters only. */
export const headerSecret = z
  .string()
  .trim()
  .min(8)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, say('field.key_characters'));
