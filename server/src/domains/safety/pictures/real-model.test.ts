import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset } from '@kinora/contract';
import {
  createPictureChecker,
  DEFAULT_ENCODE,
  encodeFrames,
  type PictureChecker,
  repositoryFile,
} from '@kinora/media-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSliceApp, type Person, type SliceApp } from '../../../testing/slice-app.ts';
import { type CheckParts, createCheckContent, type RefusalToTell } from './check.ts';
import { createPictureGuard } from './guard.ts';
import { THRESHOLDS, worstOf } from './judge.ts';
import { lookAt, spreadOver } from './look.ts';
import { readChecks } from './store.ts';

let app: SliceApp;
let owner: Person;
const checker: PictureChecker = createPictureChecker();
const told: RefusalToTell[] = [];

beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
  owner = await app.addPerson('owner');
});
afterAll(async () => {
  checker.close();
  await app.close();
});

/** With the model that ships, on a screen of the studio. */
function open(thresholds?: CheckParts['thresholds']) {
  const parts: CheckParts = {
    database: app.test.database,
    storage: app.storage,
    engine: app.engine,
    checker,
    isRequired: false,
    tellRefused: async (_transaction, refusal) => void told.push(refusal),
    ...(thresholds ? { thresholds } : {}),
  };
  const check = createCheckContent(parts);
  return { check, guard: createPictureGuard({ database: app.test.database, check, isRequired: false }) };
}
async function upload(person: Person): Promise<Asset> {
  const bytes = await readFile(repositoryFile('docs', 'images', 'connections.png'));
  const dataUri = `data:image/png;base64,${bytes.toString('base64')}`;
  const payload = { name: 'screen.png', dataUri };
  return (await app.ask(person, { method: 'POST', url: '/api/v1/assets', payload })).json();
}
const readRow = async ({ organizationId }: Person, hash: string) =>
  (await app.test.database.inOrganization(organizationId, (transaction) => readChecks(transaction, [hash])))[0]!;

it('lets a harmless picture pass by what the model sees in it', { timeout: 60_000 }, async () => {
  const { hash } = await upload(owner);
  const { guard } = open();
  const asked = { organizationId: owner.organizationId, hashes: [hash] };
  await guard({ ...asked, looksNow: false });
  expect((await readRow(owner, hash)).is_checked).toBe(false);
  // Before anything is made of it, it is looked at on the spot.
  await guard({ ...asked, looksNow: true });
  const row = await readRow(owner, hash);
  expect(row).toMatchObject({ is_checked: true, refused_from: null, model: 'nsfwjs 4.3.0, MobileNetV2' });
  expect(row.scores!.neutral).toBeGreaterThan(0.8);
});

it('refuses by the model’s own scores where they pass the threshold, from the look to the appeal’s decision', {
  timeout: 60_000,
}, async () => {
  const person = await app.addPerson('owner');
  const { hash } = await upload(person);
  // So low that the shares of a thousandth which the model sees in it are enough.
  const { guard } = open({ ...THRESHOLDS, sexualAtStandard: 0.0001 });
  const asked = { organizationId: person.organizationId, hashes: [hash], looksNow: true };
  await expect(guard(asked)).rejects.toMatchObject({ code: 'safety.picture_refused', isRetryable: false });
  const row = await readRow(person, hash);
  expect(row).toMatchObject({ category: 'sexual', refused_from: 'standard', is_opened: false });
  expect(told).toMatchObject([{ organizationId: person.organizationId, name: 'screen.png' }]);
  await app.test.database.inOrganization(person.organizationId, (transaction) =>
    transaction.query(
      `update safety_decisions set appeal = 'overturned', decided_at = now() where id = $1 and appeal = 'none'`,
      [row.decision_id],
    ),
  );
  await guard(asked);
});

it('looks at several frames of a film and counts the worst', { timeout: 60_000 }, async () => {
  const path = join(app.folder, 'frames.mp4');
  const size = { width: 64, height: 64 };
  async function* draw() {
    for (let frame = 0; frame < 90; frame += 1) yield Buffer.alloc(size.width * size.height * 4, frame < 60 ? 30 : 220);
  }
  const plan = { path, size, rate: { numerator: 30, denominator: 1 }, settings: { ...DEFAULT_ENCODE, crf: 8 } };
  await encodeFrames(app.engine, plan, { frames: draw() });
  const { hash } = await app.storage.putFile(owner.organizationId, path);
  const seen: string[] = [];
  const none = { drawing: 0, hentai: 0, neutral: 1, porn: 0, sexy: 0 };
  const look = async (file: string) => {
    seen.push(file.split('/').at(-1)!);
    return seen.length === 3 ? { ...none, porn: 0.9, neutral: 0.1 } : none;
  };
  const content = { organizationId: owner.organizationId, hash };
  const parts = { storage: app.storage, engine: app.engine, checker: { look } };
  expect((await lookAt(parts, content, { kind: 'video', thumbnail: null })).porn).toBe(0.9);
  expect(seen).toEqual(['15.jpg', '45.jpg', '75.jpg']);
});

it('spreads its frames evenly over a film, more of them over a longer one', () => {
  expect(spreadOver(2, 0.1)).toEqual([0, 1]);
  expect(spreadOver(900, 30)).toHaveLength(6);
  expect(spreadOver(54_000, 1800)).toHaveLength(12);
  expect(worstOf([{ drawing: 0, hentai: 0, neutral: 1, porn: 0, sexy: 0 }]).neutral).toBe(1);
});
