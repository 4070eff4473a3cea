import type { Asset } from '../../api/index.ts';

/** A film often begins in the dark: a second later it shows what it is. */
const SHOWN_SECOND = '#t=1';

/** A picture or film as a small still. A film without a picture of its own shows one of its frames. */
export function AssetStill({ asset }: { asset: Pick<Asset, 'kind' | 'name' | 'url' | 'thumbnailUrl'> }) {
  if (asset.thumbnailUrl === null && asset.kind === 'video')
    return <video src={asset.url + SHOWN_SECOND} muted playsInline preload="metadata" aria-label={asset.name} />;
  return <img src={asset.thumbnailUrl ?? asset.url} alt={asset.name} loading="lazy" />;
}
