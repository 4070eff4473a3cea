import { randomBytes } from 'node:crypto';

/** The newest id's millisecond and its place within it. */
const newest = { milliseconds: 0, place: 0 };
/** A clock set back by more is followed: ids are times too. */
const LONGEST_HOLD_MS = 1000;
const PLACES = 0x1000;

/**
 * UUIDv7 (RFC 9562, 6.2 method 1): 48 bits of milliseconds, 12 bits that count on within one, then random bits. Every row's
 * id is made here and not in the database, so that any PostgreSQL from 15 on will do. Ids of one process sort in the order
 * they were made in: what came after what is read from them. Between processes the clocks decide.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  takePlace(Date.now(), bytes.readUInt16BE(6));
  bytes.writeUIntBE(newest.milliseconds, 0, 6);
  bytes.writeUInt16BE(0x7000 | newest.place, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A new millisecond begins somewhere in its lower half; one that is full borrows the next. */
function takePlace(now: number, random: number): void {
  const begin = (milliseconds: number) => Object.assign(newest, { milliseconds, place: random % (PLACES / 2) });
  if (now > newest.milliseconds || now < newest.milliseconds - LONGEST_HOLD_MS) begin(now);
  else if (newest.place + 1 < PLACES) newest.place += 1;
  else begin(newest.milliseconds + 1);
}

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: string): boolean {
  return UUID_PATTERN.test(value);
}
