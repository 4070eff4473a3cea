import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A vendor's protocol spoken by a real HTTP server, with faults on demand. It stands in for the vendor in tests, chaos runs
 * and development; what it counts (`submissions`, `charges`) is what the vendor would bill.
 */

export type EmulatorRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Buffer;
  /** The body as JSON; undefined where it is none. */
  json: unknown;
};
export type EmulatorAnswer = { status: number; headers?: Record<string, string>; body?: unknown };

/**
 * What can go wrong once, on the next call of a kind.
 *
 *   lose_answer     the call is taken, and the line breaks before the answer: the case that costs twice
 *   reset           the line breaks before the call is taken
 *   answer          another answer instead, and the call is not taken
 *   break_after     the call is taken, and the answer is this one (a gateway's 5xx)
 *   slow            it answers after so long
 */
export type EmulatorFault =
  | { kind: 'lose_answer' }
  | { kind: 'reset' }
  | { kind: 'answer'; answer: EmulatorAnswer }
  | { kind: 'break_after'; answer: EmulatorAnswer }
  | { kind: 'slow'; ms: number };

/** One kind of call. `name` is what faults and counts are asked by. */
export type EmulatorRoute = {
  name: string;
  method: string;
  path: RegExp;
  handle(request: EmulatorRequest, parts: readonly string[]): EmulatorAnswer | Promise<EmulatorAnswer>;
};

/** `random` answers 0–1; `onFault` is told of each one. */
export type RandomFaults = {
  chance: number;
  faults: readonly EmulatorFault[];
  random: () => number;
  onFault: () => void;
};

export type EmulatorServer = {
  readonly url: string;
  /** The next call of this kind, and only it, goes wrong so. Several queue up. */
  failNext(name: string, fault: EmulatorFault): void;
  /** Chance (0–1) of a fault on every call of this kind from now on, for load and chaos. */
  failSometimes(name: string, faults: RandomFaults): void;
  countOf(name: string): number;
  close(): Promise<void>;
};

export type EmulatorUpgrade = (request: IncomingMessage, socket: Duplex) => void;

export async function startEmulatorServer(
  routes: readonly EmulatorRoute[],
  onUpgrade?: EmulatorUpgrade,
): Promise<EmulatorServer> {
  const planned = new Map<string, EmulatorFault[]>();
  const random = new Map<string, () => EmulatorFault | undefined>();
  const counts = new Map<string, number>();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request);
    const found = findRoute(routes, read);
    if (!found) return send(response, { status: 404, body: { detail: 'no such path' } });
    const { route, parts } = found;
    counts.set(route.name, (counts.get(route.name) ?? 0) + 1);
    const fault = planned.get(route.name)?.shift() ?? random.get(route.name)?.();
    if (fault?.kind === 'slow') await sleep(fault.ms);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'answer') return send(response, fault.answer);
    const answer = await route.handle(read, parts);
    if (fault?.kind === 'lose_answer') return void request.socket.destroy();
    send(response, fault?.kind === 'break_after' ? fault.answer : answer);
  }

  const server = createServer((request, response) => {
    // A line that breaks while it is read is the other side's doing, and what chaos runs are made of.
    serve(request, response).catch(() => request.socket.destroy());
  });
  const sockets = new Set<Duplex>();
  if (onUpgrade)
    server.on('upgrade', (request, socket) => {
      sockets.add(socket);
      onUpgrade(request, socket);
    });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failNext: (name, fault) => void planned.set(name, [...(planned.get(name) ?? []), fault]),
    failSometimes(name, { chance, faults, random: draw, onFault }) {
      random.set(name, () => {
        if (draw() >= chance) return undefined;
        onFault();
        return faults[Math.floor(draw() * faults.length)];
      });
    },
    countOf: (name) => counts.get(name) ?? 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function findRoute(routes: readonly EmulatorRoute[], { method, path }: EmulatorRequest) {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, parts: match.slice(1) };
  }
  return undefined;
}

async function readRequest(request: IncomingMessage): Promise<EmulatorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'http://emulator');
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    json: toJson(body),
  };
}

function toJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: EmulatorAnswer): void {
  if (response.destroyed) return;
  const isBytes = body instanceof Uint8Array;
  const bytes = isBytes ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const type = isBytes || body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers, 'content-length': String(bytes.length) }).end(bytes);
}
