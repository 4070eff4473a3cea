import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { brandUsesQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';

/** Who is made with this kit. Changing it changes none of them; the ones that show something older are named. */
export function KitUses({ id, revision }: { id: string; revision: number }) {
  const t = useWords();
  const { data: uses } = useQuery(brandUsesQuery(id, revision));
  if (!uses || uses.films === 0) return null;
  return (
    <div className="kit-uses" role="status">
      <p>
        {t('kit.uses', { count: uses.films })}{' '}
        {uses.outOfDate > 0 ? (
          <span className="status status-stale">{t('kit.outOfDate', { count: uses.outOfDate })}</span>
        ) : null}
      </p>
      {uses.items.length > 0 ? (
        <ul>
          {uses.items.slice(0, 6).map((film) => (
            <li key={film.projectId}>
              <Link href={`/film/${film.projectId}/storyboard`}>
                <bdi>{film.name}</bdi>
              </Link>{' '}
              <span className="small text-2">
                {film.isMarkOnly ? t('kit.markOnly') : t('kit.shotsStale', { count: film.shots })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
