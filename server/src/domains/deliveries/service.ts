import type { Readable } from 'node:stream';
import {
  type AiLabel,
  DELIVERY_TABLE_DATE,
  type Delivery,
  type DeliverySheet,
  type FilmCover,
  type FramingPath,
  type FramingSheet,
  KinoraError,
  MOST_DELIVERIES_IN_ZIP,
  type Network,
  type Placement,
  type PostText,
  type Ratio,
  type ShotFraming,
  worstOf,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { findAssets, toMaker } from '../assets/index.ts';
import { assertMayWorkIn } from '../projects/index.ts';
import { listDelivered } from '../renders/index.ts';
import { saveFraming, saveLabelled } from '../timelines/index.ts';
import { assertCoverPicture, type CoverDependencies, filmOf, followFilms, takeCover } from './covers.ts';
import { streamDeliveriesZip } from './deliveries-zip.ts';
import { readFramings } from './framing.ts';
import { requireRoom, toPost } from './posts.ts';
import {
  type Column,
  type Material,
  readMaterial,
  readPostMaterial,
  requireProject,
  toColumn,
  toSheet,
} from './sheet.ts';
import {
  type CoverRow,
  type DeliveryFilter,
  type DeliveryRow,
  deleteCover,
  deletePost,
  findRecords,
  insertRecords,
  listCaptions,
  listRecords,
  listShownContents,
  type NewRecord,
  saveCover,
  savePost,
} from './store.ts';

export type DeliveryDependencies = CoverDependencies & { links: SignedLinks; now: () => number };
export type CoverChoice =
  | { kind: 'designed' }
  | { kind: 'frame'; frame: number }
  | { kind: 'picture'; assetId: string };
export type PostChange = { title: string; text: string; hashtags: string[] };
export type Handing = {
  placements: readonly Placement[];
  way: 'download' | 'zip' | 'marked';
  recipient?: string | undefined;
};
export type DeliveryService = ReturnType<typeof createDeliveryService>;

/** Long only as a list: each method reads what a film's deliveries are made of, and does one thing with it. */
export function createDeliveryService(dependencies: DeliveryDependencies) {
  const { database, links, storage } = dependencies;
  const inOrganization = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  function tell(transaction: Transaction, actor: Member, projectId: string) {
    const fact = { type: 'project.updated' as const, projectId, data: {} };
    return dependencies.appendEvent(transaction, actor.organizationId, fact);
  }

  /** A picture may have been refused since the film was made of it. */
  async function assertMayGoOut(actor: Member, projectId: string): Promise<void> {
    const hashes = await inOrganization(actor, (transaction) => listShownContents(transaction, projectId));
    await dependencies.assertPictures({ organizationId: actor.organizationId, hashes, looksNow: true });
  }

  /** Reads a film with its picked covers taken from its newest cut. */
  async function withMaterial<Result>(
    actor: Member,
    projectId: string,
    work: (transaction: Transaction, material: Material) => Promise<Result>,
  ): Promise<Result> {
    await followFilms(dependencies, actor.organizationId, projectId);
    return inOrganization(actor, async (transaction) =>
      work(transaction, await readMaterial(transaction, projectId, links)),
    );
  }

  return {
    getSheet: (actor: Member, projectId: string, placements: string | undefined): Promise<DeliverySheet> =>
      withMaterial(actor, projectId, async (_transaction, material) => toSheet(material, placements, links)),

    async setCover(actor: Member, projectId: string, shape: Ratio, choice: CoverChoice): Promise<FilmCover> {
      const { organizationId } = actor;
      const files = await inOrganization(actor, async (transaction) => {
        await requireProject(transaction, projectId);
        await assertMayWorkIn(transaction, editorOf(actor), projectId);
        return listDelivered(transaction, projectId);
      });
      const film = filmOf(files, shape);
      if (!film) throw new KinoraError('delivery.no_film', `project ${projectId} has no film of ${shape}`);
      const row = await toRow(choice);
      return inOrganization(actor, async (transaction) => {
        if (choice.kind === 'picture') {
          const pictures = await findAssets(transaction, [choice.assetId]);
          assertCoverPicture(pictures.get(choice.assetId));
        }
        if (row) await saveCover(transaction, organizationId, projectId, row);
        else await deleteCover(transaction, projectId, shape);
        await tell(transaction, actor, projectId);
        const { covers } = await readMaterial(transaction, projectId, links);
        return covers.find(({ ratio }) => ratio === shape)!;
      });

      async function toRow(chosen: CoverChoice): Promise<CoverRow | null> {
        if (chosen.kind === 'designed') return null;
        if (chosen.kind === 'picture')
          return { ratio: shape, kind: 'picture', frame: null, asset_id: chosen.assetId, film_sha256: null };
        const { frame } = chosen;
        if (frame >= (film?.frames ?? 0))
          throw new KinoraError('delivery.frame_unknown', `no frame ${frame} in ${film?.sha256}`);
        const asset_id = await takeCover(dependencies, { organizationId, projectId, film: film!, frame });
        return { ratio: shape, kind: 'frame', frame, asset_id, film_sha256: film!.sha256 };
      }
    },

    getFraming: (actor: Member, projectId: string, shape: Ratio): Promise<FramingSheet> =>
      inOrganization(actor, async (transaction) => {
        await requireProject(transaction, projectId);
        return readFramings(transaction, projectId, shape, links);
      }),

    setFraming: (actor: Member, place: { projectId: string; shape: Ratio; shotId: string }, path: FramingPath) =>
      inOrganization(actor, async (transaction): Promise<ShotFraming> => {
        const { projectId, shape: ratio, shotId } = place;
        await assertMayWorkIn(transaction, editorOf(actor), projectId);
        const before = await readFramings(transaction, projectId, ratio, links);
        const shot = before.items.find((item) => item.shotId === shotId);
        if (!shot) throw new KinoraError('shot.not_found', `shot ${shotId} is not of project ${projectId}`);
        if (!shot.planned && path.length > 0)
          throw new KinoraError('delivery.nothing_cut', `shot ${shotId} shows its picture whole in ${ratio}`);
        if (path.some(({ frame }) => frame >= shot.lengthFrames))
          throw new KinoraError('delivery.key_outside', `shot ${shotId} has ${shot.lengthFrames} frames`);
        await saveFraming(transaction, { organizationId: actor.organizationId, projectId, shotId, ratio }, path);
        await tell(transaction, actor, projectId);
        return { ...shot, path };
      }),

    setAiLabel: (actor: Member, projectId: string, ratios: readonly Ratio[]): Promise<AiLabel> =>
      inOrganization(actor, async (transaction) => {
        await assertMayWorkIn(transaction, editorOf(actor), projectId);
        const project = await requireProject(transaction, projectId);
        const chosen = project.ratios.filter((shape) => ratios.includes(shape));
        await saveLabelled(transaction, projectId, chosen);
        await tell(transaction, actor, projectId);
        return { models: project.report?.models ?? null, ratios: chosen };
      }),

    setPost: (actor: Member, projectId: string, network: Network, change: PostChange): Promise<PostText> =>
      inOrganization(actor, async (transaction) => {
        await assertMayWorkIn(transaction, editorOf(actor), projectId);
        requireRoom(network);
        const { title, text, hashtags } = change;
        const row = { network, title, body: text, hashtags: [...new Set(hashtags)] };
        await savePost(transaction, actor.organizationId, projectId, row);
        await tell(transaction, actor, projectId);
        return { network, title, text, hashtags: row.hashtags, isEdited: true, notices: [] };
      }),

    resetPost: (actor: Member, projectId: string, network: Network): Promise<PostText> =>
      inOrganization(actor, async (transaction) => {
        await assertMayWorkIn(transaction, editorOf(actor), projectId);
        const room = requireRoom(network);
        await deletePost(transaction, projectId, network);
        await tell(transaction, actor, projectId);
        const material = await readPostMaterial(transaction, await requireProject(transaction, projectId));
        if (!material) throw new KinoraError('project.no_storyboard', `project ${projectId} has no plan`);
        return toPost(material, room, undefined);
      }),

    async record(actor: Member, projectId: string, handing: Handing): Promise<Delivery[]> {
      await assertMayGoOut(actor, projectId);
      return withMaterial(actor, projectId, async (transaction, material) => {
        const records = handing.placements.map((placement) => toRecord(material, toColumn(material, placement)));
        const { organizationId, userId } = toMaker(actor);
        const { way, recipient = null } = handing;
        await insertRecords(transaction, { organizationId, projectId, userId, way, recipient }, records);
        const deliveryIds = records.map(({ id }) => id);
        const fact = { type: 'delivery.recorded' as const, projectId, data: { deliveryIds, way } };
        await dependencies.appendEvent(transaction, organizationId, fact);
        return (await findRecords(transaction, deliveryIds)).map((row) => toDelivery(row, links));
      });
    },

    list: (actor: Member, filter: DeliveryFilter): Promise<DeliveryRow[]> =>
      inOrganization(actor, async (transaction) => {
        if (filter.projectId) await requireProject(transaction, filter.projectId);
        return listRecords(transaction, filter);
      }),
    present: (row: DeliveryRow): Delivery => toDelivery(row, links),

    async openZip(actor: Member, ids: readonly string[]): Promise<{ name: string; content: Readable }> {
      if (ids.length > MOST_DELIVERIES_IN_ZIP) throw new KinoraError('delivery.too_many', `${ids.length} in one zip`);
      const { rows, captions } = await inOrganization(actor, async (transaction) => ({
        rows: await findRecords(transaction, ids),
        captions: await listCaptions(transaction, ids),
      }));
      if (ids.length === 0 || rows.length < ids.length)
        throw new KinoraError('delivery.not_found', `${rows.length} of ${ids.length} deliveries are there`);
      const now = new Date(dependencies.now());
      const content = { organizationId: actor.organizationId, rows, captions, now };
      return { name: zipName(rows, now), content: streamDeliveriesZip(storage, content) };
    },
  };
}

function editorOf(actor: Member) {
  const { organizationId, userId } = toMaker(actor);
  return { organizationId, userId, role: actor.role };
}

function zipName(rows: readonly DeliveryRow[], now: Date): string {
  const names = new Set(rows.map(({ project_name: name }) => name));
  const [only] = names;
  return `${names.size === 1 ? only : 'deliveries'} ${now.toISOString().slice(0, 10)}.zip`;
}

function toRecord({ project }: Material, column: Column): NewRecord {
  const { film, cover, post, findings, placement } = column;
  return {
    id: newId(),
    cutNumber: project.delivery_number,
    ratio: placement.ratio,
    presetId: placement.presetId,
    tableDate: DELIVERY_TABLE_DATE,
    fileName: column.fileName,
    filmAssetId: film.file.id,
    filmHash: film.file.sha256,
    coverAssetId: cover?.asset.id ?? null,
    details: {
      language: project.language,
      cover: cover ? { kind: cover.kind, frame: cover.frame, isStale: cover.isStale } : null,
      post,
      facts: film.facts,
      probe: film.probe,
      findings,
      models: project.report?.models ?? null,
      isLabelled: film.isLabelled,
    },
  };
}

function toDelivery(row: DeliveryRow, links: SignedLinks): Delivery {
  const organizationId = row.organization_id;
  const cover = row.cover && { organizationId, hash: row.cover.sha256, mediaType: row.cover.mediaType };
  return {
    id: row.record_id,
    projectId: row.record_project_id as Delivery['projectId'],
    projectName: row.project_name,
    cutNumber: row.cut_number,
    placement: { presetId: row.preset, ratio: row.ratio },
    fileName: row.file_name,
    hash: row.sha256,
    sizeBytes: row.size_bytes,
    url: links.toLink({ organizationId, hash: row.sha256, name: row.file_name, mediaType: row.media_type }),
    coverUrl: cover && links.toLink({ ...cover, name: 'cover' }),
    way: row.way,
    recipient: row.recipient,
    byName: row.by_name ?? 'API key',
    at: row.delivered_at.toISOString(),
    isOlderCut: row.is_older,
    worst: worstOf(row.details.findings),
    tableDate: row.table_date,
  };
}
