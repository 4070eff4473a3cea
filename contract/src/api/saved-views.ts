import { z } from 'zod';
import { say } from '../messages.ts';
import { isoTime, userId } from '../primitives.ts';
import { defineRoutes } from './route.ts';

/** A list as somebody left it: its filters, order and columns, as the query of the screen's address. */
export const savedView = z
  .object({
    id: z.uuid(),
    screen: z.string(),
    name: z.string(),
    query: z.string(),
    /** True: everyone in the organization sees it. */
    isShared: z.boolean(),
    ownerUserId: userId.nullable(),
    isMine: z.boolean(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedView>;

const screen = z.string().regex(/^[a-z][a-z_-]{0,39}$/, say('field.screen'));
const fields = z.object({
  name: z.string().trim().min(1).max(60),
  query: z.string().max(2000),
  isShared: z.boolean(),
});
/** Left out of a new view it is one's own; left out of a change it stays as it is. */
const body = fields.extend({ isShared: fields.shape.isShared.default(false) });
const id = z.object({ id: z.uuid() });

export const savedViewRoutes = defineRoutes({
  listSavedViews: {
    method: 'GET',
    path: '/saved-views',
    operationId: 'listSavedViews',
    tag: 'saved views',
    summary: 'My views of a screen and those shared with me, by name',
    access: 'saved_views.read',
    query: z.object({ screen }),
    responses: { 200: z.object({ items: z.array(savedView) }) },
  },
  createSavedView: {
    method: 'POST',
    path: '/saved-views',
    operationId: 'createSavedView',
    tag: 'saved views',
    summary: 'Keep a list as it stands; viewers keep theirs to themselves',
    access: 'saved_views.write',
    body: body.extend({ screen }),
    responses: { 201: savedView },
  },
  updateSavedView: {
    method: 'PATCH',
    path: '/saved-views/:id',
    operationId: 'updateSavedView',
    tag: 'saved views',
    summary: 'Change one of my views, or as owner or admin a shared one',
    access: 'saved_views.write',
    params: id,
    body: fields.partial(),
    responses: { 200: savedView },
  },
  deleteSavedView: {
    method: 'DELETE',
    path: '/saved-views/:id',
    operationId: 'deleteSavedView',
    tag: 'saved views',
    summary: 'Remove one of my views, or as owner or admin a shared one',
    access: 'saved_views.write',
    params: id,
    responses: { 204: null },
  },
});
