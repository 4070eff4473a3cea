import { z } from 'zod';
import { messages } from './messages.ts';
import { assetId, isoTime, userId } from './primitives.ts';

/** How much an organization lets pass; which category is refused from which level on: server/src/domains/safety/policy.ts. */
export const safetyLevel = z.enum(['relaxed', 'standard', 'strict']);
export type SafetyLevel = z.infer<typeof safetyLevel>;

export const safetyCategory = z.enum([
  'minors',
  'sexual_violence',
  'weapons_making',
  'hate',
  'self_harm',
  'sexual',
  'gore',
  'nudity',
  'suggestive',
  'violence',
  'drugs',
]);
export type SafetyCategory = z.infer<typeof safetyCategory>;

/** One refusal, as it was recorded. Its words are kept for whoever decides an appeal, behind the organization's wall. */
export const safetyDecision = z
  .object({
    id: z.uuid(),
    /** What the words were for. */
    subject: z.enum(['brief', 'shot', 'generation', 'picture']),
    /** The words refused, shortened; of a picture its name. */
    excerpt: z.string(),
    /** What in them was found, as it was read; of a picture what the model saw, and which model. */
    found: z.string(),
    category: safetyCategory,
    level: safetyLevel,
    /** "Built-in check", "Built-in picture check", or the vendor's name. */
    checker: z.string(),
    userId: userId.nullable(),
    userName: z.string().nullable(),
    isAppealable: z.boolean(),
    /** `overturned`: the very same words, or the very same picture, pass from then on. */
    appeal: z.enum(['none', 'open', 'upheld', 'overturned']),
    appealText: z.string().nullable(),
    note: z.string().nullable(),
    decidedAt: isoTime.nullable(),
    createdAt: isoTime,
    messages: messages.optional(),
    /** The file that was refused, for as long as it is there; null for words. */
    picture: z.object({ assetId, thumbnailUrl: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'SafetyDecision' });
export type SafetyDecision = z.infer<typeof safetyDecision>;

export const safetyPolicy = z
  .object({
    level: safetyLevel,
    /** Connections whose vendor checks words for nothing are asked too, before anything is made. */
    usesVendors: z.boolean(),
    /** Vendors that would be asked today. */
    vendors: z.array(z.string()),
    /** The model that ships with the studio looks at pictures that people bring and that providers make. */
    checksPictures: z.boolean(),
    /** It cannot be turned off here (the hosted preset). */
    mustCheckPictures: z.boolean(),
    /** Pictures nobody has looked at yet, and those of them where a try failed: they are tried again. */
    pictures: z.object({ waiting: z.int(), failing: z.int() }),
  })
  .meta({ id: 'SafetyPolicy' });
export type SafetyPolicy = z.infer<typeof safetyPolicy>;

/**
 * What the picture check knows of a file. `unchecked`: nobody has looked yet, or a try failed and is made again. `refused`: by
 * the level of today. `opened`: refused, and allowed after an appeal. `off`: the organization has it off.
 */
export const pictureCheck = z
  .object({
    state: z.enum(['unchecked', 'passed', 'refused', 'opened', 'off']),
    /** From 0 to 1. */
    sexual: z.number().nullable(),
    suggestive: z.number().nullable(),
    model: z.string().nullable(),
    checkedAt: isoTime.nullable(),
    /** Where it can be appealed. */
    decisionId: z.uuid().nullable(),
  })
  .meta({ id: 'PictureCheck' });
export type PictureCheck = z.infer<typeof pictureCheck>;

/** A person's word that their face or voice may be used. */
export const consent = z
  .object({
    id: z.uuid(),
    personName: z.string(),
    kind: z.enum(['face', 'voice']),
    /** Of a voice: the provider's own id of it. */
    voiceId: z.string().nullable(),
    /** What for, in the organization's words. */
    scope: z.string(),
    /** Where the signed paper lies, as text or an address. */
    proof: z.string(),
    validUntil: z.iso.date().nullable(),
    state: z.enum(['valid', 'expired', 'revoked']),
    recordedBy: z.string().nullable(),
    createdAt: isoTime,
    revokedAt: isoTime.nullable(),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof consent>;
