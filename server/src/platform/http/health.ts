import { isKinoraError } from '@kinora/contract';
import type { FastifyInstance } from 'fastify';

/** A part the studio cannot work without. `check` rejects, or answers advice in words, when it is not ready. */
export type HealthPart = { id: string; title: string; check(): Promise<{ isReady: boolean; advice: string | null }> };

export async function checkHealth(
  parts: readonly HealthPart[],
): Promise<{ id: string; title: string; isReady: boolean; advice: string | null }[]> {
  return Promise.all(
    parts.map(async ({ id, title, check }) => {
      try {
        return { id, title, ...(await check()) };
      } catch (error) {
        return { id, title, isReady: false, advice: toAdvice(error) };
      }
    }),
  );
}

function toAdvice(error: unknown): string {
  if (isKinoraError(error) && error.sentence !== undefined) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}

/** `/health/live`: the process answers. `/health/ready`: it can do work; names of parts only, no internals. */
export function registerHealth(app: FastifyInstance, parts: () => readonly HealthPart[]): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const results = await checkHealth(parts());
    const isReady = results.length > 0 && results.every((part) => part.isReady);
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not_ready',
      parts: results.map(({ id, isReady: ok }) => ({ id, isReady: ok })),
    });
  });
}
