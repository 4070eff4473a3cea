import { z } from 'zod';
import { isoTime, userId } from './primitives.ts';

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
    subject: z.enum(['brief', 'shot', 'generation']),
    /** The words refused, shortened. */
    excerpt: z.string(),
    /** What in them was found, as it was read. */
    found: z.string(),
    category: safetyCategory,
    level: safetyLevel,
    /** "Built-in check", or the vendor's name. */
    checker: z.string(),
    userId: userId.nullable(),
    userName: z.string().nullable(),
    isAppealable: z.boolean(),
    /** `overturned`: the very same words pass from then on. */
    appeal: z.enum(['none', 'open', 'upheld', 'overturned']),
    appealText: z.string().nullable(),
    note: z.string().nullable(),
    decidedAt: isoTime.nullable(),
    createdAt: isoTime,
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
  })
  .meta({ id: 'SafetyPolicy' });
export type SafetyPolicy = z.infer<typeof safetyPolicy>;

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
