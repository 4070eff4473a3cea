/** PostgreSQL's own code for a full disk stands beside the system's: the database lies on a disk too. */
const CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', '53100']);
/** FFmpeg, libvips and PostgreSQL pass the system's words on inside their own, and errors of children arrive as text. */
const WORDS = /no space left on device|disk quota exceeded|\bENOSPC\b/i;

/** True when a disk without room is the reason, however deep it lies: then the advice is to free space, whatever failed. */
export function isDiskFull(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 10; one = one.cause, depth += 1) {
    if (CODES.has((one as NodeJS.ErrnoException).code) || WORDS.test(one.message)) return true;
  }
  return false;
}
