import type { Asset, MediaRole } from '../../api/index.ts';

/** Every role, in the order people set them by keys: 1 hero, 2 front … 6 lifestyle. */
export const ROLES: readonly MediaRole[] = [
  'hero',
  'front',
  'back',
  'side',
  'detail',
  'lifestyle',
  'exterior',
  'interior',
  'sound',
  'model_3d',
];
export const KEYED_ROLES = ROLES.slice(0, 6);

export const MODEL_MEDIA_TYPE = 'model/gltf-binary';

type File = Pick<Asset, 'kind' | 'mediaType'>;

/** The roles a file may have. The rule is the contract's `fitsRole`, said again because its file would bring zod along; `roles.test.ts` compares the two. */
export function rolesOf(file: File): MediaRole[] {
  return ROLES.filter((role) => {
    if (role === 'sound') return file.kind === 'audio';
    if (role === 'model_3d') return file.mediaType === MODEL_MEDIA_TYPE;
    return file.kind === 'image' || file.kind === 'vector' || (role !== 'hero' && file.kind === 'video');
  });
}
