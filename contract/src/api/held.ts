import { z } from 'zod';
import { capability } from '../generation.ts';
import { isoTime } from '../primitives.ts';
import { asset } from './asset.ts';
import { cursorQuery, page } from './common.ts';
import { defineRoutes } from './route.ts';

/** Something a vendor made for this organization and may still have, under a name of the vendor's. */
export const heldItem = z
  .object({
    /** Kinora's own id of the paid answer. */
    id: z.uuid(),
    provider: z.string(),
    providerTitle: z.string(),
    model: z.string(),
    capability,
    /** The vendor's name for the job. */
    remoteId: z.string(),
    jobId: z.uuid(),
    madeAt: isoTime,
    /** From then on it may be gone there; null where the vendor does not say. */
    expiresAt: isoTime.nullable(),
    canDelete: z.boolean(),
    /** The files that were copied here; one that was deleted since is not among them. */
    copies: z.array(asset),
    /** Of all files that were copied, those deleted since included. */
    sizeBytes: z.int(),
  })
  .meta({ id: 'HeldItem' });
export type HeldItem = z.infer<typeof heldItem>;

/** What a look at the vendor found. `gone`: deleted or expired; `unreachable` says nothing about it. */
export const heldLook = z
  .object({
    state: z.enum(['there', 'gone', 'unreachable']),
    /** Files the vendor names now. */
    files: z.int().nonnegative(),
    item: heldItem,
  })
  .meta({ id: 'HeldLook' });
export type HeldLook = z.infer<typeof heldLook>;

const id = z.object({ id: z.uuid() });

/** Spec C10, for the vendors that keep what they made or delete it when asked. */
export const heldRoutes = defineRoutes({
  listHeld: {
    method: 'GET',
    path: '/held',
    operationId: 'listHeld',
    tag: 'assets',
    summary: 'What vendors may still hold of this organization, newest first',
    access: 'assets.read',
    query: cursorQuery,
    responses: { 200: page(heldItem) },
  },
  getHeld: {
    method: 'GET',
    path: '/held/:id',
    operationId: 'getHeld',
    tag: 'assets',
    summary: 'Look whether the vendor still has it; free',
    access: 'assets.read',
    params: id,
    responses: { 200: heldLook },
  },
  copyHeld: {
    method: 'POST',
    path: '/held/:id/copy',
    operationId: 'copyHeld',
    tag: 'assets',
    summary: 'Bring its files here (again), as files of the library',
    access: 'assets.write',
    params: id,
    responses: { 200: z.object({ assets: z.array(asset) }) },
  },
  deleteHeld: {
    method: 'DELETE',
    path: '/held/:id',
    operationId: 'deleteHeld',
    tag: 'assets',
    summary: 'Delete it at the vendor; what was copied here stays',
    access: 'assets.write',
    params: id,
    responses: { 204: null },
  },
});
