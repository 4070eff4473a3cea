import { type Asset, type AssetKind, messagesOf } from '@kinora/contract';
import type { SignedLinks } from '../../platform/storage/index.ts';

export type AssetRole = 'source' | 'deliverable' | 'take' | 'working';
export type AssetOrigin = Asset['origin'];

/** One row of `assets` with its thumbnail, as SQL gives it (see `assetColumns` in store.ts). */
export type AssetRecord = {
  id: string;
  organization_id: string;
  project_id: string | null;
  kind: AssetKind;
  role: AssetRole;
  name: string;
  media_type: string;
  sha256: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
  frames: number | null;
  duration_seconds: number | null;
  has_sound: boolean;
  origin: AssetOrigin;
  made_by: string;
  placeholder_colour: string | null;
  notices: string[];
  created_at: Date;
  deleted_at: Date | null;
  thumbnail_sha256: string | null;
};

/** Browsers show these as they are; without a thumbnail of its own a small picture stands for itself. */
const showable = new Set(['image/png', 'image/jpeg', 'image/webp']);

export function toAsset(record: AssetRecord, links: SignedLinks): Asset {
  const file = { organizationId: record.organization_id, hash: record.sha256 };
  return {
    id: record.id as Asset['id'],
    kind: record.kind,
    name: record.name,
    mediaType: record.media_type,
    sizeBytes: record.size_bytes,
    hash: record.sha256,
    width: record.width,
    height: record.height,
    frames: record.frames,
    durationSeconds: record.duration_seconds,
    origin: record.origin,
    madeBy: record.made_by,
    projectId: record.project_id as Asset['projectId'],
    url: links.toLink({ ...file, name: record.name, mediaType: record.media_type }),
    thumbnailUrl: toThumbnailUrl(record, links),
    placeholderColour: record.placeholder_colour,
    notices: record.notices,
    messages: messagesOf(record.notices),
    createdAt: record.created_at.toISOString(),
    deletedAt: record.deleted_at?.toISOString() ?? null,
  };
}

export function toThumbnailUrl(
  record: Pick<AssetRecord, 'organization_id' | 'sha256' | 'thumbnail_sha256' | 'media_type'>,
  links: SignedLinks,
): string | null {
  const organizationId = record.organization_id;
  if (record.thumbnail_sha256) {
    return links.toLink({
      organizationId,
      hash: record.thumbnail_sha256,
      name: 'thumbnail.webp',
      mediaType: 'image/webp',
    });
  }
  if (!showable.has(record.media_type)) return null;
  return links.toLink({ organizationId, hash: record.sha256, name: 'picture', mediaType: record.media_type });
}
