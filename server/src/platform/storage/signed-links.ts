import { createHmac, timingSafeEqual } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type { FileAddress } from './storage.ts';

export type LinkedFile = FileAddress & { name: string; mediaType: string };
export type LinkParts = {
  organizationId: string;
  hash: string;
  name: string;
  type: string;
  expires: string;
  signature: string;
};

/** Links live between half an hour and one hour: rounding lets a page that is opened again use the browser's cache. */
export const LINK_STEP_MS = 30 * 60_000;

export type SignedLinks = {
  /** Path below the public address: `/media/{organizationId}/{hash}/{name}?…`. */
  toLink(file: LinkedFile): string;
  /** Throws storage.link_invalid or storage.link_expired. */
  parse(parts: LinkParts): LinkedFile;
};

/** @property listKeys keys a signature may stem from at a moment; the first signs */
export type SignedLinksOptions = { listKeys: (now: number) => readonly (string | Uint8Array)[]; now: () => number };

/** Whoever holds a link reads that one file until it expires; name and type are signed too, so neither can be changed. */
export function createSignedLinks(options: SignedLinksOptions): SignedLinks {
  const derived = new Map<string | Uint8Array, Buffer>();
  const derive = (secret: string | Uint8Array) => {
    const key = derived.get(secret) ?? createHmac('sha256', secret).update('kinora media links 1').digest();
    derived.set(secret, key);
    return key;
  };
  const listKeys = () => options.listKeys(options.now()).map(derive);

  return {
    toLink(file) {
      const expires = String((Math.floor(options.now() / LINK_STEP_MS) + 2) * LINK_STEP_MS);
      const query = new URLSearchParams({
        type: file.mediaType,
        expires,
        signature: sign(listKeys()[0]!, file, expires),
      });
      return `/media/${file.organizationId}/${file.hash}/${encodeURIComponent(file.name)}?${query}`;
    },
    parse(parts) {
      const { organizationId, hash, name } = parts;
      const file = { organizationId, hash, name, mediaType: parts.type };
      if (!listKeys().some((key) => isSame(sign(key, file, parts.expires), parts.signature))) {
        throw new KinoraError('storage.link_invalid', 'the signature of a media link does not fit');
      }
      if (Number(parts.expires) <= options.now()) throw new KinoraError('storage.link_expired', 'media link expired');
      return file;
    },
  };
}

function sign(key: Buffer, file: LinkedFile, expires: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([file.organizationId, file.hash, file.name, file.mediaType, expires]))
    .digest('base64url');
}

function isSame(expectedText: string, givenText: string): boolean {
  const [expected, given] = [Buffer.from(expectedText), Buffer.from(givenText)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
