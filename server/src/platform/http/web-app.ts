import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const BUILDING_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Kinora</title>
<body style="margin:0;display:grid;place-items:center;height:100vh;background:#0e0e0e;color:#f0f0f0;font:15px/24px system-ui">
<p>The studio is being built. This page opens it by itself in a few seconds.</p></body></html>`;

/** True for paths of the app: the API and health paths answer 404 by themselves. */
export function isAppPath(url: string): boolean {
  return !/^\/(?:api|media|health|metrics|docs)(?:\/|$|\?)/.test(url);
}

/** Serves web/dist: hashed files for a year, index.html fresh, every other path falls back to the app (deep links). */
export async function registerWebApp(app: FastifyInstance, folder: string): Promise<void> {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    wildcard: true,
    decorateReply: false,
  });
  app.get('/mark.svg', async (_request, reply) => {
    const file = join(folder, 'mark.svg');
    return existsSync(file) ? reply.type('image/svg+xml').send(readFileSync(file)) : reply.code(404).send();
  });
}

/** The page itself, or the building page while the first build runs (rulings §6.1). */
export function readAppPage(folder: string): { status: number; html: string } {
  const file = join(folder, 'index.html');
  // Read each time: `npm start` builds the app beside the running server, and the file is small and cached by the system.
  return existsSync(file) ? { status: 200, html: readFileSync(file, 'utf8') } : { status: 503, html: BUILDING_PAGE };
}
