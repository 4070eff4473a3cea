import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { assetsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';

const SHOWN = 7;

/** The newest results of finished work. */
export function FreshStrip() {
  const t = useWords();
  const { data } = useInfiniteQuery(assetsQuery({ origin: 'job', kind: 'video', limit: 24 }));
  const fresh = (data?.pages[0]?.items ?? []).slice(0, SHOWN);
  if (fresh.length === 0) return null;
  return (
    <section aria-labelledby="home-fresh">
      <h2 id="home-fresh" className="section-title">
        {t('home.fresh')}
      </h2>
      <div className="fresh">
        {fresh.map((asset) => (
          <Link
            key={asset.id}
            className="media"
            href={asset.projectId ? `/film/${asset.projectId}/storyboard` : `/library/assets/${asset.id}`}
            style={{ backgroundColor: asset.placeholderColour ?? undefined }}
          >
            <AssetStill asset={asset} />
          </Link>
        ))}
      </div>
    </section>
  );
}
