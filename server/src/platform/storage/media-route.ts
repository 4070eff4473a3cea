import { KinoraError } from '@kinora/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { planRange } from './byte-range.ts';
import { isShown, toContentDisposition } from './content-disposition.ts';
import type { LinkedFile, SignedLinks } from './signed-links.ts';
import type { Storage } from './storage.ts';

export type MediaRouteDependencies = { storage: Storage; links: SignedLinks };

const params = z.object({ organizationId: z.string(), hash: z.string(), name: z.string() });
const query = z.object({ type: z.string(), expires: z.string(), signature: z.string() });

/** `GET /media/…` by signed link: no cookie is looked at, so a link works in `<video>`, in a download and in a mail. */
export function registerMediaRoute(app: FastifyInstance, dependencies: MediaRouteDependencies): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:organizationId/:hash/:name',
    handler: (request, reply) => sendMedia(request, reply, dependencies),
  });
}

async function sendMedia(request: FastifyRequest, reply: FastifyReply, { storage, links }: MediaRouteDependencies) {
  const parsedQuery = query.safeParse(request.query);
  if (!parsedQuery.success) throw new KinoraError('storage.link_invalid', 'a media link lacks its signature');
  const file = links.parse({ ...params.parse(request.params), ...parsedQuery.data });
  const facts = await storage.find(file);
  if (!facts) throw new KinoraError('storage.not_found', `no file ${file.hash}`);

  const etag = `"${file.hash}"`;
  setHeaders(reply, file, etag);
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  // A range asked for another version of the file (If-Range) gets the whole of this one.
  const ifRange = request.headers['if-range'];
  const answer = planRange(ifRange && ifRange !== etag ? undefined : request.headers.range, facts.sizeBytes);
  if (answer.status === 416) return reply.code(416).header('content-range', `bytes */${facts.sizeBytes}`).send();

  const range = answer.status === 206 ? answer.range : undefined;
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${facts.sizeBytes}`);
  reply.header('content-length', range ? range.end - range.start + 1 : facts.sizeBytes);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(await storage.open(file, range));
}

/** RFC 9110 §13.1.2: a list of tags, weak or strong, or `*` for any. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

/** rulings §3.8: users' files never run as a page of ours. */
function setHeaders(reply: FastifyReply, file: LinkedFile, etag: string): void {
  const shown = isShown(file.mediaType);
  reply.headers({
    etag,
    'content-type': shown ? file.mediaType : 'application/octet-stream',
    'content-disposition': toContentDisposition(shown ? 'inline' : 'attachment', file.name),
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
}
