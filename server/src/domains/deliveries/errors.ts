import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const deliveryErrors = {
  'delivery.not_found': {
    status: 404,
    sentence: 'This delivery does not exist, or it belongs to another organization.',
  },
  'delivery.no_film': { status: 409, sentence: 'This film has no finished file of this shape yet.' },
  'delivery.placement_unknown': {
    status: 422,
    sentence: 'Placements are written like this: instagram-reels@9:16. Check the name and the shape.',
  },
  'delivery.frame_unknown': { status: 422, sentence: 'The film is shorter: it has no such frame.' },
  'delivery.picture_unknown': { status: 422, sentence: 'A cover must be a picture of this organization.' },
  'delivery.nothing_cut': {
    status: 409,
    sentence: 'This shot shows its picture whole in this shape, so there is no part of it to move.',
  },
  'delivery.key_outside': { status: 422, sentence: 'The shot is shorter: set the key earlier.' },
  'delivery.no_post': { status: 422, sentence: 'This network shows no words beside a film.' },
  'delivery.too_many': { status: 422, sentence: 'One zip holds up to 100 deliveries. Choose fewer.' },
} as const satisfies ErrorTable;
