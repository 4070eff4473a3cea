import { z } from 'zod';
import { messages } from '../messages.ts';
import { isoTime, jobId, projectId } from '../primitives.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

/** Work that needs the person, ended while they were away, was noted on, waits for credits, or something is down. */
export const notificationKind = z.enum(['needs_you', 'done', 'note', 'budget', 'server']);
export type NotificationKind = z.infer<typeof notificationKind>;

export const notification = z
  .object({
    id: z.uuid(),
    kind: notificationKind,
    /** Name of the thing: a film, a webhook. */
    title: z.string(),
    sentence: z.string(),
    projectId: projectId.nullable(),
    projectName: z.string().nullable(),
    jobId: jobId.nullable(),
    webhookId: z.uuid().nullable(),
    createdAt: isoTime,
    isRead: z.boolean(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notification>;

const settings = z
  .object({
    /** Kinds that are not told. */
    muted: z.array(notificationKind),
    /** Unread ones by mail, once a day. */
    digest: z.enum(['off', 'daily']),
  })
  .meta({ id: 'NotificationSettings' });
const unread = z.object({ unreadCount: z.int() });

/** A person's own; an API key has none. */
export const notificationRoutes = defineRoutes({
  listNotifications: {
    method: 'GET',
    path: '/notifications',
    operationId: 'listNotifications',
    tag: 'notifications',
    summary: 'What I am told, newest first; kept for 90 days',
    access: 'notifications.read',
    query: cursorQuery.extend({ unread: z.stringbool().optional() }),
    responses: { 200: page(notification).extend({ unreadCount: z.int(), messages: messages.optional() }) },
  },
  markNotificationsRead: {
    method: 'POST',
    path: '/notifications/read',
    operationId: 'markNotificationsRead',
    tag: 'notifications',
    summary: 'Mark some as read, or without ids all of them',
    access: 'notifications.write',
    body: z.object({ ids: z.array(z.uuid()).max(200).optional() }),
    responses: { 200: unread },
  },
  getNotificationSettings: {
    method: 'GET',
    path: '/notifications/settings',
    operationId: 'getNotificationSettings',
    tag: 'notifications',
    summary: 'What I am told of, and whether by mail',
    access: 'notifications.read',
    responses: { 200: settings },
  },
  setNotificationSettings: {
    method: 'PUT',
    path: '/notifications/settings',
    operationId: 'setNotificationSettings',
    tag: 'notifications',
    summary: 'Choose what I am told of, and whether by mail',
    access: 'notifications.write',
    body: settings,
    responses: { 200: settings },
  },
});
