import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FilmCover, KinoraError, type Ratio, ratioSlug } from '@kinora/contract';
import { type MediaEngine, makeCover } from '@kinora/media-node';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { SignedLinks, Storage } from '../../platform/storage/index.ts';
import { type AssetPortDependencies, createAssetPort, toAsset } from '../assets/index.ts';
import { type DeliveredRecord, listDelivered } from '../renders/index.ts';
import { type CoverRow, listCovers, moveCover } from './store.ts';

export type CoverDependencies = AssetPortDependencies & {
  database: Pick<Database, 'inOrganization'>;
  storage: Storage;
  engine: MediaEngine;
};

export type FrameOfFilm = { organizationId: string; projectId: string; film: DeliveredRecord; frame: number };

/** One frame of a finished film at its full size, stored as a file of the project. The same frame again is the same file. */
export async function takeCover(dependencies: CoverDependencies, what: FrameOfFilm): Promise<string> {
  const { storage, engine } = dependencies;
  const { organizationId, projectId, film, frame } = what;
  const folder = await storage.makeTemporaryFolder();
  try {
    const name = `cover-${ratioSlug(film.ratio ?? '16:9')}.jpg`;
    const path = join(folder, name);
    const source = await storage.localPath({ organizationId, hash: film.sha256 });
    await makeCover(engine, source, path, { frame });
    const port = createAssetPort(dependencies, { organizationId, jobId: null });
    const recipe = { filmHash: film.sha256, frame };
    const details = { name, kind: 'image', madeBy: film.made_by, projectId, recipe, role: 'deliverable' } as const;
    return (await port.store(path, details)).assetId;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function filmOf(files: readonly DeliveredRecord[], shape: Ratio): DeliveredRecord | undefined {
  return files.find(({ file_kind, ratio }) => file_kind === 'film' && ratio === shape);
}

/**
 * A picked frame stays picked when the film is cut again: it is taken anew from the newest film while that has such a frame.
 * Otherwise the picture stays and is marked.
 */
export async function followFilms(
  dependencies: CoverDependencies,
  organizationId: string,
  projectId: string,
): Promise<void> {
  const { covers, files } = await dependencies.database.inOrganization(organizationId, async (transaction) => ({
    covers: await listCovers(transaction, projectId),
    files: await listDelivered(transaction, projectId),
  }));
  for (const cover of covers) {
    const film = filmOf(files, cover.ratio);
    if (!film || !isBehind(cover, film)) continue;
    const { sha256: filmHash } = film;
    const assetId = await takeCover(dependencies, { organizationId, projectId, film, frame: cover.frame ?? 0 });
    await dependencies.database.inOrganization(organizationId, (transaction: Transaction) =>
      moveCover(transaction, projectId, cover, { assetId, filmHash }),
    );
  }
}

function isBehind({ kind, frame, film_sha256 }: CoverRow, film: DeliveredRecord): boolean {
  return kind === 'frame' && film_sha256 !== film.sha256 && (frame ?? 0) < (film.frames ?? 0);
}

/** The cover of each shape that has a film; `files` hold the chosen ones already. */
export function toCovers(
  files: readonly DeliveredRecord[],
  rows: readonly CoverRow[],
  links: SignedLinks,
): FilmCover[] {
  return files.flatMap((file) => {
    if (file.file_kind !== 'cover' || file.ratio === null) return [];
    const row = rows.find(({ ratio }) => ratio === file.ratio);
    return [
      {
        ratio: file.ratio,
        kind: row?.kind ?? 'designed',
        frame: row?.frame ?? null,
        asset: toAsset(file, links),
        isStale: row ? isGone(row, filmOf(files, file.ratio)) : false,
      },
    ];
  });
}

function isGone({ kind, film_sha256 }: CoverRow, film: DeliveredRecord | undefined): boolean {
  return kind === 'frame' && film_sha256 !== film?.sha256;
}

const COVER_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export function assertCoverPicture(asset: { media_type: string; deleted_at: Date | null } | undefined): void {
  if (asset && asset.deleted_at === null && COVER_TYPES.includes(asset.media_type)) return;
  throw new KinoraError('delivery.picture_unknown', 'the cover is no picture of this organization');
}
