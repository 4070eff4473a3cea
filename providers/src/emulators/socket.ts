import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The server's half of a WebSocket (RFC 6455), as far as an emulator talks: it greets, sends, and listens to nothing. */
export function greetSocket(request: IncomingMessage, socket: Duplex) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
  socket.on('error', () => socket.destroy());
  socket.resume();
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
