import { KinoraError } from '@kinora/contract';
import type { FileAddress, PartAddress } from './storage.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const sha256 = /^[0-9a-f]{64}$/;
const fileKey =
  /^organizations\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/sha256\/([0-9a-f]{2})\/(\2[0-9a-f]{62})$/;

/** Addresses become paths and object keys, so nothing but an id and a hash may pass. */
function check(value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw new KinoraError('storage.not_found', `not a ${what}: ${JSON.stringify(value)}`);
  return value;
}

/** `organizations/{organizationId}/sha256/{aa}/{hash}`; nothing is shared between organizations. */
export function toKey({ organizationId, hash }: FileAddress): string {
  check(organizationId, uuid, 'organization id');
  check(hash, sha256, 'content hash');
  return `organizations/${organizationId}/sha256/${hash.slice(0, 2)}/${hash}`;
}

export function parseKey(key: string): FileAddress | undefined {
  const match = fileKey.exec(key);
  return match ? { organizationId: match[1]!, hash: match[3]! } : undefined;
}

export function toUploadKey({ organizationId, uploadId }: Omit<PartAddress, 'part'>): string {
  return `uploads/${check(organizationId, uuid, 'organization id')}/${check(uploadId, uuid, 'upload id')}`;
}

const uploadKey = /^uploads\/([0-9a-f-]{36})\/([0-9a-f-]{36})(?:\/|$)/;
export function parseUploadKey(key: string): Omit<PartAddress, 'part'> | undefined {
  const match = uploadKey.exec(key);
  return match && uuid.test(match[1]!) && uuid.test(match[2]!)
    ? { organizationId: match[1]!, uploadId: match[2]! }
    : undefined;
}

export function toPartKey(address: PartAddress): string {
  if (!Number.isInteger(address.part) || address.part < 1 || address.part > 10_000) {
    throw new KinoraError('storage.not_found', `not a part number: ${address.part}`);
  }
  return `${toUploadKey(address)}/${address.part}`;
}
