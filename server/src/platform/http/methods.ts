import type { FastifyInstance } from 'fastify';

/** Knows which methods a path takes, so that the wrong one is told apart from a path that is not there. */
export function watchMethods(app: FastifyInstance): (pathname: string) => string[] {
  const known: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    known.push({ pattern: toPattern(url), methods: [method].flat() });
  });
  return (pathname) => [
    ...new Set(known.filter(({ pattern }) => pattern.test(pathname)).flatMap(({ methods }) => methods)),
  ];
}

function toPattern(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replace(/\*/g, '.*');
  return new RegExp(`^${source}$`);
}
