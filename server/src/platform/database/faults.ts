type Fault = { code?: unknown; syscall?: unknown; message?: unknown };

/** Connection failures, and a server that stops, crashed or is starting. */
const SERVER_FAULT = /^(08|57P0)/;
/** What pg says without a code, the last of them to the query after the one that met the loss: it must not look like a fault of its own. */
const LOST_TEXT = /connection terminated|timeout expired|timeout exceeded when trying to connect|is not queryable/i;

/**
 * True when the database could not be reached or went away. The same codes come from files and child processes (ENOENT of
 * a missing program, EPIPE of one that ended), so they count only where they name a socket's own call.
 */
export function isConnectionFault(error: unknown): boolean {
  const { code, syscall, message } = (error ?? {}) as Fault;
  if (typeof code === 'string' && (SERVER_FAULT.test(code) || isSocketFault(code, syscall))) return true;
  return typeof message === 'string' && LOST_TEXT.test(message);
}

/** Deadlock and serialization: the transaction lost a race and was undone whole. */
const RACE_CODES = new Set<unknown>(['40P01', '40001']);
/** Its disk is full: an extension of a table failed, the transaction was undone whole, and room may be made any moment. */
const NO_ROOM = '53100';

/** True when the database did not answer, lost a race or had no room: the same transaction may be tried again as it is. */
export function isPassingDatabaseError(error: unknown): boolean {
  const { code } = (error ?? {}) as Fault;
  return isConnectionFault(error) || code === NO_ROOM || RACE_CODES.has(code);
}

function isSocketFault(code: string, syscall: unknown): boolean {
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT') return true;
  if (code === 'ENOENT') return syscall === 'connect';
  return (code === 'ECONNRESET' || code === 'EPIPE') && (syscall === 'read' || syscall === 'write');
}
