import type { RouteDefinition } from '@kinora/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStudio } from './fill-studio.ts';
import { junkRequest } from './junk.ts';
import { ALL_ROUTES, type Things } from './sample-requests.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from './studio-app.ts';

/** More in the long run: `KINORA_JUNK=300`. */
const RUNS = Number(process.env['KINORA_JUNK'] ?? 20);

let studio: StudioApp;
let owner: StudioPerson;
let things: Things;
let key: Caller;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  things = await fillStudio(studio, owner);
  key = await studio.makeKey(owner, ['*']);
});
afterAll(() => studio.close());

/** Routes of a person are asked by somebody who signs in for each: some of them end the session. */
async function chooseCaller(route: RouteDefinition): Promise<Caller> {
  if (route.access === 'public') return studio.nobody;
  return route.access === 'signed_in' ? studio.signIn('owner') : key;
}

describe('junk', () => {
  it.each(ALL_ROUTES.map((route) => [route.operationId, route] as const))(
    'never makes %s answer that it is the server’s fault',
    async (_operationId, route) => {
      const caller = await chooseCaller(route);
      await fc.assert(
        fc.asyncProperty(junkRequest(route, things), async (request) => {
          const answer = await caller.ask(request);
          // An address that cannot be reached is told as such, and is not the server's fault.
          if (!/"code":"fetch\./.test(answer.body)) expect(answer.statusCode, answer.body).toBeLessThan(500);
        }),
        { numRuns: route.access === 'public' ? Math.ceil(RUNS / 4) : RUNS },
      );
    },
  );

  it('leaves the studio able to answer', async () => {
    // Junk now and then is a good order: that two-step sign-in is asked of everybody.
    await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
      transaction.query('update organizations set requires_second_factor = false'),
    );
    const fresh = await studio.signIn('owner');
    for (const path of [
      '/credits',
      '/projects',
      '/jobs',
      '/transactions',
      '/organization',
      '/assets',
      '/brands',
      '/members',
    ]) {
      const answer = await fresh.ask({ url: `/api/v1${path}` });
      expect(answer.statusCode, `${path} ${answer.body}`).toBe(200);
    }
  });
});
