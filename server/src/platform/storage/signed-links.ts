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

export type SignedLinksOptions = { secret: string | Uint8Array; now: () => number };

/** Whoever holds a link reads that one file until it expires; name and type are signed too, so neither can be changed. */
export function createSignedLinks(options: SignedLinksOptions): SignedLinks {
  const key = createHmac('sha256', options.secret).update('kinora media links 1').digest();
  const sign = (file: LinkedFile, expires: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([file.organizationId, file.hash, file.name, file.mediaType, expires]))
      .digest('base64url');

  return {
    toLink(file) {
      const expires = String((Math.floor(options.now() / LINK_STEP_MS) + 2) * LINK_STEP_MS);
      const query = new URLSearchParams({ type: file.mediaType, expires, signature: sign(file, expires) });
      return `/media/${file.organizationId}/${file.hash}/${encodeURIComponent(file.name)}?${query}`;
    },
    parse(parts) {
      const { organizationId, hash, name } = parts;
      const file = { organizationId, hash, name, mediaType: parts.type };
      const expected = Buffer.from(sign(file, parts.expires));
      const given = Buffer.from(parts.signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
        throw new KinoraError('storage.link_invalid', 'the signature of a media link does not fit');
      }
      if (Number(parts.expires) <= options.now()) throw new KinoraError('storage.link_expired', 'media link expired');
      return file;
    },
  };
}
