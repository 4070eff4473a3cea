import { fitsRole, mediaRole } from '@kinora/contract';
import { expect, test } from 'vitest';
import { ROLES, rolesOf } from './roles.ts';

test.each([
  { kind: 'image', mediaType: 'image/webp' },
  { kind: 'vector', mediaType: 'image/svg+xml' },
  { kind: 'video', mediaType: 'video/mp4' },
  { kind: 'audio', mediaType: 'audio/wav' },
  { kind: 'document', mediaType: 'model/gltf-binary' },
] as const)('$mediaType is offered exactly the roles the contract allows', (file) => {
  expect([...ROLES].sort()).toEqual([...mediaRole.options].sort());
  expect(rolesOf(file)).toEqual(ROLES.filter((role) => fitsRole(role, file)));
});
