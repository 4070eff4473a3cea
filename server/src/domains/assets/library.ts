import {
  type Asset,
  type AssetFacets,
  type AssetFilter,
  type AssetSort,
  KinoraError,
  type PictureCheck,
  type RefusedAsset,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { AssetDependencies } from './dependencies.ts';
import { presentDetail } from './detail.ts';
import { listProtected } from './detail-store.ts';
import { countFacets } from './facets.ts';
import { cleanFileName } from './file-name.ts';
import { countLibrary, groupLibrary, listLibrary, listMemberNames, type Position } from './library-store.ts';
import { toAsset } from './records.ts';
import { setConsents } from './rights-store.ts';
import { findAsset, lockAssets, setAllDeleted, updateAsset } from './store.ts';

export type LibraryRequest = { filter: AssetFilter; sort: AssetSort; after: Position | null; limit: number };
export type AssetChange = {
  name?: string | undefined;
  licence?: string | null | undefined;
  showsPerson?: boolean | undefined;
  consentIds?: readonly string[] | undefined;
};
export type LibraryPage = { items: Asset[]; next: Position | null };
/** `refused`: in use, with the places that need them. Files that are not there or are so already are in neither list. */
export type BulkOutcome = { changed: string[]; refused: RefusedAsset[] };
type Places = RefusedAsset['places'];

export type LibraryDependencies = Pick<AssetDependencies, 'database' | 'links' | 'appendEvent'> & {
  trashDays: number;
  /** What the picture check knows of a content. */
  readPictureCheck(transaction: Transaction, hash: string): Promise<PictureCheck | null>;
};
export type LibraryService = ReturnType<typeof createLibraryService>;

/** A fact names at most this many files; its count is of all. */
const NAMED_FILES = 200;

/** The files of an organization as people look through them: found, told about, renamed, thrown away and taken back. */
export function createLibraryService(dependencies: LibraryDependencies) {
  const { database, links, trashDays } = dependencies;

  /** Call it last in a transaction (see appendEvent). */
  async function tell(
    transaction: Transaction,
    organizationId: string,
    type: 'asset.updated' | 'asset.deleted',
    ids: readonly string[],
  ): Promise<void> {
    if (ids.length === 0) return;
    const data = { assetIds: ids.slice(0, NAMED_FILES), count: ids.length };
    await dependencies.appendEvent(transaction, organizationId, { type, data });
  }

  /** One transaction and one event. What only now begins to need a file is safe all the same: the purge looks again. */
  const changeMany = (
    organizationId: string,
    ids: readonly string[],
    action: 'delete' | 'restore',
  ): Promise<BulkOutcome> =>
    database.inOrganization(organizationId, async (transaction) => {
      const isDeleting = action === 'delete';
      const found = await lockAssets(transaction, ids);
      if (found.length === 0) throw notFound(ids.join(', '));
      const other = found.filter(({ isDeleted }) => isDeleted !== isDeleting);
      const places = isDeleting ? await findPlaces(transaction, other) : new Map<string, Places>();
      const changed = other.map(({ id }) => id).filter((id) => !places.has(id));
      await setAllDeleted(transaction, changed, isDeleting);
      await tell(transaction, organizationId, isDeleting ? 'asset.deleted' : 'asset.updated', changed);
      const refused = other.flatMap(({ id, name }) => {
        const needed = places.get(id);
        return needed ? [{ id, name, places: needed }] : [];
      });
      return { changed, refused };
    });

  return {
    list: (organizationId: string, request: LibraryRequest): Promise<LibraryPage> =>
      database.inOrganization(organizationId, async (transaction) => {
        const rows = await listLibrary(transaction, { ...request, limit: request.limit + 1 });
        const shown = rows.slice(0, request.limit);
        const last = shown.at(-1);
        const next = rows.length > request.limit && last ? { value: toValue(request.sort, last), id: last.id } : null;
        return { items: shown.map((row) => toAsset(row, links)), next };
      }),

    readFacets: (organizationId: string, filter: AssetFilter): Promise<AssetFacets> =>
      database.inOrganization(organizationId, async (transaction) => {
        const counts = countFacets(await groupLibrary(transaction, filter), filter);
        const names = await listMemberNames(
          transaction,
          counts.people.map(({ value }) => value),
        );
        const people = counts.people.flatMap((one) => {
          const name = names.get(one.value);
          return name === undefined ? [] : [{ ...one, name }];
        });
        return { ...counts, ...(await countLibrary(transaction)), people, trashDays };
      }),

    get: (organizationId: string, id: string) =>
      database.inOrganization(organizationId, async (transaction) => {
        const record = await findAsset(transaction, id);
        if (!record) throw notFound(id);
        const detail = await presentDetail(transaction, record, { links, trashDays });
        return { ...detail, pictureCheck: await dependencies.readPictureCheck(transaction, record.sha256) };
      }),

    change: (organizationId: string, id: string, { name, consentIds, ...noted }: AssetChange): Promise<Asset> =>
      withNameSentence(
        name ?? '',
        database.inOrganization(organizationId, async (transaction) => {
          const changes = { ...(name === undefined ? {} : { name: cleanFileName(name) }), ...noted };
          if (!(await updateAsset(transaction, id, changes))) throw notFound(id);
          if (consentIds && (await setConsents(transaction, organizationId, id, consentIds)) < new Set(consentIds).size)
            throw new KinoraError('asset.consent_unknown', `a consent of ${consentIds.join(', ')} is not here`);
          const record = await findAsset(transaction, id);
          if (!record) throw notFound(id);
          await tell(transaction, organizationId, 'asset.updated', [id]);
          return toAsset(record, links);
        }),
      ),

    changeMany,

    async delete(organizationId: string, id: string): Promise<void> {
      const { refused } = await changeMany(organizationId, [id], 'delete');
      if (refused[0]) throw inUse(refused[0].places);
    },

    async restore(organizationId: string, id: string): Promise<Asset> {
      await changeMany(organizationId, [id], 'restore');
      return database.inOrganization(organizationId, async (transaction) => {
        const record = await findAsset(transaction, id);
        if (!record) throw notFound(id);
        return toAsset(record, links);
      });
    },
  };
}

/** The places that need files; files that may go are not in it. */
async function findPlaces(transaction: Transaction, files: readonly { id: string }[]): Promise<Map<string, Places>> {
  const places = new Map<string, Places>();
  const ids = files.map(({ id }) => id);
  for (const { id, place, name } of await listProtected(transaction, ids))
    places.set(id, [...(places.get(id) ?? []), { place, name }]);
  return places;
}

function toValue(sort: AssetSort, { id, sort_value }: { id: string; sort_value: string }): string | number {
  if (sort.endsWith('created')) return id;
  return sort.endsWith('size') ? Number(sort_value) : sort_value;
}

export function notFound(id: string): KinoraError {
  return new KinoraError('asset.not_found', `no asset ${id}`);
}

function inUse(needed: Places): KinoraError {
  const places = needed.map(({ place, name }) => `the ${place} “${name}”`);
  const sentence = `This file is used by ${new Intl.ListFormat('en').format(places)}. Remove it there first.`;
  return new KinoraError('asset.in_use', 'asset is referenced', { sentence, details: { places } });
}

/** Two files that a job made may hold the same bytes, and then differ in their names. */
async function withNameSentence<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'assets_made_once') throw error;
    throw new KinoraError('asset.name_taken', `another file with this content is called ${name}`, {
      details: { name },
    });
  }
}
