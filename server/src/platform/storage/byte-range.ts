import type { ByteRange } from './storage.ts';

export type RangeAnswer = { status: 200 } | { status: 206; range: ByteRange } | { status: 416 };

/** One range is served; several, or words we do not know, get the whole file, which HTTP allows. */
export function planRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { status: 200 };
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), sizeBytes);
    return length === 0 ? { status: 416 } : { status: 206, range: { start: sizeBytes - length, end: sizeBytes - 1 } };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (match[2] !== '' && Number(match[2]) < start) return { status: 200 };
  return start >= sizeBytes ? { status: 416 } : { status: 206, range: { start, end } };
}
