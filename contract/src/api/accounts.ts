import { z } from 'zod';
import { messages, say } from '../messages.ts';
import { apiKeyScope, role } from '../permissions.ts';
import { isoTime, language, organizationId, userId } from '../primitives.ts';
import { defineRoutes } from './route.ts';

const email = z.email().max(254);
const password = z.string().min(10).max(200);
const personName = z.string().trim().min(1).max(120);
const organizationName = z.string().trim().min(1).max(120);
const uuidParam = z.object({ id: z.uuid() });

/** Of the person's picture, new with each; null: they have none, and initials stand for them. */
const avatarVersion = z.string().nullable();
/** Most characters of a picture as it is sent: about 95 KB of it. */
const AVATAR_MAX = 130_000;
const avatarPicture = z
  .string()
  .max(AVATAR_MAX)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/, say('field.avatar'));

export const user = z
  .object({
    id: userId,
    email,
    name: personName,
    language,
    isOperator: z.boolean(),
    emailVerified: z.boolean(),
    /** Signing in takes a second step: a code of the person's authenticator. */
    hasSecondFactor: z.boolean(),
    avatarVersion,
    createdAt: isoTime,
  })
  .meta({ id: 'User' });
export const organization = z
  .object({
    id: organizationId,
    name: organizationName,
    editorsEditAll: z.boolean(),
    timeZone: z.string(),
    /** Members without a second step at sign-in see nothing here until they have set one up. */
    requiresSecondFactor: z.boolean(),
    createdAt: isoTime,
  })
  .meta({ id: 'Organization' });
export const membership = z.object({ organizationId, organizationName, role }).meta({ id: 'Membership' });
/** Who is asking: the person (or API key), the organization in use, and all they may switch to. */
export const me = z
  .object({
    user: user.nullable(),
    apiKeyId: z.uuid().nullable(),
    organization: organization.nullable(),
    /** The studio waits for this person to open the link in a mail: until then no welcome credits and no inviting. */
    mustVerifyEmail: z.boolean(),
    /** The organization in use asks for a second step, and this person has none yet. */
    mustSetUpSecondFactor: z.boolean(),
    role: role.nullable(),
    memberships: z.array(membership),
    /** How far the organization's events had come: `/events?after=` this misses nothing of what happens from now on. */
    eventsAfter: z.string().nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;
export const member = z
  .object({
    userId,
    name: z.string(),
    email,
    role,
    hasSecondFactor: z.boolean(),
    avatarVersion,
    joinedAt: isoTime,
    lastSeenAt: isoTime.nullable(),
  })
  .meta({ id: 'Member' });
export const invitation = z
  .object({
    id: z.uuid(),
    email,
    role,
    invitedBy: z.string(),
    createdAt: isoTime,
    expiresAt: isoTime,
    acceptedAt: isoTime.nullable(),
  })
  .meta({ id: 'Invitation' });
export const session = z
  .object({ id: z.uuid(), createdAt: isoTime, lastSeenAt: isoTime, userAgent: z.string(), isCurrent: z.boolean() })
  .meta({ id: 'Session' });
export const apiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(apiKeyScope),
    createdAt: isoTime,
    expiresAt: isoTime.nullable(),
    lastUsedAt: isoTime.nullable(),
  })
  .meta({ id: 'ApiKey' });

/** The password was right; the ticket with a code opens the session. Good for ten minutes. */
export const secondStep = z.object({ ticket: z.string(), expiresAt: isoTime }).meta({ id: 'SecondStep' });
export const secondFactor = z
  .object({ isOn: z.boolean(), since: isoTime.nullable(), recoveryCodesLeft: z.int() })
  .meta({ id: 'SecondFactor' });
/** Six digits of the authenticator, or a recovery code such as `k7mq2-x9dfa`. */
const code = z.string().trim().min(6).max(20);
/** Told once; each opens the studio once in place of the authenticator. */
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const accountRoutes = defineRoutes({
  setupStatus: {
    method: 'GET',
    path: '/setup',
    operationId: 'getSetup',
    tag: 'accounts',
    summary: 'Whether the studio still needs its owner',
    access: 'public',
    responses: {
      200: z.object({
        needsOwner: z.boolean(),
        checks: z.array(
          z.object({ id: z.string(), title: z.string(), isReady: z.boolean(), advice: z.string().nullable() }),
        ),
        messages: messages.optional(),
      }),
    },
  },
  setup: {
    method: 'POST',
    path: '/setup',
    operationId: 'createOwner',
    tag: 'accounts',
    summary: 'Create the owner with the one-time token',
    access: 'public',
    body: z.object({
      token: z.string().min(16),
      name: personName,
      email,
      password,
      organizationName,
      language: language.default('en'),
      withSample: z.boolean().default(true),
    }),
    responses: { 201: me },
  },
  register: {
    method: 'POST',
    path: '/auth/register',
    operationId: 'register',
    tag: 'accounts',
    summary: 'Sign up, with a new organization if its name is given',
    access: 'public',
    body: z.object({
      name: personName,
      email,
      password,
      organizationName: organizationName.optional(),
      language: language.default('en'),
    }),
    responses: { 201: me },
  },
  signIn: {
    method: 'POST',
    path: '/auth/sign-in',
    operationId: 'signIn',
    tag: 'accounts',
    summary: 'Sign in; 202 with a ticket where a second step is asked for',
    access: 'public',
    body: z.object({ email, password: z.string().max(200) }),
    responses: { 200: me, 202: secondStep },
  },
  finishSignIn: {
    method: 'POST',
    path: '/auth/second-step',
    operationId: 'finishSignIn',
    tag: 'accounts',
    summary: 'Finish signing in with a code of the authenticator or a recovery code',
    access: 'public',
    body: z.object({ ticket: z.string().min(16).max(100), code }),
    responses: { 200: me },
  },
  signOut: {
    method: 'POST',
    path: '/auth/sign-out',
    operationId: 'signOut',
    tag: 'accounts',
    summary: 'Sign out',
    access: 'signed_in',
    responses: { 204: null },
  },
  forgot: {
    method: 'POST',
    path: '/auth/forgot',
    operationId: 'forgotPassword',
    tag: 'accounts',
    summary: 'Ask for a reset link; the answer is the same whether or not the address exists',
    access: 'public',
    body: z.object({ email }),
    responses: { 202: z.object({ sentence: z.string(), messages: messages.optional() }) },
  },
  reset: {
    method: 'POST',
    path: '/auth/reset',
    operationId: 'resetPassword',
    tag: 'accounts',
    summary: 'Set a new password with the link; ends all sessions; 202 with a ticket where a second step is asked for',
    access: 'public',
    body: z.object({ token: z.string().min(16), password }),
    responses: { 200: me, 202: secondStep },
  },
  verifyEmail: {
    method: 'POST',
    path: '/auth/verify',
    operationId: 'verifyEmail',
    tag: 'accounts',
    summary: 'Verify a mail address with the link that was sent to it',
    access: 'public',
    body: z.object({ token: z.string().min(16) }),
    responses: { 200: z.object({ email }) },
  },
  resendVerification: {
    method: 'POST',
    path: '/me/verification',
    operationId: 'resendVerification',
    tag: 'accounts',
    summary: 'Send the verification link again; at most once a minute',
    access: 'signed_in',
    responses: { 202: z.object({ sentence: z.string() }) },
  },
  me: {
    method: 'GET',
    path: '/me',
    operationId: 'getMe',
    tag: 'accounts',
    summary: 'Who is signed in',
    access: 'signed_in',
    responses: { 200: me },
  },
  updateMe: {
    method: 'PATCH',
    path: '/me',
    operationId: 'updateMe',
    tag: 'accounts',
    summary: 'Change name or language',
    access: 'signed_in',
    body: z.object({ name: personName.optional(), language: language.optional() }),
    responses: { 200: me },
  },
  setAvatar: {
    method: 'PUT',
    path: '/me/avatar',
    operationId: 'setAvatar',
    tag: 'accounts',
    summary: 'Set my picture: square, small, drawn by whoever sends it; it is kept as it comes',
    access: 'signed_in',
    body: z.object({ picture: avatarPicture }),
    responses: { 200: me },
  },
  deleteAvatar: {
    method: 'DELETE',
    path: '/me/avatar',
    operationId: 'deleteAvatar',
    tag: 'accounts',
    summary: 'Go without a picture',
    access: 'signed_in',
    responses: { 200: me },
  },
  changePassword: {
    method: 'POST',
    path: '/me/password',
    operationId: 'changePassword',
    tag: 'accounts',
    summary: 'Change my password; ends my other sessions',
    access: 'signed_in',
    body: z.object({ currentPassword: z.string().max(200), password }),
    responses: { 204: null },
  },
  getSecondFactor: {
    method: 'GET',
    path: '/me/second-factor',
    operationId: 'getSecondFactor',
    tag: 'accounts',
    summary: 'Whether my sign-in takes a second step',
    access: 'signed_in',
    responses: { 200: secondFactor },
  },
  beginSecondFactor: {
    method: 'POST',
    path: '/me/second-factor',
    operationId: 'beginSecondFactor',
    tag: 'accounts',
    summary: 'A new secret for my authenticator; confirm it with a first code',
    access: 'signed_in',
    body: z.object({ password: z.string().max(200) }),
    responses: { 201: z.object({ secret: z.string(), uri: z.string() }) },
  },
  confirmSecondFactor: {
    method: 'POST',
    path: '/me/second-factor/confirm',
    operationId: 'confirmSecondFactor',
    tag: 'accounts',
    summary: 'Turn the second step on with a first code; the recovery codes are told once',
    access: 'signed_in',
    body: z.object({ code }),
    responses: { 200: recoveryCodes },
  },
  turnOffSecondFactor: {
    method: 'POST',
    path: '/me/second-factor/off',
    operationId: 'turnOffSecondFactor',
    tag: 'accounts',
    summary: 'Turn the second step off',
    access: 'signed_in',
    body: z.object({ password: z.string().max(200), code }),
    responses: { 204: null },
  },
  renewRecoveryCodes: {
    method: 'POST',
    path: '/me/second-factor/recovery-codes',
    operationId: 'renewRecoveryCodes',
    tag: 'accounts',
    summary: 'New recovery codes; the old ones end',
    access: 'signed_in',
    body: z.object({ password: z.string().max(200) }),
    responses: { 200: recoveryCodes },
  },
  switchOrganization: {
    method: 'POST',
    path: '/me/organization',
    operationId: 'switchOrganization',
    tag: 'accounts',
    summary: 'Use another of my organizations',
    access: 'signed_in',
    body: z.object({ organizationId }),
    responses: { 200: me },
  },
  listSessions: {
    method: 'GET',
    path: '/me/sessions',
    operationId: 'listSessions',
    tag: 'accounts',
    summary: 'My sessions',
    access: 'signed_in',
    responses: { 200: z.object({ items: z.array(session) }) },
  },
  deleteSession: {
    method: 'DELETE',
    path: '/me/sessions/:id',
    operationId: 'deleteSession',
    tag: 'accounts',
    summary: 'End a session',
    access: 'signed_in',
    params: uuidParam,
    responses: { 204: null },
  },
  createOrganization: {
    method: 'POST',
    path: '/organizations',
    operationId: 'createOrganization',
    tag: 'organizations',
    summary: 'Create an organization and become its owner',
    access: 'signed_in',
    body: z.object({ name: organizationName }),
    responses: { 201: me },
  },
  getOrganization: {
    method: 'GET',
    path: '/organization',
    operationId: 'getOrganization',
    tag: 'organizations',
    summary: 'The organization in use',
    access: 'organization.read',
    responses: { 200: organization },
  },
  updateOrganization: {
    method: 'PATCH',
    path: '/organization',
    operationId: 'updateOrganization',
    tag: 'organizations',
    summary: 'Change the organization',
    access: 'organization.update',
    body: z.object({
      name: organizationName.optional(),
      editorsEditAll: z.boolean().optional(),
      timeZone: z.string().max(60).optional(),
      requiresSecondFactor: z.boolean().optional(),
    }),
    responses: { 200: organization },
  },
  listMembers: {
    method: 'GET',
    path: '/members',
    operationId: 'listMembers',
    tag: 'organizations',
    summary: 'Members',
    access: 'members.read',
    responses: { 200: z.object({ items: z.array(member) }) },
  },
  getAvatar: {
    method: 'GET',
    path: '/members/:id/avatar',
    operationId: 'getAvatar',
    tag: 'organizations',
    summary: 'A member’s picture',
    access: 'members.read',
    params: uuidParam,
    /** Read by no one: a new picture has another address, so that no browser shows the old one. */
    query: z.object({ version: z.string().max(64).optional() }),
    responses: { 200: null },
  },
  updateMember: {
    method: 'PATCH',
    path: '/members/:id',
    operationId: 'updateMember',
    tag: 'organizations',
    summary: 'Change a role',
    access: 'members.manage',
    params: uuidParam,
    body: z.object({ role }),
    responses: { 200: member },
  },
  deleteMember: {
    method: 'DELETE',
    path: '/members/:id',
    operationId: 'deleteMember',
    tag: 'organizations',
    summary: 'Remove a member; their work goes to the one named, else to me',
    access: 'members.manage',
    params: uuidParam,
    query: z.object({ transferTo: z.uuid().optional() }),
    responses: { 204: null },
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    operationId: 'listInvitations',
    tag: 'organizations',
    summary: 'Open invitations',
    access: 'members.manage',
    responses: { 200: z.object({ items: z.array(invitation) }) },
  },
  createInvitation: {
    method: 'POST',
    path: '/invitations',
    operationId: 'createInvitation',
    tag: 'organizations',
    summary: 'Invite by mail; the link is returned once',
    access: 'members.manage',
    body: z.object({ email, role }),
    responses: { 201: z.object({ invitation, link: z.string() }) },
  },
  deleteInvitation: {
    method: 'DELETE',
    path: '/invitations/:id',
    operationId: 'deleteInvitation',
    tag: 'organizations',
    summary: 'Withdraw an invitation',
    access: 'members.manage',
    params: uuidParam,
    responses: { 204: null },
  },
  readInvitation: {
    method: 'GET',
    path: '/auth/invitations/:token',
    operationId: 'readInvitation',
    tag: 'accounts',
    summary: 'What an invitation offers',
    access: 'public',
    params: z.object({ token: z.string().min(16) }),
    responses: { 200: z.object({ organizationName, role, invitedBy: z.string(), email, hasAccount: z.boolean() }) },
  },
  acceptInvitation: {
    method: 'POST',
    path: '/auth/invitations/:token/accept',
    operationId: 'acceptInvitation',
    tag: 'accounts',
    summary: 'Join; a new person gives name and password, a known one signs in first',
    access: 'public',
    params: z.object({ token: z.string().min(16) }),
    body: z.object({ name: personName.optional(), password: password.optional(), language: language.optional() }),
    responses: { 200: me },
  },
  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    operationId: 'listApiKeys',
    tag: 'organizations',
    summary: 'API keys',
    access: 'api_keys.manage',
    responses: { 200: z.object({ items: z.array(apiKey), messages: messages.optional() }) },
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    operationId: 'createApiKey',
    tag: 'organizations',
    summary: 'Make an API key; its secret is shown once',
    access: 'api_keys.manage',
    body: z.object({
      name: z.string().trim().min(1).max(80),
      scopes: z.array(apiKeyScope).min(1),
      expiresAt: isoTime.optional(),
    }),
    responses: { 201: z.object({ apiKey, secret: z.string() }) },
  },
  deleteApiKey: {
    method: 'DELETE',
    path: '/api-keys/:id',
    operationId: 'deleteApiKey',
    tag: 'organizations',
    summary: 'Revoke an API key',
    access: 'api_keys.manage',
    params: uuidParam,
    responses: { 204: null },
  },
});
