import type { Readable } from 'node:stream';
import { deliveryPresetOf, joinPost, type Placement } from '@kinora/contract';
import type { Storage } from '../../platform/storage/index.ts';
import { streamZip, type ZipEntry } from '../renders/index.ts';
import type { CaptionRow, DeliveryRow } from './store.ts';

export type DeliveriesContent = {
  organizationId: string;
  rows: readonly DeliveryRow[];
  captions: readonly CaptionRow[];
  now: Date;
};

type Packed = { entries: ZipEntry[]; manifest: object };

/** Each delivery in a folder of its own: film, cover, captions and the words of the post, and one manifest of all. */
export function streamDeliveriesZip(storage: Pick<Storage, 'open'>, content: DeliveriesContent): Readable {
  const { entries, manifest } = packDeliveries(content);
  return streamZip(storage, { organizationId: content.organizationId, entries, manifest });
}

export function packDeliveries({ rows, captions, now }: DeliveriesContent): Packed {
  const folders = nameFolders(rows);
  const packed = rows.map((row, index) => packOne(row, folders[index]!, captions));
  return {
    entries: packed.flatMap(({ entries }) => entries),
    manifest: { version: 1, packedAt: now.toISOString(), deliveries: packed.map(({ manifest }) => manifest) },
  };
}

/** The name of the film's file without its ending; a second one of the same name is counted. */
function nameFolders(rows: readonly DeliveryRow[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ file_name: name }) => {
    const stem = name.replace(/\.[^.]+$/, '');
    const count = (seen.get(stem.toLowerCase()) ?? 0) + 1;
    seen.set(stem.toLowerCase(), count);
    return count === 1 ? stem : `${stem} (${count})`;
  });
}

function packOne(row: DeliveryRow, folder: string, captions: readonly CaptionRow[]): Packed {
  const modifiedAt = row.delivered_at;
  const own = captions.filter(
    ({ project_id, number }) => project_id === row.record_project_id && number === row.cut_number,
  );
  const film = { path: `${folder}/${row.file_name}`, hash: row.sha256, sizeBytes: row.size_bytes, modifiedAt };
  const cover = row.cover && {
    path: `${folder}/cover${endingOf(row.cover.mediaType)}`,
    hash: row.cover.sha256,
    sizeBytes: row.cover.sizeBytes,
    modifiedAt,
  };
  const subtitles = own.map(({ name, sha256, size_bytes: sizeBytes }) => ({
    path: `${folder}/${name}`,
    hash: sha256,
    sizeBytes,
    modifiedAt,
  }));
  const words = toWords(row, folder);
  const entries: ZipEntry[] = [film, ...(cover ? [cover] : []), ...subtitles, ...(words ? [words] : [])];
  const beside = { cover: cover && toFile(cover), captions: subtitles.map(toFile), post: words?.path ?? null };
  return { entries, manifest: toManifest(row, { ...toFile(film), ...beside }) };
}

const toFile = ({ path, hash, sizeBytes }: { path: string; hash: string; sizeBytes: number }) => ({
  file: path,
  sha256: hash,
  sizeBytes,
});

function endingOf(mediaType: string): string {
  return { 'image/png': '.png', 'image/webp': '.webp' }[mediaType] ?? '.jpg';
}

function toWords({ details: { post } }: DeliveryRow, folder: string): { path: string; text: string } | null {
  if (!post) return null;
  const text = [post.title, joinPost(post)].filter((part) => part !== '').join('\n\n');
  return text === '' ? null : { path: `${folder}/post.txt`, text: `${text}\n` };
}

function toManifest(row: DeliveryRow, files: object) {
  const { details } = row;
  const placement: Placement = { presetId: row.preset, ratio: row.ratio };
  return {
    ...files,
    id: row.record_id,
    project: row.project_name,
    cut: row.cut_number,
    preset: placement.presetId && { id: placement.presetId, name: deliveryPresetOf(placement.presetId).name },
    ratio: placement.ratio,
    tableDate: row.table_date,
    language: details.language,
    madeBy: row.made_by,
    models: details.models ?? null,
    saysSoOnPicture: details.isLabelled ?? false,
    deliveredAt: row.delivered_at.toISOString(),
    deliveredTo: row.recipient,
    probe: { ...details.facts, streams: details.probe },
    loudness: details.facts.loudness,
    preflight: details.findings,
    coverChoice: details.cover,
    postText: details.post,
  };
}
