import { createHash } from 'node:crypto';
import { KinoraError } from '@kinora/contract';

/** How each kind of picture begins. A WebP file has its own length between the two. */
const BEGINNINGS: Readonly<Record<string, (content: Buffer) => boolean>> = {
  'image/png': (content) => content.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  'image/jpeg': (content) => content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  'image/webp': (content) =>
    content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP',
};

/**
 * What a data address holds. The picture is not read here, so nothing in it can harm the studio: that it is what it says
 * it is, is all that is asked, and browsers are told to take it for nothing else.
 */
export function parseAvatar(address: string): { content: Buffer; mediaType: string; hash: string } {
  const [, mediaType = '', base64 = ''] = /^data:([^;]+);base64,(.*)$/s.exec(address) ?? [];
  const content = Buffer.from(base64, 'base64');
  if (!BEGINNINGS[mediaType]?.(content))
    throw new KinoraError('accounts.avatar_unusable', `${content.length} bytes are no ${mediaType}`);
  return { content, mediaType, hash: createHash('sha256').update(content).digest('hex').slice(0, 16) };
}
