import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Storage } from '../../platform/storage/index.ts';
import { noPictureRules } from '../../testing/no-picture-rules.ts';
import { createSliceApp, type Person, type SliceApp } from '../../testing/slice-app.ts';
import { createSegmentCache } from '../renders/index.ts';
import { createAssetPort } from './asset-port.ts';
import { deleteTrashedAssets, deleteUnusedContent } from './purge.ts';

let app: SliceApp;
let owner: Person;
beforeAll(async () => {
  app = await createSliceApp();
  await app.listen(() => [], []);
  owner = await app.addPerson('owner');
});
afterAll(() => app.close());

/** A storage that takes its time to remove a file, as a bucket does: the moment in which somebody else may name the content. */
const removing = (): Pick<Storage, 'delete'> => ({
  async delete(address) {
    await sleep(Math.random() * 15);
    await app.storage.delete(address);
    await sleep(Math.random() * 15);
  },
});
const inOrganization: SliceApp['test']['database']['inOrganization'] = (id, work) =>
  app.test.database.inOrganization(id, work);
const purge = async (hashes: readonly string[]) => {
  await sleep(Math.random() * 10);
  return deleteUnusedContent({ database: app.test.database, storage: removing() }, owner.organizationId, hashes);
};

/** Contents that some row names although their bytes are gone. */
async function listBroken(): Promise<string[]> {
  const { rows } = await inOrganization(owner.organizationId, (transaction) =>
    transaction.query<{ sha256: string }>(
      'select sha256 from assets union select sha256 from asset_derivatives union select sha256 from segment_cache',
    ),
  );
  const broken: string[] = [];
  for (const { sha256: hash } of rows)
    if (!(await app.storage.find({ organizationId: owner.organizationId, hash }))) broken.push(hash);
  return broken;
}

it('a picture that is sent again while it is purged keeps its row, its bytes, its analysis and what was made of it', async () => {
  const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#a03020' } })
    .png()
    .toBuffer();
  const dataUri = `data:image/png;base64,${picture.toString('base64')}`;
  const send = () => app.ask(owner, { method: 'POST', url: '/api/v1/assets', payload: { name: 'a.png', dataUri } });
  for (let round = 0; round < 8; round += 1) {
    const { id } = (await send()).json();
    await inOrganization(owner.organizationId, (transaction) =>
      transaction.query(`update assets set deleted_at = now() - interval '40 days' where id = $1`, [id]),
    );
    const [sent] = await Promise.all([
      send(),
      (async () => {
        await sleep(round * 12);
        await purge(await inOrganization(owner.organizationId, (transaction) => deleteTrashedAssets(transaction, 30)));
      })(),
    ]);
    expect(sent.statusCode, sent.body).toBe(201);
    const detail = (await app.ask(owner, { url: `/api/v1/assets/${sent.json().id}` })).json();
    expect([detail.deletedAt, detail.analysis?.hash], `round ${round}`).toEqual([null, detail.hash]);
    expect(await listBroken(), `round ${round}`).toEqual([]);
  }
});

it('a file that a job stores, or a drawn piece that it keeps, while the same bytes are purged keeps its bytes', async () => {
  const { database } = app.test;
  const parts = { database, storage: app.storage, appendEvent: app.appendEvent, engine: app.engine, ...noPictureRules };
  const port = createAssetPort(parts, { organizationId: owner.organizationId, jobId: null });
  const segments = createSegmentCache({ database, storage: app.storage }, owner.organizationId);
  const details = { name: 'lines.json', kind: 'document', madeBy: 'Built-in engine', role: 'working' } as const;
  for (let round = 0; round < 40; round += 1) {
    const path = join(app.folder, 'raced.json');
    await writeFile(path, randomBytes(300));
    const { hash, assetId } = await port.store(path, details);
    await inOrganization(owner.organizationId, (transaction) =>
      transaction.query('delete from assets where id = $1', [assetId]),
    );
    const store = round % 2 === 0 ? port.store(path, details) : segments.put(hash, path);
    await Promise.all([purge([hash]), store, purge([hash])]);
    expect(await listBroken(), `round ${round}`).toEqual([]);
  }
});
