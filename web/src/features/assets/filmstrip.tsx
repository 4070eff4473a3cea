import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Asset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { AssetFace } from './asset-face.tsx';
import { ratioOf } from './justified-rows.ts';

/** Files drawn on either side of the open one: more would not be in sight. */
const AROUND = 40;

/** The files of the list the open one came from, in its order. */
export function Filmstrip({
  items,
  openId,
  hrefOf,
}: {
  items: readonly Asset[];
  openId: string;
  hrefOf: (asset: Asset) => string;
}) {
  const t = useWords();
  const strip = useRef<HTMLElement>(null);
  const place = items.findIndex(({ id }) => id === openId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the open file, wherever it stands now
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [openId, place]);
  if (items.length < 2) return null;
  return (
    <nav className="filmstrip" ref={strip} aria-label={t('viewer.siblings')}>
      {items.slice(Math.max(0, place - AROUND), place + AROUND + 1).map((asset) => (
        <Link
          key={asset.id}
          replace
          className="filmstrip-item asset-open"
          style={{ aspectRatio: ratioOf(asset) }}
          href={hrefOf(asset)}
          aria-label={asset.name}
          aria-current={asset.id === openId ? 'page' : undefined}
        >
          <AssetFace asset={asset} ratio={ratioOf(asset)} />
        </Link>
      ))}
    </nav>
  );
}
