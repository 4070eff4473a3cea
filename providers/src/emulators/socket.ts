import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const CLOSE = 8;
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The server's half of a WebSocket (RFC 6455), as far as an emulator talks: it greets, sends, and hears of the end alone. */
export function greetSocket(request: IncomingMessage, socket: Duplex) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
  socket.on('error', () => socket.destroy());
  // A client's frame of the end is answered in kind, and the line is closed.
  socket.on('data', (bytes: Buffer) => {
    if (((bytes[0] ?? 0) & 0x0f) === CLOSE) socket.end(Buffer.from([0x80 | CLOSE, 0]));
  });
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return (message: string | Uint8Array) => {
    const bytes = Buffer.from(message as string);
    if (!socket.destroyed) socket.write(Buffer.concat([toHead(typeof message === 'string' ? 1 : 2, bytes), bytes]));
  };
}

function toHead(kind: number, { length }: Buffer): Buffer {
  if (length < 126) return Buffer.from([0x80 | kind, length]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x80 | kind;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
