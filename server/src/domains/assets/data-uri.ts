import { KinoraError } from '@kinora/contract';

const PATTERN = /^data:[^,]{0,200},/;

/** The bytes of a data URI. What it says of its kind is not looked at: a file is what it contains. */
export function readDataUri(uri: string, maxBytes: number): Buffer {
  const head = PATTERN.exec(uri)?.[0];
  if (!head) throw unreadable('no comma');
  const text = uri.slice(head.length);
  const bytes = /;base64,$/i.test(head) ? fromBase64(text) : Buffer.from(fromPercent(text), 'latin1');
  if (bytes.length <= maxBytes) return bytes;
  const sentence = `A file sent this way may have up to ${Math.floor(maxBytes / 1024 ** 2)} MB. Send larger ones as uploads.`;
  throw new KinoraError('storage.too_large', 'data URI too large', { sentence, details: { maxBytes } });
}

function fromBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/_\s-]*={0,2}\s*$/.test(text)) throw unreadable('not base64');
  return Buffer.from(text, 'base64');
}

/** Byte by byte: what is written as %FF is that byte, not a character. */
function fromPercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function unreadable(why: string): KinoraError {
  return new KinoraError('upload.data_uri', `data URI: ${why}`);
}
