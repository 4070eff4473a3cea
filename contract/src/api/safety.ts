import { z } from 'zod';
import { say } from '../messages.ts';
import { consent, safetyDecision, safetyLevel, safetyPolicy } from '../safety.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

const id = z.object({ id: z.uuid() });

export const safetyRoutes = defineRoutes({
  getSafetyPolicy: {
    method: 'GET',
    path: '/safety/policy',
    operationId: 'getSafetyPolicy',
    tag: 'safety',
    summary: 'How much is let pass, and who checks',
    access: 'safety.read',
    responses: { 200: safetyPolicy },
  },
  updateSafetyPolicy: {
    method: 'PATCH',
    path: '/safety/policy',
    operationId: 'updateSafetyPolicy',
    tag: 'safety',
    summary: 'Let more or less pass; what is in work goes on',
    access: 'safety.manage',
    body: z.object({
      level: safetyLevel.optional(),
      usesVendors: z.boolean().optional(),
      checksPictures: z.boolean().optional(),
    }),
    responses: { 200: safetyPolicy },
  },
  listSafetyDecisions: {
    method: 'GET',
    path: '/safety/decisions',
    operationId: 'listSafetyDecisions',
    tag: 'safety',
    summary: 'Refusals, newest first: one’s own, and everybody’s for owners and admins',
    access: 'safety.read',
    query: cursorQuery.extend({ appeal: z.enum(['none', 'open', 'upheld', 'overturned']).optional() }),
    responses: { 200: page(safetyDecision) },
  },
  appealSafetyDecision: {
    method: 'POST',
    path: '/safety/decisions/:id/appeal',
    operationId: 'appealSafetyDecision',
    tag: 'safety',
    summary: 'Say why a refusal is wrong; an owner or admin decides',
    access: 'safety.appeal',
    params: id,
    body: z.object({ text: z.string().trim().min(1).max(1000) }),
    responses: { 200: safetyDecision },
  },
  decideSafetyAppeal: {
    method: 'POST',
    path: '/safety/decisions/:id/decide',
    operationId: 'decideSafetyAppeal',
    tag: 'safety',
    summary: 'Decide an appeal; overturned, the very same words or picture pass from then on',
    access: 'safety.manage',
    params: id,
    body: z.object({ outcome: z.enum(['upheld', 'overturned']), note: z.string().trim().max(1000).default('') }),
    responses: { 200: safetyDecision },
  },
  listConsents: {
    method: 'GET',
    path: '/consents',
    operationId: 'listConsents',
    tag: 'safety',
    summary: 'Whose face and voice may be used, by name',
    access: 'consents.read',
    responses: { 200: z.object({ items: z.array(consent) }) },
  },
  createConsent: {
    method: 'POST',
    path: '/consents',
    operationId: 'createConsent',
    tag: 'safety',
    summary: 'Record a person’s consent and where its paper lies',
    access: 'consents.manage',
    body: z
      .object({
        personName: z.string().trim().min(1).max(120),
        kind: z.enum(['face', 'voice']),
        scope: z.string().trim().min(1).max(600),
        proof: z.string().trim().min(1).max(600),
        /** Of a voice: the provider's own id of it. */
        voiceId: z.string().trim().min(1).max(120).nullable().default(null),
        validUntil: z.iso.date().nullable().default(null),
      })
      .refine(({ kind, voiceId }) => voiceId === null || kind === 'voice', {
        path: ['voiceId'],
        error: say('field.face_voice'),
      }),
    responses: { 201: consent },
  },
  revokeConsent: {
    method: 'POST',
    path: '/consents/:id/revoke',
    operationId: 'revokeConsent',
    tag: 'safety',
    summary: 'Note that a consent was withdrawn; it stays in the register',
    access: 'consents.manage',
    params: id,
    responses: { 200: consent },
  },
});
