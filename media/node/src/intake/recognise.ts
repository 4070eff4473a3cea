import { fileTypeFromBuffer } from 'file-type';

export type IntakeFamily = 'picture' | 'drawing' | 'film' | 'sound' | 'font' | 'model';

/** A kind of file we take, recognised by its content; what it is called does not matter. */
export type RecognisedKind = { family: IntakeFamily; mediaType: string; extension: string };

const KINDS: Readonly<Record<string, RecognisedKind>> = {
  jpg: { family: 'picture', mediaType: 'image/jpeg', extension: 'jpg' },
  png: { family: 'picture', mediaType: 'image/png', extension: 'png' },
  apng: { family: 'picture', mediaType: 'image/png', extension: 'png' },
  webp: { family: 'picture', mediaType: 'image/webp', extension: 'webp' },
  gif: { family: 'picture', mediaType: 'image/gif', extension: 'gif' },
  heic: { family: 'picture', mediaType: 'image/heic', extension: 'heic' },
  avif: { family: 'picture', mediaType: 'image/avif', extension: 'avif' },
  mp4: { family: 'film', mediaType: 'video/mp4', extension: 'mp4' },
  m4v: { family: 'film', mediaType: 'video/mp4', extension: 'mp4' },
  mov: { family: 'film', mediaType: 'video/quicktime', extension: 'mov' },
  webm: { family: 'film', mediaType: 'video/webm', extension: 'webm' },
  mkv: { family: 'film', mediaType: 'video/webm', extension: 'webm' },
  wav: { family: 'sound', mediaType: 'audio/wav', extension: 'wav' },
  mp3: { family: 'sound', mediaType: 'audio/mpeg', extension: 'mp3' },
  glb: { family: 'model', mediaType: 'model/gltf-binary', extension: 'glb' },
  ttf: { family: 'font', mediaType: 'font/ttf', extension: 'ttf' },
  otf: { family: 'font', mediaType: 'font/otf', extension: 'otf' },
  woff2: { family: 'font', mediaType: 'font/woff2', extension: 'woff2' },
};

const SVG: RecognisedKind = { family: 'drawing', mediaType: 'image/svg+xml', extension: 'svg' };

/** Bytes of the file's beginning that recognition wants. */
export const HEAD_BYTES = 64 * 1024;

export type Recognition = { kind: 'known'; file: RecognisedKind } | { kind: 'unknown' };

/** Looks at the first 64 KB. */
export async function recognise(head: Uint8Array): Promise<Recognition> {
  if (looksLikeSvg(head)) return { kind: 'known', file: SVG };
  const found = await fileTypeFromBuffer(head);
  if (!found) return looksLikeMp3(head) ? { kind: 'known', file: KINDS['mp3']! } : { kind: 'unknown' };
  const file = KINDS[found.ext];
  if (!file || (found.ext === 'mkv' && !isWebm(head))) return { kind: 'unknown' };
  return { kind: 'known', file };
}

/** An SVG begins with text: an optional byte order mark, XML head, comments or DOCTYPE, then its root element. */
function looksLikeSvg(head: Uint8Array): boolean {
  const text = new TextDecoder('utf-8')
    .decode(head.subarray(0, 4096))
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (!text.startsWith('<')) return false;
  return /^(?:<\?xml[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?[^>]*>|\s)*<(?:[a-z]+:)?svg[\s>/]/i.test(
    text,
  );
}

/** MP3 without a tag: a frame sync with a valid version, layer and bit rate. */
function looksLikeMp3(head: Uint8Array): boolean {
  const [first, second, third] = head;
  if (first !== 0xff || second === undefined || third === undefined) return false;
  return (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08 && third >> 4 !== 0 && third >> 4 !== 15;
}

function isWebm(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 128)).includes('webm');
}
