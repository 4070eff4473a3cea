import { z } from 'zod';
import { assetId } from './primitives.ts';

const route = { connection: z.string().min(1).max(80), model: z.string().min(1).max(200) };

/** Which part of a person's clothes a garment takes the place of; `auto` leaves it to the model. */
export const garmentPlace = z.enum(['auto', 'tops', 'bottoms', 'one_pieces']);
export type GarmentPlace = z.infer<typeof garmentPlace>;

/**
 * What a vendor's model makes of stored pictures: the product of a photograph without its ground, or a garment worn by a
 * person. The result is a file of its own; the pictures stay as they are.
 */
export const pictureAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('cut_out'), assetId, ...route }),
  z.object({
    act: z.literal('try_on'),
    personAssetId: assetId,
    garmentAssetId: assetId,
    garment: garmentPlace.default('auto'),
    ...route,
  }),
]);
export type PictureAct = z.infer<typeof pictureAct>;
/** What each act is asked of. */
export const PICTURE_ACT_CAPABILITIES = { cut_out: 'background-removal', try_on: 'try-on' } as const;
