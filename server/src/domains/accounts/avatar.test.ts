import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

/** The smallest picture there is: one pixel. */
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

let studio: StudioApp;
let owner: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
});
afterAll(() => studio.close());

const set = (person: StudioPerson, picture: string) =>
  person.ask({ method: 'PUT', url: '/api/v1/me/avatar', payload: { picture } });
const see = (person: StudioPerson, userId: string) =>
  person.ask({ method: 'GET', url: `/api/v1/members/${userId}/avatar` });

it('shows a person’s picture to colleagues and to nobody else, until it is taken away', async () => {
  const editor = await studio.join(owner, 'editor', 'editor');
  const before = await see(owner, editor.userId);
  expect(before.statusCode).toBe(404);
  const mine = (await set(editor, PIXEL)).json();
  expect(mine.user.avatarVersion).toMatch(/^[0-9a-f]{16}$/);
  const members = (await owner.ask({ method: 'GET', url: '/api/v1/members' })).json().items;
  expect(members.find(({ userId }: { userId: string }) => userId === editor.userId).avatarVersion).toBe(
    mine.user.avatarVersion,
  );
  const shown = await see(owner, editor.userId);
  expect(shown.headers['content-type']).toBe('image/png');
  expect(shown.headers['x-content-type-options']).toBe('nosniff');
  expect(shown.headers['content-security-policy']).toContain('sandbox');
  expect(shown.rawPayload.equals(Buffer.from(PIXEL.split(',')[1]!, 'base64'))).toBe(true);
  const gone = await editor.ask({ method: 'DELETE', url: '/api/v1/me/avatar' });
  expect(gone.json().user.avatarVersion).toBeNull();
  expect((await see(owner, editor.userId)).statusCode).toBe(404);
});

it.each([
  ['a page', `data:image/png;base64,${Buffer.from('<script>alert(1)</script>').toString('base64')}`],
  ['a drawing', `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`],
  ['an address', 'https://example.test/me.png'],
  ['a large file', `${PIXEL.slice(0, -2)}${'A'.repeat(140_000)}`],
])('refuses %s', async (_, picture) => {
  expect((await set(owner, picture)).statusCode).toBe(422);
});
