import { refuse } from './refusal.ts';

export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'windows-1255' | 'windows-1256';

/**
 * Bytes to text. A byte order mark decides; then what was declared; then UTF-16 by its zero bytes, UTF-8 by being valid.
 * What is left is an 8-bit code page, and which one only a person knows: Western until declared.
 */
export function decodeTable(
  bytes: Uint8Array,
  declared?: TableEncoding,
): { text: string; encoding: TableEncoding; isCertain: boolean } {
  if (bytes.length === 0) throw refuse('intake.empty', 'table of 0 bytes');
  const marked = readMark(bytes);
  const encoding = marked ?? declared ?? guess(bytes);
  if (encoding !== null) return { text: new TextDecoder(encoding).decode(bytes), encoding, isCertain: true };
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', isCertain: false };
}

function readMark([first, second, third]: Uint8Array): TableEncoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

function guess(bytes: Uint8Array): TableEncoding | null {
  const wide = guessWide(bytes.subarray(0, 4096));
  if (wide) return wide;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return null;
  }
}

/** Delimiters, digits and line ends are ASCII in every script: in UTF-16 every one of them has a zero byte beside it. */
function guessWide(head: Uint8Array): TableEncoding | null {
  let [even, odd] = [0, 0];
  for (let index = 0; index < head.length; index += 1) {
    if (head[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = head.length / 20;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : null;
}
