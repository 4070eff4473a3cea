type Fault = { code?: unknown; syscall?: unknown; message?: unknown };

/** Connection failures, and a server that stops, crashed or is starting. */
const SERVER_FAULT = /^(08|57P0)/;
const LOST_TEXT = /connection terminated|timeout exceeded when trying to connect/i;

/**
 * True when the database could not be reached or went away. The same codes come from files and child processes (ENOENT of
 * a missing program, EPIPE of one that ended), so they count only where they name a socket's own call.
 */
export function isConnectionFault(error: unknown): boolean {
  const { code, syscall, message } = (error ?? {}) as Fault;
  if (typeof code === 'string' && (SERVER_FAULT.test(code) || isSocketFault(code, syscall))) return true;
  return typeof message === 'string' && LOST_TEXT.test(message);
}

function isSocketFault(code: string, syscall: unknown): boolean {
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT') return true;
  if (code === 'ENOENT') return syscall === 'connect';
  return (code === 'ECONNRESET' || code === 'EPIPE') && (syscall === 'read' || syscall === 'write');
}
