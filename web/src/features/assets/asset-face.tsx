import { Archive, AudioLines, FileText, Type } from 'lucide-react';
import type { Asset } from '../../api/index.ts';
import { useFormat } from '../../app/words/index.ts';
import { HoverScrub, Icon, Mono } from '../../ui/index.ts';
import { AssetStill } from './asset-still.tsx';

const SIGNS = { audio: AudioLines, font: Type, archive: Archive } as const;

/** Logos are dark or light on nothing: on this grey both are seen. */
const SEE_THROUGH_GROUND = 'var(--stage-mid)';

/** A file as a picture of itself, whole; what has none says what it is. Films run under the pointer. */
export function AssetFace({ asset, ratio }: { asset: Asset; ratio: number }) {
  const format = useFormat();
  return (
    <>
      <HoverScrub
        posterUrl={asset.thumbnailUrl}
        filmUrl={asset.kind === 'video' ? asset.url : null}
        label={asset.name}
        ratio={String(ratio)}
        colour={groundOf(asset)}
      />
      {asset.thumbnailUrl ? null : <PlainFace asset={asset} />}
      {asset.durationSeconds === null ? null : (
        <span className="over over-end asset-length">
          <Mono>{format.seconds(asset.durationSeconds)}</Mono>
        </span>
      )}
    </>
  );
}

function groundOf(asset: Asset): string | null {
  if (asset.thumbnailUrl === null) return null;
  return asset.mediaType === 'image/png' || asset.kind === 'vector' ? SEE_THROUGH_GROUND : asset.placeholderColour;
}

/** A film without a picture of its own shows one of its frames, the others their sign and ending. */
export function PlainFace({ asset }: { asset: Asset }) {
  if (asset.kind === 'video')
    return (
      <span className="asset-plain">
        <AssetStill asset={asset} />
      </span>
    );
  return (
    <span className="asset-plain asset-file">
      <Icon of={SIGNS[asset.kind as keyof typeof SIGNS] ?? FileText} />
      <Mono>{endingOf(asset.name)}</Mono>
    </span>
  );
}

function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1, dot + 9).toLowerCase() : '';
}
